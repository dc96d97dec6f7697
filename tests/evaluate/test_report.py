"""The verdict as people read it at a terminal: which causes stand beside a row, and how they are joined."""

from backoffice.cli.verdict_report import report
from backoffice.domain.causes import Cause
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict

A1, A2 = ("samples", 1), ("samples", 2)


def row_of(number: int, causes: tuple[str, ...], *diagnosis: Cause) -> str:
    """The line about sample *number*, whose withholding is wrong for *causes*."""
    wrong = Finding(
        code="withholding_differs", severity=Severity.ERROR, message="La retención no coincide.", tab=2, cell="AC7",
        section="samples", number=number, expected="1221.15", found="1240.17", causes=causes,
    )  # fmt: skip
    verdict = Verdict(
        result="inconsistent", findings=(wrong,), diagnosis=diagnosis, unexplained=() if causes else (A1,),
        evidence_sha256=None, test_set_id="SP-1", rules_version="2026.1",
    )  # fmt: skip
    (line,) = [line for line in report(verdict, width=200, colours=False).splitlines() if "AC7" in line]
    return " ".join(line.split())


def test_two_mistakes_that_act_at_once_are_named_together() -> None:
    line = row_of(
        2,
        ("insurance_every_payroll", "month_30_4"),
        Cause("insurance_every_payroll", (A2,), 2, ("month_30_4",)),
        Cause("month_30_4", (A1, A2), 2, ("insurance_every_payroll",)),
    )

    assert line == "AC7 a-2 1,221.15 1,240.17 Seguro en cada nómina y Mes de 30.4 días"


def test_of_two_mistakes_that_act_together_elsewhere_a_row_names_its_own() -> None:
    line = row_of(
        1,
        ("month_30_4",),
        Cause("insurance_every_payroll", (A2,), 2, ("month_30_4",)),
        Cause("month_30_4", (A1, A2), 2, ("insurance_every_payroll",)),
    )

    assert line == "AC7 a-1 1,221.15 1,240.17 Mes de 30.4 días"


def test_mistakes_that_fit_equally_well_are_alternatives() -> None:
    line = row_of(1, ("month_30", "month_30_4"), Cause("month_30", (A1,), 1), Cause("month_30_4", (A1,), 1))

    assert line == "AC7 a-1 1,221.15 1,240.17 Mes de 30 días o bien Mes de 30.4 días"


def test_a_row_that_nothing_explains_says_so() -> None:
    assert row_of(1, ()) == "AC7 a-1 1,221.15 1,240.17 Sin causa identificada"
