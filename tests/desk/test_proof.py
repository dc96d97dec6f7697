"""What the desk says against the nearest other cause."""

from datetime import date

from backoffice.domain.causes import Cause
from backoffice.domain.diagnosis import alternatives, explain
from backoffice.domain.explained.proof import answers_of, ruled_out
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.money import to_pesos
from backoffice.domain.test_set.generation import generate
from backoffice.domain.verdict import Verdict
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters

ASKED = generate(b"sixteen bytes of seed", "first", date(2026, 11, 23), rehearsal_seal(), parameters())
POSSIBLE = alternatives(ASKED, parameters())


def verdict_of(code: str, *others: Finding) -> Verdict:
    """The verdict on who makes one mistake."""
    answers = dict(zip(POSSIBLE.places, map(int, POSSIBLE.of(code)), strict=True))
    diagnosis = explain(POSSIBLE, answers)
    wrong = [
        place for place, right in zip(POSSIBLE.places, POSSIBLE.right, strict=True) if abs(answers[place] - right) > 5
    ]
    findings = [differs(place, to_pesos(answers[place])) for place in wrong]
    return Verdict(
        result="inconsistent",
        findings=(*findings, *others),
        diagnosis=diagnosis.causes,
        evidence_sha256="a" * 64,
        test_set_id=ASKED.id,
        rules_version=ASKED.rules_version,
    )


def differs(place: tuple, found: str, code: str = "withholding_differs") -> Finding:
    return Finding(code=code, severity=Severity.ERROR, message="", section=place[0], number=place[1], found=found)


def test_the_row_that_rules_the_nearest_other_cause_out_is_named():
    verdict = verdict_of("half_month")

    said = ruled_out(verdict, ASKED, parameters())

    assert said.startswith("«Partes iguales» queda descartada por el renglón ")


def test_answers_are_read_back_as_they_were_sent():
    verdict = verdict_of("uma_for_umi")

    assert answers_of(verdict, ASKED) == {
        place: int(sent) if abs(sent - right) > 5 else int(right)
        for place, sent, right in zip(POSSIBLE.places, POSSIBLE.of("uma_for_umi"), POSSIBLE.right, strict=True)
    }


def test_a_row_without_a_readable_answer_rules_nothing_out():
    place = ("assessment", 1)
    verdict = verdict_of("half_month", differs(place, "x", "answer_unreadable"))

    assert place not in answers_of(verdict, ASKED)


def test_two_causes_have_no_single_rival():
    two = (Cause("half_month", (("samples", 1),), 2), Cause("insurance_missing", (("samples", 2),), 2))
    verdict = Verdict(
        result="inconsistent", findings=(), diagnosis=two, evidence_sha256=None, test_set_id="x", rules_version="y"
    )

    assert ruled_out(verdict, ASKED, parameters()) == ""
