"""Evidence with known faults, made as applicants would: to count what the checks find, miss, or wrongly accuse."""
