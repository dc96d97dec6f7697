"""How what one file has of another's is looked for, weighed, kept and shown. ``casework.copies`` is the door."""
