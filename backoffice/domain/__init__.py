"""The ground floor: values in, values out. No input or output, no clock, no randomness of its own."""
