"""``python -m backoffice.embedded.tables``: bring the database's tables up to date, once, before anybody works.

It is started together with the database and waits for it: loading the migrations takes as long.
"""

import sys
import time
from collections.abc import Callable

from backoffice.domain.errors import MesaError, ServiceUnavailable
from backoffice.records.migrating import migrate
from backoffice.settings import given_addresses, load_settings

#: Seconds that the database has to answer.
ANSWER_WITHIN = 30.0
GLANCE = 0.1


def bring_up_to_date(database_url: str, *, tick: Callable[[], float], pause: Callable[[float], None]) -> None:
    """Migrate as soon as the database answers. Raises ``ServiceUnavailable`` where it does not in time."""
    deadline = tick() + ANSWER_WITHIN
    while True:
        try:
            migrate(database_url)
        except ServiceUnavailable:
            if tick() > deadline:
                raise
            pause(GLANCE)
        else:
            return


def main() -> int:
    """Exit status 0 when done, 2 with a sentence on stderr."""
    try:
        bring_up_to_date(given_addresses(load_settings()).database_url, tick=time.monotonic, pause=time.sleep)
    except MesaError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
