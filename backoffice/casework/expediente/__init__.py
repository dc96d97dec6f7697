"""Everything needed to defend the decisions of a case, as one ZIP and one PDF: the *expediente*.

It never holds a seed, a password, nor the answers of a set that is still in play. What cannot be had is named, and the
rest is exported all the same.
"""

from backoffice.casework.expediente.archive import Member
from backoffice.casework.expediente.exporting import Expediente, expediente
from backoffice.casework.expediente.gathering import Flaw

__all__ = ["Expediente", "Flaw", "Member", "expediente"]
