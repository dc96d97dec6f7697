"""What people are told of each mistake, in Spanish: its name, what the calculation does, and how to mend it."""

from datetime import date

from backoffice.domain.errors import MissingOfficialValue
from backoffice.domain.mistakes.sentences import WORDINGS, Wording
from backoffice.domain.parameters import Parameters
from backoffice.domain.parameters.tables import day_number, day_of


def wording(code: str) -> Wording:
    """The wording of one mistake of the catalogue."""
    return WORDINGS[code]


def sentence(code: str, day: date, parameters: Parameters) -> str:
    """The applicant's sentence with the official values of *day*: «El cálculo usa la UMA (117.31); …»."""
    text = WORDINGS[code].sentence
    return text.format_map(OfficialValues(day, parameters)) if "{" in text else text


class OfficialValues(dict[str, str]):
    """The values of one day by the names that sentences use; a day without a value shows «sin valor»."""

    def __init__(self, day: date, parameters: Parameters) -> None:
        super().__init__()
        self.day, self.parameters = day, parameters

    def __missing__(self, name: str) -> str:
        table = self.parameters[{"minimum_wage": "minimum_wage_general"}.get(name, name.removeprefix("previous_"))]
        try:
            if not name.startswith("previous_"):
                return str(table.on(self.day))
            return str(previous(table.entry(self.day).first, table.name, self.parameters))
        except MissingOfficialValue:
            return "sin valor"


def previous(first: date, table_name: str, parameters: Parameters) -> object:
    """The last value that differs from the one that begins on *first*."""
    table = parameters[table_name]
    value = table.on(first)
    while table.on(first) == value:
        first = day_of(day_number(table.entry(first).first) - 1)
    return table.on(first)
