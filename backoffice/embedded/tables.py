"""``python -m backoffice.embedded.tables``: bring the database's tables up to date, once, before anybody works."""

import sys

from backoffice.domain.errors import MesaError
from backoffice.records import migrate
from backoffice.settings import given_addresses, load_settings


def main() -> int:
    """Exit status 0 when done, 2 with a sentence on stderr."""
    try:
        migrate(given_addresses(load_settings()).database_url)
    except MesaError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
