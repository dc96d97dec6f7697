"""Who supervises, and what only those people do."""

from backoffice.casework.house import House
from backoffice.domain.errors import WrongState
from backoffice.domain.people import NO_RIGHT, Role
from backoffice.records import logins


def refuse_no_supervisor(house: House, by: str, act: str) -> None:
    """Raise ``WrongState`` where *by* does not supervise; *act* is what only who supervises does.

    Where people have logins of their own the login decides; where all share the owner's, the setting does.
    """
    with house.transaction() as work:
        person = logins.connected(work.session.connection())
    if person is not None:
        if person.role is not Role.SUPERVISOR:
            raise WrongState(NO_RIGHT[person.role])
        return
    if by not in house.settings.supervisor_names:
        raise WrongState(
            f"«{by}» no supervisa la mesa, y solo quien supervisa {act}. Quien la opera nombra a esas personas en "
            "MESA_SUPERVISORS, separadas por comas."
        )
