"""The set as an applicant has it: samples computed as in the secret answers, assessment rows without any."""

import json
from dataclasses import replace
from datetime import date

import pytest

from backoffice.domain.evidence import Evidence
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.as_given import AsGiven, Uncompared, as_given
from backoffice.domain.test_set.case_given import case_given
from backoffice.domain.test_set.received import Credit, notice_set
from backoffice.official import parameters
from backoffice.workbooks import template
from backoffice.workbooks.evidence import evidence_of
from tests.evaluate.planting.draft import set_of

TYPES = parameters().catalogues["notice_types"]
SETS = [f"as given {number}" for number in range(8)]


def given(test_set: TestSet, evidence: Evidence | None = None) -> AsGiven:
    """What the applicant's workbook and notices make."""
    read = evidence or evidence_of(template.write(test_set))
    return as_given(read, notice_set(test_set.notices, TYPES), parameters())


@pytest.fixture(scope="module")
def test_set() -> TestSet:
    return set_of("one set as given")


@pytest.fixture(scope="module")
def evidence(test_set: TestSet) -> Evidence:
    return evidence_of(template.write(test_set))


def without(evidence: Evidence, section: str, *numbers: int) -> Evidence:
    """Some rows were taken out."""
    kept = tuple(row for row in evidence.rows if (row.section, row.number) not in {(section, n) for n in numbers})
    return replace(evidence, rows=kept)


def with_given(evidence: Evidence, number: int, **cells: str | None) -> Evidence:
    """Given cells of a sample say something else; ``None`` where one cannot be read."""
    rows = []
    for row in evidence.rows:
        if (row.section, row.number) == ("samples", number):
            told = {name: text for name, text in {**row.given, **cells}.items() if text is not None}
            rows.append(replace(row, given=told))
        else:
            rows.append(row)
    return replace(evidence, rows=tuple(rows))


@pytest.mark.parametrize("name", SETS)
def test_samples_have_the_very_answers_of_the_secret_file_and_assessment_rows_none(name: str) -> None:
    test_set = set_of(name)

    made = given(test_set)

    assert (made.uncompared, made.absent_workers, made.absent_rows) == ({}, (), ())
    secret = json.loads(test_set.answers_json())
    for row, known in zip(made.test_set.rows, secret["rows"], strict=True):
        answers = known["expected"] if row.section == "samples" else {}
        assert row.to_json() == {**known, "expected": answers}
    assert (made.test_set.id, made.test_set.nrp) == (secret["test_set_id"], secret["nrp"])
    assert made.test_set.receipt == ("samples", 1)


def test_without_rows_there_is_a_set_of_nobody(test_set: TestSet) -> None:
    made = given(test_set, Evidence(format="xls"))

    (row,) = made.test_set.rows
    assert (row.section, row.number, row.nss, row.is_answered) == ("samples", 1, "", False)
    assert len(made.absent_workers) == len(test_set.notices)


def test_a_worker_who_has_notices_and_no_row_takes_the_only_number_that_is_skipped(test_set, evidence) -> None:
    made = given(test_set, without(evidence, "samples", 3))

    lost = test_set.row("samples", 3)
    assert made.test_set.row("samples", 3).nss == lost.nss
    assert not made.test_set.row("samples", 3).is_answered
    assert (made.uncompared, made.absent_workers, made.absent_rows) == ({}, (), ())


def test_of_two_lost_workers_only_their_nss_are_known(test_set, evidence) -> None:
    made = given(test_set, without(evidence, "samples", 3, 5))

    lost = {test_set.row("samples", number).nss for number in (3, 5)}
    assert set(made.absent_workers) == lost
    assert made.absent_rows == ()
    assert [row.number for row in made.test_set.section("samples")] == [1, 2, 4, 6, 7, 8]


def test_the_worker_of_the_receipt_is_put_back_where_tab_4_says(test_set, evidence) -> None:
    made = given(test_set, without(evidence, "samples", 1, 8))

    assert made.test_set.row("samples", 1).nss == test_set.row("samples", 1).nss
    assert made.test_set.receipt == ("samples", 1)
    assert made.absent_workers == (test_set.row("samples", 8).nss,)


def test_a_lost_row_of_a_worker_with_several_is_a_number_that_is_skipped(test_set, evidence) -> None:
    of_one = [row for row in test_set.section("assessment") if row.nss == family(test_set)]
    first = min(row.number for row in of_one)

    made = given(test_set, without(evidence, "assessment", first))

    assert made.absent_workers == ()
    assert made.absent_rows == (("assessment", first),)


def family(test_set: TestSet) -> str:
    """The NSS that has three rows."""
    numbers = [row.nss for row in test_set.rows]
    return next(nss for nss in numbers if numbers.count(nss) == 3)


def test_a_row_that_stands_twice_is_one_row_whatever_its_number(test_set, evidence) -> None:
    twin = next(row for row in evidence.rows if (row.section, row.number) == ("samples", 2))
    copied = replace(evidence, rows=(*evidence.rows, replace(twin, number=9), twin))

    made = given(test_set, copied)

    assert [row.number for row in made.test_set.section("samples")] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_rows_without_numbers_are_counted_in_their_order(test_set, evidence) -> None:
    nameless = replace(evidence, rows=tuple(replace(row, number=None) for row in evidence.rows))

    made = given(test_set, nameless)

    numbers = [row.number for row in made.test_set.section("samples")]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8]
    assert made.test_set.row("samples", 4).expected == test_set.row("samples", 4).expected


def test_numbers_far_away_are_no_thousand_gaps(test_set, evidence) -> None:
    far = replace(evidence, rows=tuple(replace(row, number=(row.number or 0) + 900_000) for row in evidence.rows))

    made = given(test_set, far)

    assert made.absent_rows == ()
    assert made.test_set.row("samples", 900_001).is_answered


@pytest.mark.parametrize("change", [{"nss": "10000000000"}, {"credit_number": "1000000000"}, {"nss": ""}])
def test_a_row_with_one_wrong_identity_is_known_by_the_other(test_set, evidence, change) -> None:
    rows = tuple(replace(row, **change) if row is evidence.rows[1] else row for row in evidence.rows)

    made = given(test_set, replace(evidence, rows=rows))

    assert made.test_set.row("samples", 2) == given(test_set, evidence).test_set.row("samples", 2)


def test_a_sample_whose_cells_cannot_be_read_has_no_answer_and_says_why(test_set, evidence) -> None:
    made = given(test_set, with_given(evidence, 2, sdi=None, hired_on=None, name=None, paid_on=None))

    assert made.uncompared == {("samples", 2): Uncompared(("sdi", "hired_on"))}
    assert not made.test_set.row("samples", 2).is_answered
    assert made.test_set.row("samples", 3).is_answered


def test_a_row_without_type_and_value_is_no_sample(test_set, evidence) -> None:
    made = given(test_set, with_given(evidence, 2, discount_type="", discount_value=""))

    assert made.uncompared == {("samples", 2): Uncompared(("discount_type", "discount_value"))}


def test_what_the_calculation_refuses_is_told_in_its_words(test_set, evidence) -> None:
    made = given(test_set, with_given(evidence, 2, period_end="2019-01-01"))

    assert made.uncompared[("samples", 2)].error.startswith("El fin del periodo (period_end) es anterior")


def test_thousands_of_rows_of_one_worker_are_not_all_computed(test_set, evidence) -> None:
    twin = evidence.rows[1]
    many = [replace(twin, number=n, given={**twin.given, "period_start": f"{n:04d}-01-01"}) for n in range(100, 5100)]

    made = given(test_set, replace(evidence, rows=(*evidence.rows, *many)))

    assert len(made.test_set.section("samples")) == 200


CREDIT = Credit(
    worker="11111111111", notice_nss="11111111111", rfc="", curp="", number="1", discount_type="2",
    discount_value="3000.00", received_on=date(2026, 9, 4),
)  # fmt: skip


@pytest.mark.parametrize(
    ("credit", "cells", "case"),
    [
        ({}, {}, {"starts_on": "2026-09-05", "ends_on": "", "changed_on": "", "changed_value": ""}),
        ({}, {"hired_on": "2026-09-02"}, {"starts_on": "2026-09-05"}),
        ({}, {"hired_on": "2026-09-08"}, {"starts_on": "2026-09-08"}),
        ({}, {"left_on": "2026-09-12"}, {"ends_on": "2026-09-12"}),
        ({"suspended_on": date(2026, 9, 11)}, {}, {"ends_on": "2026-09-11"}),
        ({"suspended_on": date(2026, 9, 11)}, {"left_on": "2026-09-12"}, {"ends_on": "2026-09-11"}),
        ({"suspended_on": date(2026, 9, 11)}, {"left_on": "2026-09-10"}, {"ends_on": "2026-09-10"}),
        (
            {"modified_on": date(2026, 9, 7), "changed_value": "3100.00"},
            {},
            {"changed_on": "2026-09-08", "changed_value": "3100.00"},
        ),
        ({}, {"sdi": "524.6", "daily_wage": "500", "wage_available": ""}, {"sdi": "524.60", "daily_wage": "500.00"}),
        ({}, {"sdi": "610.12345"}, {"sdi": "610.12345"}),
        ({}, {"sdi": "1e999999999", "wage_available": "NaN"}, {"sdi": "1e999999999", "wage_available": "NaN"}),
    ],
)
def test_dates_come_from_the_notices_and_the_cells(credit, cells, case) -> None:
    made = case_given(replace(CREDIT, **credit), cells)

    assert {name: made[name] for name in case} == case
