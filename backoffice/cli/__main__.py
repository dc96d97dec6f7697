"""``python -m backoffice.cli`` is the ``mesa`` command."""

from backoffice.cli import main

main()
