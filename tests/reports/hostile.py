"""A verdict whose every text somebody wrote to do harm, and its explanation."""

from datetime import UTC, datetime

from backoffice.domain.explained import Explained, Origin, explain
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from tests.checks.example import example_set
from tests.desk.hostile import EVERYTHING, FORMULA, HUGE, IMAGE, RIGHT_TO_LEFT, SCRIPT

TYPST = '#panic("x") *b* _i_ $x^2$ @ref <label> `raw` \\ = título #read("/etc/passwd")'
STRANGE = "\x00\x07\x1b[31m שלום 你好 🏠 n\u0303 \U0010fffd"
#: Half a character, as names of files may have; in a verdict there is none.
HALF = "\udcff"
#: What each text of a finding says in turn.
TEXTS = (IMAGE, SCRIPT, FORMULA, RIGHT_TO_LEFT, EVERYTHING, TYPST, STRANGE, HUGE)


def hostile_verdict() -> Verdict:
    """One finding of each text in every place where a text may stand."""
    findings = [
        Finding(
            code=code, severity=Severity.ERROR, message=text, tab=tab, cell=text, section=section, number=number,
            nss=text, expected=text, found=text,
        )
        for text in TEXTS
        for code, tab, section, number in (
            ("answer_unreadable", 2, "assessment", 1), ("withholding_differs", 2, "samples", 2),
            ("files_extra", 1, None, None), ("x", None, None, None),
        )
    ]  # fmt: skip
    return Verdict(
        result="inconsistent", findings=tuple(findings), unexplained=(("samples", 2),), evidence_sha256=HUGE,
        test_set_id=HUGE, rules_version=TYPST, engine_version=IMAGE,
    )  # fmt: skip


def hostile_report() -> Explained:
    """The explanation of it, of a file and a company with such names."""
    origin = Origin(
        file_name=f"{HALF}{TYPST}{STRANGE}{HUGE}", size=1, evaluated_at=datetime(2026, 11, 23, tzinfo=UTC), format=SCRIPT,
        folio=EVERYTHING, company=f"{HALF}{STRANGE} {EVERYTHING} {HUGE}",
    )  # fmt: skip
    return explain(hostile_verdict(), example_set(), parameters(), origin)
