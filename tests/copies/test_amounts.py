"""How much equal amounts prove: few among many sets nothing, several of the same rows a lot."""

from dataclasses import replace

import pytest

from backoffice.domain.copies.amounts import Match, Row, rows_of, share, weigh
from backoffice.domain.copies.grades import Grade
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict
from tests.checks.example import example_set

RARE = 1e-5


def matches(count: int, *, shifted: bool = False) -> list[Match]:
    """So many rows that have the amount of the same row, or of the next, of the other set."""
    return [Match(number, number + shifted, 100_000 + number) for number in range(1, count + 1)]


def rare(found: list[Match]) -> dict[int, float]:
    """Amounts that nobody else has."""
    return {one.centavos: RARE for one in found}


@pytest.mark.parametrize(
    ("count", "sets", "grade"),
    [
        (1, 1, Grade.MEDIUM),
        (1, 300, Grade.WEAK),
        (1, 100_000, None),
        (2, 300, Grade.STRONG),
        (2, 100_000, Grade.MEDIUM),
        (3, 100_000, Grade.STRONG),
    ],
)
def test_the_more_rows_match_and_the_fewer_sets_there_are_the_more_it_proves(
    count: int, sets: int, grade: Grade | None
) -> None:
    weighed = weigh(matches(count), 5, sets, 20, rare(matches(count)))

    assert (weighed.grade if weighed else None) == grade


def test_the_expected_number_of_sets_is_said() -> None:
    weighed = weigh(matches(3), 5, 1_000, 20, rare(matches(3)))

    assert weighed is not None
    assert weighed.expected == pytest.approx(1_000 * 10 * 1e-15)


def test_amounts_of_other_rows_prove_less() -> None:
    same, shifted = (weigh(found, 2, 1_000, 20, rare(found)) for found in (matches(2), matches(2, shifted=True)))

    assert same is not None
    assert shifted is not None
    assert shifted.expected == pytest.approx(400 * same.expected)


def test_common_amounts_prove_nothing() -> None:
    found = matches(3)

    assert weigh(found, 8, 1_000, 20, {one.centavos: 0.3 for one in found}) is None


@pytest.mark.parametrize(
    ("centavos", "times", "rows", "expected"),
    [
        (1_500, 0, 0, 0.1),
        (0, 0, 1_000, 0.1),
        (250_000, 0, 1_000, 1e-3),
        (123_456, 0, 1_000, 1e-5),
        (123_456, 50, 1_000, 0.05),
        (718_524, 500, 2_000_000, 2.5e-4),
    ],
)
def test_an_amount_is_as_common_as_it_was_counted_and_never_rarer_than_its_like(
    centavos: int, times: int, rows: int, expected: float
) -> None:
    assert share(centavos, times, rows) == pytest.approx(expected)


def differing(number: int, found: str, **changes: object) -> Finding:
    """A row of b) that is wrong."""
    one = Finding(
        code="withholding_differs", severity=Severity.ERROR, message="", tab=2, section="assessment", number=number,
        expected="1.00", found=found,
    )  # fmt: skip
    return replace(one, **changes)


def verdict(*findings: Finding) -> Verdict:
    """With these findings."""
    return Verdict(result="inconsistent", findings=findings, evidence_sha256="", test_set_id="", rules_version="")


@pytest.mark.parametrize(
    ("finding", "foreign"),
    [
        (differing(1, "1503.08"), 150_308),
        (differing(1, "$1,503.08"), 150_308),
        (differing(1, "1503.08", causes=("uma_for_umi",)), None),
        (differing(1, "1503.081"), None),
        (differing(1, "15.00"), None),
        (differing(1, "Revisar"), None),
        (differing(1, "9" * 400), None),
        (differing(1, "NaN"), None),
        (differing(1, "1503.08", section="samples"), None),
        (differing(1, "1503.08", severity=Severity.NOTE), None),
        (differing(99, "1503.08"), None),
    ],
)
def test_only_a_wrong_amount_that_nothing_explains_may_be_anothers(finding: Finding, foreign: int | None) -> None:
    first = rows_of(verdict(finding), example_set())[0]

    assert first == Row(1, first.right, foreign)
