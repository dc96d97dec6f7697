"""The parts that a server would provide, brought along: database, queue, mailbox, JupyterLab, and their supervisor.

No part here is used where the settings give an address of their own.
"""

from backoffice.embedded.whereabouts import addresses

__all__ = ["addresses"]
