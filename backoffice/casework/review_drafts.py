"""What an analyst wrote about a case and has not decided: kept with every change, so that a restart loses nothing."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backoffice.casework.house import House
from backoffice.domain.decision import LONGEST_REASONS
from backoffice.domain.reasons import MOST_CHOSEN, Chosen, to_json
from backoffice.records.review import ReviewDraft


def save(house: House, task_id: UUID, analyst: str, remarks: str, chosen: tuple[Chosen, ...]) -> None:
    """Keep what was written, in place of what was kept before. Too long a text is kept up to what a decision takes."""
    words = {
        "remarks": remarks.replace("\x00", "")[:LONGEST_REASONS],
        "chosen": to_json(chosen[:MOST_CHOSEN]),
    }
    with house.transaction() as work:
        values = {"task_id": task_id, "analyst": analyst, "saved_at": work.now, **words}
        kept = insert(ReviewDraft).values(**values)
        key = ["task_id", "analyst"]
        work.session.execute(kept.on_conflict_do_update(index_elements=key, set_={**words, "saved_at": work.now}))


def load(house: House, task_id: UUID, analyst: str) -> ReviewDraft | None:
    """What *analyst* had written about the task, if anything."""
    with house.transaction() as work:
        return work.session.get(ReviewDraft, (task_id, analyst))


def forget(house: House, task_id: UUID, analyst: str) -> None:
    """Throw it away, once it was decided."""
    with house.transaction() as work:
        draft = work.session.get(ReviewDraft, (task_id, analyst))
        if draft is not None:
            work.session.delete(draft)
