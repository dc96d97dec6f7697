"""Generated test sets: the contract, discrimination, and the same bytes for the same seed."""

import json
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from backoffice.domain.amortization import read_cases, withhold
from backoffice.domain.checks.oracle import wrong_answers
from backoffice.domain.diagnosis import alternatives, diagnose
from backoffice.domain.diagnosis.explaining import explain
from backoffice.domain.errors import BadInput, MesaError
from backoffice.domain.mistakes.answers import TELLING
from backoffice.domain.notices import canonical, parse, without_seal
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.choice import looks_exchanged
from backoffice.domain.test_set.generation import generate
from backoffice.domain.test_set.people import curp_digit
from backoffice.efirma.service_seal import rehearsal_seal, verify
from backoffice.official import parameters

ON = date(2026, 11, 23)
SEEDS = [bytes([number]) * 16 for number in (1, 2, 3)]


def made(seed=SEEDS[0], round_="first", on=ON):
    return generate(seed, round_, on, rehearsal_seal(), parameters())


@pytest.fixture(scope="module", params=SEEDS, ids=["seed 1", "seed 2", "seed 3"])
def test_set(request):
    return made(request.param)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_people(test_set):
    again = made(SEEDS[0])
    assert made(SEEDS[0]).answers_json() == again.answers_json()
    assert made(SEEDS[0]).notices == again.notices

    other = made(b"another seed of sixteen bytes")
    assert not {row.nss for row in other.rows} & {row.nss for row in test_set.rows}
    assert other.id != test_set.id


def test_the_round_changes_the_set():
    assert made().id != made(round_="correction").id


def test_a_set_survives_its_own_file(test_set):
    assert TestSet.from_answers(test_set.answers_json(), test_set.notices) == test_set


def test_every_mistake_leaves_the_tolerance_on_an_assessment_row_and_every_two_differ(possible):
    judged = [n for n, (section, _) in enumerate(possible.places) if section == "assessment"]
    signatures = {}
    for column, code in enumerate(possible.codes):
        answers, right = possible.answers[judged, column], possible.right[judged]
        assert (abs(answers - right) > 5).any(), code
        signatures[code] = tuple(answers)
    assert len(set(signatures.values())) == len(TELLING)


@pytest.fixture(scope="module")
def possible(test_set):
    return alternatives(test_set, parameters())


@pytest.mark.parametrize("code", TELLING)
def test_whoever_makes_one_mistake_is_told_which(possible, code):
    column = possible.codes.index(code)
    answers = dict(zip(possible.places, (int(value) for value in possible.answers[:, column]), strict=True))

    found = explain(possible, answers)

    assert [cause.mistake for cause in found.causes] == [code]
    assert found.unexplained == ()


def test_right_answers_have_no_cause(test_set):
    answers = {(row.section, row.number): round(float(row.expected["withholding"]) * 100) + 4 for row in test_set.rows}

    found = diagnose(test_set, answers, parameters())

    assert (found.causes, found.unexplained) == ((), ())


def test_a_typed_in_number_is_explained_by_nothing(test_set):
    answers = {(row.section, row.number): round(float(row.expected["withholding"]) * 100) for row in test_set.rows}
    answers["assessment", 3] = 12345678

    found = diagnose(test_set, answers, parameters())

    assert (found.causes, found.unexplained) == ((), (("assessment", 3),))


def test_samples_have_one_part_and_all_their_steps(test_set):
    cases = read_cases([row.case for row in test_set.section("samples")])
    parts = withhold(cases, parameters()).parts

    assert len(parts) == len(test_set.section("samples"))
    for row in test_set.section("samples"):
        assert row.expected["daily_amount"]
        assert (row.expected["unit_value"] is None) == (row.case["discount_type"] != "3")
        assert (row.expected["bimester_days"] is None) == (row.case["discount_type"] == "1")


def test_periods_lie_where_the_contract_allows(test_set):
    for row in test_set.rows:
        start, end = date.fromisoformat(row.case["period_start"]), date.fromisoformat(row.case["period_end"])
        assert date(2019, 3, 1) <= start <= end <= ON
        if start.year < ON.year - 1:
            assert f"(ejercicio {start.year})" in row.name
        for first, last in re.findall(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", row.case["absences"]):
            assert last < "2025-07-01" or first >= "2025-11-01"
        assert row.case["sdi"]
        assert row.case["daily_wage"]


def test_notices_are_sealed_for_this_set_and_say_what_the_rows_need(test_set):
    for name, text in test_set.notices.items():
        document = parse(text)
        assert verify(test_set.service_public_key, canonical(without_seal(document)), document["sello"])
        assert document["set"] == test_set.id
        assert name == f"avisos/{document['avisos'][0]['nssUnificado']}.json"
    for row in test_set.rows:
        notices = parse(test_set.notices[f"avisos/{row.nss}.json"])["avisos"]
        field = "monDescuento" if row.case["discount_type"] == "2" else "facDescuento"
        assert float(notices[0][field]) == float(row.case["discount_value"])
        assert ("05" in [notice["tipoAviso"] for notice in notices]) == bool(row.case["changed_on"])


def test_related_and_boundary_rows_are_there(test_set):
    shared = [row for row in test_set.rows if sum(row.nss == other.nss for other in test_set.rows) > 1]
    amounts = sorted(round(float(row.expected["amortization"]) * 100) for row in shared)
    days = sorted(int(row.expected["days"]) for row in shared)
    assert days == [15, 16, 31]
    assert abs(amounts[0] + amounts[1] - amounts[2]) <= 1

    judged = test_set.section("assessment")
    assert len(judged) <= 24
    assert {"1", "2", "3"} == {row.case["discount_type"] for row in judged}
    assert [row for row in judged if row.frequency == "bimester"]
    assert [row for row in judged if "(ejercicio 2024)" in row.name]
    assert [row for row in judged if row.expected["bimester_days"] is None and row.case["discount_type"] != "1"]
    assert [row for row in judged if row.case["absences"] >= "2025-11-01"]
    assert [row for row in judged if "" < row.case["absences"] < "2025-07-01"]
    assert [row for row in judged if row.unified_only == "yes"]
    assert {"general", "border"} <= {row.case["zone"] for row in judged}


def test_people_are_well_formed_and_recognisably_fictitious(test_set):
    for row in test_set.rows:
        digits = [int(digit) for digit in row.nss]
        luhn = sum(sum(divmod(d * (1 + place % 2), 10)) for place, d in enumerate(digits))
        assert (len(row.nss), luhn % 10, row.nss[:2]) == (11, 0, "99")
        assert re.fullmatch(r"[A-Z]{4}\d{6}[HM][A-Z]{5}\d{2}", row.curp)
        assert curp_digit(row.curp[:17]) == row.curp[17]
        assert re.fullmatch(r"[A-Z]{4}\d{6}[0-9A-Z]{3}", row.rfc)
        assert re.fullmatch(r"99\d{8}", row.credit_number)
    assert re.fullmatch(r"Z99\d{8}", test_set.nrp)


def test_a_known_curp_has_its_check_digit():
    assert curp_digit("HEGG560427MVZRRL0") == "4"  # the example of the public handbook on CURP


def test_answers_carry_the_names_of_the_contract(test_set):
    document = json.loads(test_set.answers_json())

    assert {
        "test_set_id",
        "round",
        "on",
        "rules_version",
        "nrp",
        "rfc",
        "service_public_key",
        "rows",
        "cfdi",
        "notices",
    } <= set(document)
    assert document["cfdi"] == {"section": "samples", "number": 1}
    assert len(document["notices"]) == len({row["nss"] for row in document["rows"]}) == len(document["rows"]) - 2


@pytest.mark.parametrize("on", [date(2020, 3, 1), date(2024, 2, 29), date(2025, 11, 20), date(2026, 1, 2)])
def test_sets_of_other_days_can_be_made(on):
    assert made(on=on).on == on


def test_a_year_without_official_values_stops_the_set():
    with pytest.raises(MesaError, match=r"La tabla .* no tiene valor oficial para el 2027"):
        made(on=date(2027, 6, 1))


def test_an_empty_seed_is_refused_and_a_short_one_is_not():
    with pytest.raises(BadInput, match="La semilla está vacía"):
        made(seed=b"")

    assert made(seed=b"x").id


def test_no_period_lies_before_march_2019():
    for seed in SEEDS:
        found = made(seed, on=date(2020, 3, 1))
        assert min(row.case["period_start"] for row in found.rows) >= "2019-03-01"


def test_nothing_is_paid_after_the_day_of_the_set():
    for seed in SEEDS:
        found = made(seed, on=date(2026, 7, 1))
        assert max(row.paid_on for row in found.rows) <= "2026-07-01"


def test_a_set_of_exactly_the_contract_can_be_read():
    whole = made()
    document = json.loads(whole.answers_json())
    for name in ("employer_name", "discriminates", "hardest"):
        del document[name]
    for row in document["rows"]:
        for name in ("hired_on", "left_on", "unified_only"):
            del row[name]

    found = TestSet.from_answers(json.dumps(document), whole.notices)

    assert [row.expected for row in found.rows] == [row.expected for row in whole.rows]
    assert (found.hardest, found.discriminates, found.rows[0].unified_only) == ("", (), "no")


def test_a_set_says_what_it_can_tell(test_set):
    assert set(test_set.discriminates) == set(TELLING)
    assert test_set.hardest in TELLING
    assert float(test_set.smallest_gap) > 0.10


def test_no_mistake_looks_as_if_rows_had_been_exchanged():
    exchanged = np.array([[100_00, 200_00], [200_00, 100_00], [300_00, 300_00]])
    one_row_tells = np.array([[100_00, 200_00], [200_00, 100_00], [300_00, 350_00]])

    assert looks_exchanged(exchanged, 5)
    assert not looks_exchanged(one_row_tells, 5)


def test_a_seed_whose_first_choice_could_be_mistaken_for_an_exchange_gets_another():
    found = made((138).to_bytes(16, "big"))
    possible = alternatives(found, parameters())
    column = possible.of("insurance_skipped_on_hire")

    diagnosis = explain(possible, dict(zip(possible.places, map(int, column), strict=True)))

    assert [cause.mistake for cause in diagnosis.causes] == ["insurance_skipped_on_hire"]


@pytest.mark.parametrize(
    "step", ["bimester_days", "unit_value", "daily_amount", "days", "amortization", "insurance", "withholding"]
)
def test_an_altered_answer_is_noticed_whichever_its_step(test_set, step):
    place = next(n for n, row in enumerate(test_set.rows) if row.expected[step] is not None)
    row = test_set.rows[place]
    altered = replace(row, expected={**row.expected, step: "12.34"})

    found = wrong_answers(
        replace(test_set, rows=(*test_set.rows[:place], altered, *test_set.rows[place + 1 :])), parameters()
    )

    assert found == [(row.section, row.number)]
    assert wrong_answers(test_set, parameters()) == []
