"""The verdict as a value: its three results, its contract as JSON, and that it is a pure function."""

import json
from dataclasses import replace

from backoffice.domain.causes import Cause
from backoffice.domain.checks import CHECKS, refused
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from tests.checks.example import SHA, codes, example_set, faultless, verdict_on, with_answers, with_cfdi
from tests.timing import best

UMA = {
    ("samples", 2, "unit_value"): "117.31",
    ("samples", 2, "daily_amount"): "100.2049",
    ("samples", 2, "amortization"): "1503.07",
    ("samples", 2, "withholding"): "1503.07",
    ("assessment", 1, "withholding"): "1503.08",
}


def test_faultless_evidence_is_consistent_and_has_no_findings():
    verdict = verdict_on(faultless())

    assert verdict.result == "consistent"
    assert verdict.findings == ()
    assert verdict.diagnosis == ()


def test_the_json_has_exactly_the_fields_of_the_contract():
    evidence = with_answers({("samples", 2, "withholding"): "1503.08"})

    data = verdict_on(evidence).to_json()

    assert data == {
        "verdict": "inconsistent",
        "findings": [
            {
                "code": "withholding_differs",
                "severity": "error",
                "tab": 2,
                "cell": "AC12",
                "section": "samples",
                "number": 2,
                "nss": "10108500022",
                "expected": "1291.66",
                "found": "1503.08",
                "message": "Fila a-2: la retención total no coincide; calculamos 1,291.66 y encontramos 1,503.08 "
                "(+211.42). Causa probable: el cálculo usa la UMA (117.31); corresponde la UMI (100.81).",
                "causes": ["uma_for_umi"],
                "standing": "S",
            }
        ],
        "diagnosis": [{"mistake": "uma_for_umi", "explains": [["samples", 2]], "of": 1}],
        "unexplained": [],
        "evidence_sha256": SHA,
        "test_set_id": "T-0001",
        "rules_version": "2026-01",
        "engine_version": "2",
    }


def test_one_mistake_in_several_rows_is_named_once_and_every_wrong_step_is_shown():
    verdict = verdict_on(with_answers(UMA))

    assert [(c.mistake, c.explains, c.of) for c in verdict.diagnosis] == [
        ("uma_for_umi", (("samples", 2), ("assessment", 1)), 2)
    ]
    assert codes(verdict) == [
        "unit_value_differs",
        "daily_amount_differs",
        "amortization_differs",
        "withholding_differs",
        "withholding_differs",
        "cfdi_differs_from_tab_2",
    ]


def test_an_amount_that_nothing_explains_is_said_to_have_no_known_cause():
    verdict = verdict_on(with_answers({("assessment", 2, "withholding"): "77"}))

    assert verdict.unexplained == (("assessment", 2),)
    assert verdict.findings[0].message == (
        "Fila b-2: la retención total no coincide; calculamos 1,475.41 y encontramos 77.00 (−1,398.41). "
        "Sin causa identificada."
    )


def test_judging_twice_gives_the_same_bytes():
    first, second = verdict_on(with_answers(UMA)), verdict_on(with_answers(UMA))

    assert first.text() == second.text()
    assert first.sha256 == second.sha256


def test_a_verdict_survives_its_own_text():
    verdict = verdict_on(with_answers(UMA))

    assert Verdict.from_json(json.loads(verdict.text())) == verdict


def test_a_refused_file_has_one_finding_and_nothing_else():
    finding = Finding(code="encrypted", severity=Severity.ERROR, message="El libro está protegido con contraseña.")

    verdict = refused(finding, example_set(), SHA)

    assert verdict.result == "refused"
    assert verdict.findings == (finding,)
    assert verdict.evidence_sha256 == SHA


def test_a_warning_alone_leaves_the_evidence_consistent():
    note = Finding(code="macros_present", severity=Severity.WARNING, message="El libro contiene macros.")

    verdict = verdict_on(replace(faultless(), findings=(note,)))

    assert verdict.result == "consistent"
    assert codes(verdict) == ["macros_present"]


def test_an_error_of_reading_makes_the_evidence_inconsistent():
    error = Finding(code="archive_encrypted", severity=Severity.ERROR, message="El compactado tiene contraseña.", tab=1)

    verdict = verdict_on(replace(faultless(), findings=(error,)))

    assert verdict.result == "inconsistent"


def test_hostile_text_in_a_finding_of_reading_becomes_harmless():
    hostile = Finding(
        code="tab_missing", severity=Severity.ERROR, message="No\x1b[31m hay\n\u202etab\x00", found="\ud800"
    )

    verdict = verdict_on(replace(faultless(), findings=(hostile,)))

    assert verdict.findings[0].message == "No [31m hay tab"
    assert verdict.findings[0].found == ""
    assert len(verdict.sha256) == 64


def test_an_empty_workbook_gets_one_clear_finding_per_tab():
    verdict = verdict_on(Evidence(format="xls"))

    assert codes(verdict) == ["archive_missing", "amortizations_missing", "pictures_missing", "cfdi_missing"]
    assert verdict.result == "inconsistent"


def test_faults_in_two_tabs_are_both_told():
    evidence = replace(with_cfdi(nss="10108500014"), pictures=())

    assert codes(verdict_on(evidence)) == ["pictures_missing", "cfdi_nss_differs"]


def test_every_check_is_named_as_a_fact_and_says_it_in_both_languages():
    for check in CHECKS:
        assert check.fact.__doc__
        assert check.demand.endswith(".")
        assert check.kinds

    assert len({check.name for check in CHECKS}) == 31


def test_every_check_names_its_sources_and_only_rules_that_there_are():
    rules = parameters().rules

    for check in CHECKS:
        assert check.sources, check.name
        assert set(check.calculation) <= rules.keys(), check.name


def test_the_table_knows_every_finding_of_a_thoroughly_wrong_workbook():
    known = {kind.code for check in CHECKS for kind in check.kinds}
    evidence = replace(with_answers(UMA), pictures=(), cfdi=None, notice_files=(), test_set_id="T-0009")

    assert set(codes(verdict_on(evidence))) <= known


def test_a_verdict_that_explains_a_mistake_takes_the_time_of_some_ordinary_ones():
    ordinary, mistaken = faultless(), with_answers(UMA)

    assert best(lambda: verdict_on(mistaken)) <= 22 * best(lambda: verdict_on(ordinary))


def test_mistakes_that_act_together_survive_the_json():
    verdict = Verdict(
        result="inconsistent",
        findings=(),
        diagnosis=(
            Cause("month_30_4", (("samples", 1),), 2, ("insurance_missing",)),
            Cause("insurance_missing", (("samples", 2),), 2),
        ),
        evidence_sha256="a" * 64,
        test_set_id="SP-1",
        rules_version="r",
    )

    data = verdict.to_json()["diagnosis"]

    assert data[0]["together"] == ["insurance_missing"]
    assert data[1] == {"mistake": "insurance_missing", "explains": [["samples", 2]], "of": 2}
    assert Verdict.from_json(verdict.to_json()) == verdict
