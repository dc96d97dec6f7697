"""Tab 2, against itself: rows that tell of each other and do not agree. That a row is wrong is told elsewhere."""

from collections.abc import Iterator, Mapping

from backoffice.domain.causes import Place
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.relations import Relation, official, relations
from backoffice.domain.checks.wording import Kind, listed
from backoffice.domain.findings import Finding, Severity, Standing
from backoffice.domain.money import shown, to_centavos, to_pesos

TAB = 2

RELATED_ROWS_CONTRADICT = Kind(
    "related_rows_contradict",
    Severity.WARNING,
    "Fila {label}: {relation}. De {others} se sigue {right}, contado el seguro, y encontramos {given}. Las cifras no "
    "salen del mismo cálculo; confirma que son las de tu sistema.",
    Standing.PROPOSED,
)


def related_rows_agree_with_each_other(matter: Matter) -> Iterator[Finding]:
    """Rows that tell of each other (pieces of a period, a day more, twice the base) do not contradict each other.

    A mistake is consistent: what it gives was computed for every row that it explains. So only rows that nothing
    explains are doubted, each once.
    """
    unexplained, told = set(matter.diagnosis.unexplained), set[Place]()
    if not unexplained:
        return
    amounts = _amortizations(matter)
    insurance = to_centavos(matter.possible.parameters["damage_insurance"].on(matter.test_set.on))
    for relation in relations(matter.test_set, matter.possible):
        doubted = [row for row in relation.rows if row in unexplained]
        if not doubted or not amounts.keys() >= {*relation.rows} or told.intersection(relation.rows):
            continue
        if not relation.is_kept(amounts, insurance):
            told.update(doubted)
            yield _finding(matter, relation, doubted[0], amounts)


def _amortizations(matter: Matter) -> dict[Place, int]:
    """The withholdings answered less the official insurance of each row, in centavos."""
    insurance = official(matter.test_set.rows, "insurance")
    return {place: centavos - insurance[place] for place, centavos in matter.answers.items()}


def _finding(matter: Matter, relation: Relation, place: Place, amounts: Mapping[Place, int]) -> Finding:
    row, given = matter.test_set.row(*place), matter.answers[place]
    right = round(relation.follows(place, amounts)) + given - amounts[place]
    words = {
        "label": row.label,
        "relation": relation.said_of(place),
        "others": listed([shown(matter.answers[other]) for other in relation.rows if other != place]),
        "right": shown(right),
        "given": shown(given),
    }
    return RELATED_ROWS_CONTRADICT.finding(
        words=words,
        tab=TAB,
        cell=_cell(matter, place),
        section=row.section,
        number=row.number,
        nss=row.nss,
        expected=to_pesos(right),
        found=to_pesos(given),
    )


def _cell(matter: Matter, place: Place) -> str | None:
    """The cell of a row's withholding."""
    section, number = place
    pair = next(pair for pair in matter.rows[section].pairs if pair.row.number == number)
    return pair.answer.answers["withholding"].cell or None
