"""Who supervises, and what only those people do."""

from backoffice.casework.house import House
from backoffice.domain.errors import WrongState


def refuse_no_supervisor(house: House, by: str, act: str) -> None:
    """Raise ``WrongState`` where *by* does not supervise; *act* is what only who supervises does."""
    if by not in house.settings.supervisor_names:
        raise WrongState(
            f"«{by}» no supervisa la mesa, y solo quien supervisa {act}. Quien la opera nombra a esas personas en "
            "MESA_SUPERVISORS, separadas por comas."
        )
