"""The withholding: published values to the cent, an independent calculation on many cases, and laws that must hold."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.domain.amortization import read_cases, withhold
from backoffice.official import parameters
from tests.domain import oracle
from tests.domain.drawing import random_case


def computed(*rows):
    return withhold(read_cases(rows), parameters()).rows


def one(**columns):
    return computed(columns).iloc[0]


SEPTEMBER = {"period_start": "2026-09-01", "period_end": "2026-09-15"}
WHOLE_BIMESTER = {"period_start": "2026-09-01", "period_end": "2026-10-31"}
CHECKED = [
    ("cuota fija, 14 days", 110645, {"discount_type": "2", "discount_value": "2450.00", "period_start": "2021-07-01", "period_end": "2021-07-14"}),
    ("the same on the minimum wage", 41469, {"discount_type": "2", "discount_value": "2450.00", "period_start": "2021-07-01", "period_end": "2021-07-14", "daily_wage": "141.70", "sdi": "148.10484"}),
    ("factor over the new year, capped in January", 34919, {"discount_type": "3", "discount_value": "22.25", "period_start": "2019-12-27", "period_end": "2020-01-02", "daily_wage": "123.22", "sdi": "123.22"}),
    ("cuota fija, six days", 41206, {"discount_type": "2", "discount_value": "2129.00", "period_start": "2023-07-24", "period_end": "2023-07-29"}),
    ("cuota fija, fortnight", 147541, dict(discount_type="2", discount_value="3000.00", **SEPTEMBER)),
    ("with insurance", 149041, dict(discount_type="2", discount_value="3000.00", first_payroll="yes", **SEPTEMBER)),
    ("factor, fortnight", 129166, dict(discount_type="3", discount_value="26.0528", **SEPTEMBER)),
    ("factor, whole bimester", 525277, dict(discount_type="3", discount_value="26.0528", **WHOLE_BIMESTER)),
    ("percentage, fortnight", 196744, dict(discount_type="1", discount_value="25", sdi="524.65", **SEPTEMBER)),
    ("percentage, whole bimester", 800091, dict(discount_type="1", discount_value="25", sdi="524.65", **WHOLE_BIMESTER)),
    ("percentage, wage change", 827488, dict(discount_type="1", discount_value="25", sdi="524.65", sdi_changed_on="2026-10-01", changed_sdi="560.00", **WHOLE_BIMESTER)),
    ("factor, 45 days of 59", 301204, {"discount_type": "3", "discount_value": "20.5", "period_start": "2023-01-01", "period_end": "2023-02-28", "starts_on": "2023-01-15"}),
    ("seven absences before the reform", 433770, {"discount_type": "2", "discount_value": "2450.00", "period_start": "2025-05-01", "period_end": "2025-06-30", "absences": "2025-05-03..2025-05-09"}),
    ("seven absences after it", 490000, {"discount_type": "2", "discount_value": "2450.00", "period_start": "2025-11-01", "period_end": "2025-12-31", "absences": "2025-11-03..2025-11-09"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "centavos", "columns"), CHECKED, ids=[name for name, _, _ in CHECKED])
def test_a_checked_value_comes_out_to_the_cent(case, centavos, columns):
    assert one(**columns)["withholding"] == centavos


def test_all_checked_values_come_out_together():
    rows = computed(*(columns for _, _, columns in CHECKED))

    assert rows["withholding"].tolist() == [centavos for _, centavos, _ in CHECKED]
    assert rows["error"].tolist() == [""] * len(CHECKED)


def test_many_random_cases_agree_with_an_independent_calculation():
    draw = random.Random(20261123)
    cases = [random_case(draw) for _ in range(3_000)]

    rows = computed(*(case.row() for case in cases))

    assert rows["error"].tolist() == [""] * len(cases)
    found = rows[["amortization", "insurance", "withholding"]].itertuples(index=False)
    different = [
        (case, tuple(row), right)
        for case, row in zip(cases, found, strict=True)
        if tuple(row) != (right := oracle.withholding(case))
    ]
    assert different == []


def test_half_a_centavo_goes_up():
    # 0.03 pesos a month × 2 ÷ 60 days × 5 days = 0.005 pesos
    assert (
        one(discount_type="2", discount_value="0.03", period_start="2024-01-01", period_end="2024-01-05")["withholding"]
        == 1
    )


AMOUNTS = st.integers(1, 900_000).map(lambda centavos: f"{centavos // 100}.{centavos % 100:02d}")
DAYS = st.dates(date(2019, 1, 1), date(2026, 8, 1))


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, DAYS, st.integers(1, 60), st.integers(1, 59))
def test_a_period_is_the_sum_of_its_halves_but_for_one_rounding(amount, start, length, cut):
    end, middle = start + timedelta(days=length), start + timedelta(days=min(cut, length) - 1)
    plain = {"discount_type": "2", "discount_value": amount}

    rows = computed(
        {**plain, "period_start": start.isoformat(), "period_end": end.isoformat()},
        {**plain, "period_start": start.isoformat(), "period_end": middle.isoformat()},
        {**plain, "period_start": (middle + timedelta(days=1)).isoformat(), "period_end": end.isoformat()},
    )

    whole, first, second = rows["withholding"]
    assert abs(whole - first - second) <= 1
    assert rows["days"][0] == rows["days"][1] + rows["days"][2]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"discount_type": "4"}, "discount_type debe ser uno de: 1, 2, 3; dice «4»."),
        ({"discount_value": "-5"}, "discount_value debe ser un número decimal sin signo ni separadores; dice «-5»."),
        ({"discount_value": "1,000"}, "discount_value debe ser un número decimal sin signo ni separadores; dice «1,000»."),
        ({"discount_value": "NaN"}, "discount_value debe ser un número decimal sin signo ni separadores; dice «NaN»."),
        ({"discount_value": "1e30"}, "discount_value debe ser un número decimal sin signo ni separadores; dice «1e30»."),
        ({"discount_value": "9999999999"}, "discount_value es mayor que 1,000,000: dice 9999999999."),
        ({"discount_value": ""}, "Falta discount_value."),
        ({"period_end": "2026-08-31"}, "El fin del periodo (period_end) es anterior a su inicio (period_start)."),
        ({"period_start": "2026-02-30"}, "period_start debe ser una fecha AAAA-MM-DD; dice «2026-02-30»."),
        ({"period_start": "01/09/2026"}, "period_start debe ser una fecha AAAA-MM-DD; dice «01/09/2026»."),
        ({"zone": "norte"}, "zone debe ser uno de: general, border; dice «norte»."),
        ({"changed_on": "2026-09-05"}, "changed_on y changed_value van juntos: indica los dos o ninguno."),
        ({"discount_type": "1", "discount_value": "25"}, "El tipo de descuento 1 necesita el salario diario integrado (sdi)."),
        ({"daily_wage": "300"}, "Quien gana el salario mínimo necesita el salario diario integrado (sdi) para el límite del 20 %."),
        ({"starts_on": "2026-09-09", "ends_on": "2026-09-08"}, "El último día de retención (ends_on) es anterior al primero (starts_on)."),
        ({"absences": "2026-09-05..2026-09-03"}, "absences tiene un intervalo al revés: «2026-09-05..2026-09-03»."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_computed_says_why_and_leaves_the_others_alone(changes, sentence):
    good = {"discount_type": "2", "discount_value": "3000.00", **SEPTEMBER}

    rows = computed(good, {**good, **changes}, good)

    assert rows["error"].tolist() == ["", sentence, ""]
    assert rows["withholding"].tolist() == [147541, 0, 147541]


def test_a_day_without_an_official_value_names_the_table_and_the_day():
    row = one(discount_type="3", discount_value="20", period_start="2027-01-01", period_end="2027-01-15")

    assert row["error"] == "La tabla «Unidad Mixta Infonavit (UMI)» no tiene valor oficial para el 2027-01-01."


def test_a_value_that_is_not_needed_is_not_missed():
    row = one(discount_type="2", discount_value="3000", period_start="2031-01-01", period_end="2031-01-15")

    assert (row["error"], row["withholding"]) == ("", 152542)


def test_a_withholding_wholly_outside_the_period_gives_zeros():
    row = one(discount_type="2", discount_value="3000", first_payroll="yes", ends_on="2026-08-20", **SEPTEMBER)

    assert row[["days", "amortization", "insurance", "withholding", "capped_by", "error"]].tolist() == [
        0,
        0,
        0,
        0,
        "",
        "",
    ]


def test_the_wage_available_is_taken_from_the_insurance_first():
    plain = {"discount_type": "2", "discount_value": "3000", "first_payroll": "yes", **SEPTEMBER}

    rows = computed(*({**plain, "wage_available": available} for available in ("1480.00", "1000.00", "0", "", "5000")))

    assert rows["amortization"].tolist() == [147541, 100000, 0, 147541, 147541]
    assert rows["insurance"].tolist() == [459, 0, 0, 1500, 1500]
    assert rows["capped_by"].tolist() == ["wage_available", "wage_available", "wage_available", "", ""]


def test_every_cap_that_held_is_named_in_order():
    row = one(
        discount_type="1", discount_value="30", sdi="4000", daily_wage="300", wage_available="100", first_payroll="yes",
        period_start="2026-08-01", period_end="2026-08-15",
    )  # fmt: skip

    assert (row["capped_by"], row["withholding"]) == ("uma+twenty_percent+wage_available", 10000)


def test_amounts_beyond_exact_integers_are_refused_and_not_wrapped():
    huge = {"discount_type": "3", "discount_value": "1000", "period_start": "2023-02-28", "period_end": "2024-02-27"}
    good = {"discount_type": "2", "discount_value": "3000.00", **SEPTEMBER}

    rows = computed(good, huge, {**good, "discount_type": "1", "discount_value": "100", "sdi": "10000000"})

    assert rows["error"].tolist() == [
        "",
        "Las cantidades de esta fila exceden lo que el cálculo exacto admite; revisa los valores.",
        "",
    ]
    assert rows["withholding"].tolist() == [147541, 0, 4399125]


def test_an_absence_given_twice_counts_once_and_outside_the_period_not_at_all():
    plain = {"discount_type": "2", "discount_value": "3000", "period_start": "2025-05-01", "period_end": "2025-05-15"}

    rows = computed(
        {**plain, "absences": "2025-05-03;2025-05-03..2025-05-04;2025-04-30;2025-05-16"},
        {**plain, "absences": "2025-05-03..2025-05-04"},
    )

    assert rows["days"].tolist() == [13, 13]


def test_the_damage_insurance_was_thirteen_pesos_before_december_2010():
    plain = {"discount_type": "2", "discount_value": "0", "first_payroll": "yes"}

    rows = computed(
        {**plain, "period_start": "2010-11-01", "period_end": "2010-11-15"},
        {**plain, "period_start": "2010-12-01", "period_end": "2010-12-15"},
    )

    assert rows["insurance"].tolist() == [1300, 1500]


def test_no_rows_give_no_rows():
    found = withhold(read_cases([]), parameters())

    assert (len(found.rows), len(found.parts)) == (0, 0)


def test_a_part_is_a_row_and_a_period_the_sum_of_its_parts():
    row = {"discount_type": "3", "discount_value": "22.25", "period_start": "2019-12-27", "period_end": "2020-01-02"}

    parts = withhold(read_cases([row]), parameters()).parts

    assert parts[["days", "bimester_days", "unit_value"]].values.tolist() == [[5, 61, 8222], [2, 60, 8455]]
