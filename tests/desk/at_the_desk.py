"""An analyst at the desk: what is done there and what is seen."""

from collections.abc import Iterator

from backoffice.desk.letters_panel import LettersPanel
from backoffice.desk.workbench import Workbench
from tests.casework.world import World


def look(desk: Workbench) -> None:
    """Open the first case of the queue, as a click on its row does."""
    first = desk.queue.cases[0]
    desk.open(first.task_id, first.folio)


def choose(desk: Workbench) -> None:
    """Open the first case of the queue and take it, where it is free."""
    look(desk)
    desk.press("t")


def texts(widget: object) -> Iterator[str]:
    """Every text that is on the screen."""
    for name in ("value", "description"):
        value = getattr(widget, name, "")
        if isinstance(value, str):
            yield value
    for child in getattr(widget, "children", ()):
        yield from texts(child)


def screen(desk: Workbench | LettersPanel) -> str:
    """All that the analyst sees."""
    return "\n".join(texts(desk.widget))


def press(desk: Workbench | LettersPanel, label: str) -> None:
    """Press the button of that name, which must be on the screen."""

    def found(widget: object) -> Iterator[object]:
        if getattr(widget, "description", None) == label:
            yield widget
        for child in getattr(widget, "children", ()):
            yield from found(child)

    (button,) = found(desk.widget)
    button.click()  # type: ignore[attr-defined]


def press_as(world: World, analyst: str, *labels: str) -> Workbench:
    """Somebody else opens the first case and presses those buttons."""
    desk = Workbench(world.house, analyst)
    choose(desk)
    for label in labels:
        press(desk, label)
    return desk
