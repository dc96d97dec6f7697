"""The rehearsal: its files through the evaluation, its story through real workers, and the command that tells it."""
