"""Official values: what ships loads, and a spoilt table is refused with its name and day."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from backoffice.domain.amortization import read_cases, withhold
from backoffice.domain.errors import BadParameters, MissingOfficialValue
from backoffice.domain.parameters import load
from backoffice.official import parameters


@pytest.fixture
def texts():
    folder = files("backoffice.domain.parameters") / "data"
    return {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir()}


@pytest.mark.parametrize(
    ("table", "day", "value"),
    [
        ("umi", date(2026, 1, 1), "100.81"),
        ("umi", date(2023, 12, 31), "96.32"),
        ("uma", date(2026, 1, 31), "113.14"),
        ("uma", date(2026, 2, 1), "117.31"),
        ("minimum_wage_general", date(2026, 9, 1), "315.04"),
        ("minimum_wage_border", date(2018, 6, 1), "88.36"),
        ("damage_insurance", date(2010, 11, 30), "13.00"),
    ],
)
def test_a_value_holds_from_its_first_day_to_its_last(table, day, value):
    assert parameters()[table].on(day) == Decimal(value)


def test_a_day_without_a_value_is_an_error_that_names_the_table_and_the_day():
    with pytest.raises(MissingOfficialValue) as refusal:
        parameters()["umi"].on(date(2027, 1, 1))

    assert "Unidad Mixta Infonavit (UMI)" in str(refusal.value)
    assert "2027-01-01" in str(refusal.value)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("from = 2024-01-01", "from = 2024-01-02", "La tabla «umi» no tiene valor para el 2024-01-01."),
        ("from = 2024-01-01", "from = 2023-12-31", "La tabla «umi» tiene dos valores para el 2023-12-31."),
        ('value = "96.32"', 'value = "mucho"', "La tabla «umi» tiene en 2023-01-01 un valor que no es número."),
        ('value = "96.32"', 'value = "-1"', "La tabla «umi» tiene en 2023-01-01 un valor fuera de lo posible: -1."),
        ('value = "96.32"', 'value = "96.321"', "La tabla «umi» tiene en 2023-01-01 un valor fuera de lo posible: 96.321."),
        ('value = "96.32"', 'value = "NaN"', "La tabla «umi» tiene en 2023-01-01 un valor fuera de lo posible: NaN."),
        ('value = "96.32"', 'value = "1e9"', "La tabla «umi» tiene en 2023-01-01 un valor fuera de lo posible: 1E+9."),
        ('value = "96.32"', 'value = "1e999999"', "La tabla «umi» tiene en 2023-01-01 un valor que no es número."),
        ('value = "96.32"', "value = [96, 32]", "La tabla «umi» tiene en 2023-01-01 un valor que no es número."),
    ],
)  # fmt: skip
def test_a_spoilt_table_is_refused(texts, before, after, sentence):
    texts["umi"] = texts["umi"].replace(before, after)

    with pytest.raises(BadParameters) as refusal:
        load(texts)

    assert str(refusal.value) == sentence


def test_a_file_that_is_no_table_is_refused(texts):
    with pytest.raises(BadParameters, match="La tabla «uma» no se puede leer"):
        load({**texts, "uma": "title = "})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("umi", 'title = "t"\nunit = "u"\nstanding = "S"\nsource = "s"\nvalues = [1, 2]\n'),
        ("umi", 'title = "t"\nunit = "u"\nstanding = "S"\nsource = "s"\nvalues = "nothing"\n'),
        ("credit_types", 'title = "t"\nstanding = "S"\nsource = "s"\nentries = [1]\n'),
        ("rules", "rules = [1]\n"),
    ],
)
def test_a_file_of_another_form_is_refused_and_never_an_accident(texts, name, text):
    with pytest.raises(BadParameters, match="no se puede"):
        load({**texts, name: text})


def test_a_missing_table_is_refused(texts):
    del texts["uma"]

    with pytest.raises(BadParameters, match="Falta la tabla «uma»"):
        load(texts)


def test_a_code_stands_in_a_catalogue_once(texts):
    texts["notice_types"] = texts["notice_types"].replace('code = "05"', 'code = "10"')

    with pytest.raises(BadParameters, match="clave repetida"):
        load(texts)


def test_a_changed_file_gives_another_rules_version(texts):
    assert load(texts).version == parameters().version
    assert load({**texts, "umi": texts["umi"] + "\n"}).version != parameters().version


def test_share_threshold_and_base_of_the_cap_are_dated_settings(texts):
    row = {
        "discount_type": "2",
        "discount_value": "5000",
        "daily_wage": "315.04",
        "sdi": "330.00",
        "period_start": "2026-09-01",
        "period_end": "2026-09-10",
    }
    wealthier = {**row, "daily_wage": "400.00"}
    dated = 'title = "t"\nunit = "u"\nstanding = "?"\nsource = "s"\n[[values]]\nto = 2026-09-05\nvalue = "{}"\n[[values]]\nfrom = 2026-09-06\nvalue = "{}"\n'

    def withheld(**changed):
        return withhold(read_cases([row, wealthier]), load({**texts, **changed})).withholding.tolist()

    # 20 % of 330.00 for ten days; 5,000 × 2 ÷ 61 × 10
    assert withheld() == [66000, 163934]
    assert withheld(low_wage_base=dated.format(2, 2)) == [63008, 163934]
    assert withheld(low_wage_threshold=dated.format(2, 2)) == [66000, 66000]
    assert withheld(low_wage_share=dated.format("0.30", "0.30")) == [99000, 163934]


def test_a_rule_that_stands_twice_is_refused(texts):
    texts["rules"] = texts["rules"].replace('code = "uma_cap"', 'code = "absences"')

    with pytest.raises(BadParameters, match="Las reglas tienen una clave repetida"):
        load(texts)
