"""The test set as far as an applicant can know it: of the workbook's given cells and the notices that came with them.

The samples have their answers, computed by the official rules. The assessment rows have none, and none is computed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from backoffice.domain.amortization import RIGHT, read_cases, withhold
from backoffice.domain.causes import Place
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.evidence import Evidence
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.asked import place_asked, receipt_row
from backoffice.domain.test_set.case_given import nobody, row_given, unreadable
from backoffice.domain.test_set.claims import SECTIONS, Claim, bare, claims, gaps
from backoffice.domain.test_set.expected import expected_steps
from backoffice.domain.test_set.model import TestRow, TestSet
from backoffice.domain.test_set.received import Credit, NoticeSet

Rows = dict[Place, TestRow]


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Why a sample has no answers: given cells that cannot be read, or what the calculation says of them."""

    columns: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class AsGiven:
    """The set, and what could not be made of the workbook.

    ``uncompared`` are the samples without answers; ``absent_workers`` those (by their NSS) who have notices and no row;
    ``absent_rows`` the numbers that a section skips, where no absent worker can account for them.
    """

    test_set: TestSet
    uncompared: Mapping[Place, Uncompared]
    absent_workers: tuple[str, ...] = ()
    absent_rows: tuple[Place, ...] = ()


def as_given(evidence: Evidence, notices: NoticeSet, parameters: Parameters) -> AsGiven:
    """Everything that the workbook and the notices tell of the set."""
    claimed = claims(evidence.rows, notices.credits)
    rows: Rows = {claim.place: row_given(claim.place, claim.credit, claim.answer.given) for claim in claimed}
    present = {claim.credit for claim in claimed}
    absent = [credit for credit in notices.credits if credit not in present]
    back = restored(absent, rows, evidence.receipt_asked)
    rows |= {place: row_given(place, credit, {}) for place, credit in back.items()}
    uncompared = {claim.place: why for claim in claimed if (why := why_uncompared(claim))}
    computable = [place for place in rows if place[0] == "samples" and place not in {*uncompared, *back}]
    uncompared |= answer(rows, computable, parameters)
    workers = [credit.worker for credit in absent if credit not in back.values()]
    skipped = gaps(rows)
    return AsGiven(
        test_set=the_set(rows, evidence, notices, parameters),
        uncompared=uncompared,
        absent_workers=tuple(dict.fromkeys(workers)),
        absent_rows=tuple(skipped) if len(skipped) > len(workers) else (),
    )


def restored(absent: Iterable[Credit], taken: Iterable[Place], asked: Mapping[str, str]) -> dict[Place, Credit]:
    """Where absent rows stood, as far as it is certain: tab 4 names the place of one, or only one number is skipped."""
    places, named, left = set(taken), place_asked(asked), list(absent)
    found: dict[Place, Credit] = {}
    of_receipt = next((credit for credit in left if bare(credit.worker) == bare(asked.get("nss", "")) != ""), None)
    if of_receipt is not None and named is not None and named not in places:
        found[named] = of_receipt
        left.remove(of_receipt)
    skipped = gaps([*places, *found])
    if len(left) == len(skipped) == 1:
        found[skipped[0]] = left[0]
    return found


def why_uncompared(claim: Claim) -> Uncompared | None:
    """What stands in the way of computing a sample."""
    if claim.place[0] != "samples":
        return None
    if not claim.credit.clear:
        return Uncompared(error="Sus avisos se repiten o no son del mismo tipo de descuento.")
    columns = unreadable(claim.answer.given)
    return Uncompared(columns) if columns else None


def answer(rows: Rows, places: Sequence[Place], parameters: Parameters) -> dict[Place, Uncompared]:
    """Give these rows their right answers; why, where the calculation gives none."""
    computed = withhold(read_cases([texts(rows[place]) for place in places]), parameters, RIGHT)
    for number, place in enumerate(places):
        if number not in computed.errors:
            parts = computed.parts[computed.parts["row"] == number]
            rows[place] = replace(rows[place], expected=expected_steps(computed.rows.iloc[number], parts))
    return {places[number]: Uncompared(error=error) for number, error in computed.errors.items()}


def the_set(rows: Rows, evidence: Evidence, notices: NoticeSet, parameters: Parameters) -> TestSet:
    """The rows as a set; where there are none, nobody's stands for the one whose receipt is asked for."""
    receipt = receipt_row(rows, evidence)
    held = rows or {receipt: nobody(receipt, evidence.receipt_asked.get("nss", ""))}
    ordered = sorted(held, key=lambda place: (SECTIONS.index(place[0]), place[1]))
    return TestSet(
        id=notices.id,
        round="first",
        on=notices.latest,
        rules_version=parameters.version,
        nrp=notices.nrp,
        rfc="",
        employer_name="",
        service_public_key="",
        rows=tuple(held[place] for place in ordered),
        receipt=receipt,
        notices=notices.texts,
    )
