"""The certification desk: what it knows (domain), what it reads, what it keeps, and the stages of a case."""
