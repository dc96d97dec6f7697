"""Which evidence is made: habits without fault, faults alone, and faults in pairs from two tabs; names decide all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random

from tests.evaluate.planting import faults_of_answers, faults_of_notices, faults_of_screens_and_receipt
from tests.evaluate.planting.draft import Draft, draft
from tests.evaluate.planting.faults import Fault
from tests.evaluate.planting.habits import HABITS, Habit, as_it_came

FAULTS: tuple[Fault, ...] = (
    *faults_of_notices.FAULTS,
    *faults_of_answers.FAULTS,
    *faults_of_answers.MISTAKES,
    *faults_of_screens_and_receipt.FAULTS,
)
#: LibreOffice calculates what was never calculated, and writes the receipt's text in cells as it is.
NOT_BY_LIBREOFFICE = {"a_formula_never_calculated"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One workbook to be made."""

    name: str
    habit: Habit = as_it_came
    faults: tuple[Fault, ...] = field(default=())

    def drafted(self) -> Draft:
        """The draft with its habit and its faults. Mistakes come first: they compute the answers anew."""
        made = draft(self.name)
        for fault in sorted(self.faults, key=lambda fault: not fault.mistake):
            fault.plant(made)
        self.habit(made)
        return made


def faultless(count: int) -> Iterator[Planned]:
    """Habits in turn."""
    for number, habit in enumerate(islice(cycle(HABITS), count)):
        yield Planned(f"{habit.__name__} {number}", habit)


def alone(times: int) -> Iterator[Planned]:
    """Every fault alone, so many times."""
    for number in range(times):
        for fault in FAULTS:
            yield Planned(f"{fault.name} {number}", faults=(fault,))


def in_pairs(count: int) -> Iterator[Planned]:
    """Two faults of different tabs."""
    draw = Random("pairs")
    for number in range(count):
        first, second = draw.sample(FAULTS, 2)
        while first.tab == second.tab or ({first.tab, second.tab} == {2, 4} and first.mistake + second.mistake):
            first, second = draw.sample(FAULTS, 2)
        yield Planned(f"{first.name} and {second.name} {number}", faults=(first, second))
