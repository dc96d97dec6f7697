"""The verdict on evidence values made by hand, one file per tab."""
