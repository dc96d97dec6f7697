"""The e.firma of rehearsals: an authority that vouches for nobody real, and certificates and keys shaped like SAT's."""

from backoffice.rehearsal.efirma.authority import Authority, authority
from backoffice.rehearsal.efirma.leaf import Efirma, efirma

__all__ = ["Authority", "Efirma", "authority", "efirma"]
