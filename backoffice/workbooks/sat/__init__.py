"""SAT's schemas applied to a receipt, offline. What follows from a violation is not decided here."""
