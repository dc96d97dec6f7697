"""A verdict without findings that a person set aside: result, diagnosis and unexplained rows follow."""

import pytest

from backoffice.domain.causes import Cause
from backoffice.domain.disputed import rests_on_disputed_rules
from backoffice.domain.errors import BadInput
from backoffice.domain.findings import Finding, Severity, Standing
from backoffice.domain.reasons import Chosen, catalogue, from_json, preselected, refuse_unknown, to_json
from backoffice.domain.set_aside import key_of, without
from backoffice.domain.verdict import Verdict


def wrong(number: int, code: str = "withholding_differs", standing: Standing = Standing.VERIFIED) -> Finding:
    """A step of an assessment row that differs."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        message=f"Renglón b-{number}.",
        tab=2,
        section="assessment",
        number=number,
        expected="10.00",
        found="11.00",
        standing=standing,
    )


#: Rows b-1 to b-4: two explained by one mistake, one by another, one by none; b-1 differs in a step as well.
FINDINGS = (wrong(1), wrong(1, "daily_amount_differs"), wrong(2), wrong(3), wrong(4))
VERDICT = Verdict(
    result="inconsistent",
    findings=FINDINGS,
    diagnosis=(
        Cause("uma_for_umi", (("assessment", 1), ("assessment", 2)), 4),
        Cause("half_month", (("assessment", 3),), 4),
    ),
    unexplained=(("assessment", 4),),
    evidence_sha256="a" * 64,
    test_set_id="T-1",
    rules_version="2026-01",
)


def without_rows(*at: int) -> Verdict:
    """The verdict without the findings at those places of ``FINDINGS``."""
    return without(VERDICT, {key_of(FINDINGS[place]) for place in at})


def test_nothing_set_aside_is_the_same_verdict() -> None:
    assert without(VERDICT, ()) is VERDICT


def test_a_row_that_is_set_aside_is_explained_by_no_cause() -> None:
    verdict = without_rows(2)

    assert [(cause.mistake, cause.explains, cause.of) for cause in verdict.diagnosis] == [
        ("uma_for_umi", (("assessment", 1),), 3),
        ("half_month", (("assessment", 3),), 3),
    ]
    assert verdict.result == "inconsistent"


def test_a_cause_without_rows_goes() -> None:
    assert [cause.mistake for cause in without_rows(3).diagnosis] == ["uma_for_umi"]


def test_a_step_set_aside_leaves_the_row_as_wrong_as_it_was() -> None:
    verdict = without_rows(1)

    assert verdict.diagnosis == VERDICT.diagnosis
    assert len(verdict.findings) == 4


def test_an_unexplained_row_that_is_set_aside_is_unexplained_no_more() -> None:
    assert without_rows(4).unexplained == ()


def test_without_any_error_the_result_is_consistent_and_the_verdict_given_stays() -> None:
    verdict = without_rows(0, 1, 2, 3, 4)

    assert (verdict.result, verdict.diagnosis, verdict.unexplained) == ("consistent", (), ())
    assert VERDICT.result == "inconsistent"


def test_a_file_that_could_not_be_read_stays_refused() -> None:
    refused = Verdict(
        result="refused",
        findings=FINDINGS[:1],
        evidence_sha256="a" * 64,
        test_set_id="T-1",
        rules_version="2026-01",
    )

    assert without(refused, {key_of(FINDINGS[0])}).result == "refused"


def test_two_findings_that_differ_in_anything_have_two_keys() -> None:
    assert len({key_of(finding) for finding in FINDINGS}) == 5
    assert key_of(FINDINGS[0]) == key_of(wrong(1))


@pytest.mark.parametrize(
    ("standings", "disputed"),
    [((Standing.DISPUTED, Standing.DISPUTED), True), ((Standing.DISPUTED, Standing.VERIFIED), False), ((), False)],
)
def test_a_verdict_rests_on_disputed_rules_where_all_its_errors_do(
    standings: tuple[Standing, ...], *, disputed: bool
) -> None:
    findings = tuple(wrong(number, standing=standing) for number, standing in enumerate(standings))

    verdict = Verdict(
        result="inconsistent" if findings else "consistent",
        findings=findings,
        evidence_sha256="a" * 64,
        test_set_id="T-1",
        rules_version="2026-01",
    )

    assert rests_on_disputed_rules(verdict) is disputed


def test_the_reasons_of_the_diagnosis_are_chosen_best_first() -> None:
    assert preselected(VERDICT) == (Chosen("uma_for_umi"), Chosen("half_month"))
    assert preselected(None) == ()


def test_every_mistake_of_the_catalogue_can_be_a_reason_and_no_two_have_one_name() -> None:
    names = [reason.name for reason in catalogue()]

    assert "UMA en lugar de UMI" in names or len(names) > 30
    assert len(set(names)) == len(names)


def test_a_reason_is_kept_once_on_one_line_and_comes_back_as_it_was_stored() -> None:
    kept = refuse_unknown(
        (Chosen("half_month", " Dos \n líneas "), Chosen("half_month", "Otra"), Chosen("uma_for_umi"))
    )

    assert kept == (Chosen("half_month", "Otra"), Chosen("uma_for_umi"))
    assert to_json(kept) == [["half_month", "Otra"], ["uma_for_umi", None]]
    assert from_json(to_json(kept)) == kept
    assert from_json(None) is None


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ((Chosen("no_such_mistake"),), "«no_such_mistake» no es un motivo del catálogo"),
        ((Chosen("half_month", "a" * 1_001),), "demasiado larga"),
        ((Chosen("half_month"),) * 41, "40 motivos o menos"),
    ],
)
def test_a_reason_that_cannot_be_told_is_refused(chosen: tuple[Chosen, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        refuse_unknown(chosen)
