"""A copy of everything that the desk keeps, in one folder, and the way back from it into an empty place."""

from backoffice.casework.backup.making import Backup, back_up
from backoffice.casework.backup.restoring import Restored, restore

__all__ = ["Backup", "Restored", "back_up", "restore"]
