"""How a deadline explains itself, is stored, and how dates are spoken."""

from datetime import date

import pytest

from backoffice.domain.calendar import DayOff, Deadline, spoken, spoken_with_weekday

HOLY_WEEK = Deadline(
    counted_from=date(2024, 3, 14),
    business_days=45,
    due=date(2024, 5, 22),
    days_off=(
        DayOff(date(2024, 3, 18), "Natalicio de Benito Juárez"),
        DayOff(date(2024, 3, 28), "Semana Santa"),
        DayOff(date(2024, 3, 29), "Semana Santa"),
        DayOff(date(2024, 5, 1), "Día del Trabajo"),
    ),
)


def test_a_deadline_names_the_day_it_counts_from_and_the_days_it_skips():
    assert HOLY_WEEK.explained() == (
        "45 días hábiles desde el 14/mar/2024; no cuentan sábados, domingos ni estos días: 18/mar (Natalicio de "
        "Benito Juárez), 28/mar a 29/mar (Semana Santa), 1/may (Día del Trabajo)"
    )


def test_a_deadline_without_days_off_speaks_of_weekends_only():
    deadline = Deadline(date(2026, 11, 23), 10, date(2026, 12, 7))

    assert deadline.explained() == "10 días hábiles desde el 23/nov/2026; no cuentan sábados ni domingos"


def test_a_day_off_of_the_next_year_says_its_year():
    days_off = (DayOff(date(2027, 1, 1), "Año Nuevo"),)
    deadline = Deadline(date(2026, 12, 31), 1, date(2027, 1, 4), days_off)

    assert deadline.explained() == (
        "1 día hábil desde el 31/dic/2026; no cuentan sábados, domingos ni el 1/ene/2027 (Año Nuevo)"
    )


def test_days_in_a_row_with_different_reasons_stay_apart():
    days_off = (DayOff(date(2026, 5, 4), "Uno"), DayOff(date(2026, 5, 5), "Otro"))

    assert "4/may (Uno), 5/may (Otro)" in Deadline(date(2026, 5, 3), 1, date(2026, 5, 6), days_off).explained()


def test_a_deadline_is_stored_as_plain_values_and_comes_back_the_same():
    stored = HOLY_WEEK.to_json()

    assert stored["due"] == "2024-05-22"
    assert stored["days_off"][0] == {"day": "2024-03-18", "reason": "Natalicio de Benito Juárez"}
    assert Deadline.from_json(stored) == HOLY_WEEK


@pytest.mark.parametrize(
    ("day", "words", "with_weekday"),
    [
        (date(2024, 3, 14), "14/mar/2024", "jueves 14/mar/2024"),
        (date(2026, 12, 7), "7/dic/2026", "lunes 7/dic/2026"),
        (date(2025, 1, 1), "1/ene/2025", "miércoles 1/ene/2025"),
        (date(2025, 8, 30), "30/ago/2025", "sábado 30/ago/2025"),
    ],
)
def test_dates_are_spoken_as_the_guide_writes_them(day, words, with_weekday):
    assert spoken(day) == words
    assert spoken_with_weekday(day) == with_weekday
