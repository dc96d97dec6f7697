"""What tells that evidence was taken from another company's case: marks of files, and what a match proves. Pure."""
