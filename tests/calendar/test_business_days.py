"""Which days count: art. 74 exactly, the institute's extra days, and the laws of counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice import official
from backoffice.domain.calendar import Calendar, DayOff
from backoffice.domain.calendar.days_off import statutory
from backoffice.domain.errors import BadInput

HOLY_WEEK_2024 = """
[[published]]
year = 2024
source = "Ejemplo"
days = [{ from = "2024-03-28", to = "2024-03-29", reason = "Semana Santa" }]
"""


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2021, ["01-01", "02-01", "03-15", "05-01", "09-16", "11-15", "12-25"]),
        (2023, ["01-01", "02-06", "03-20", "05-01", "09-16", "11-20", "12-25"]),
        (2024, ["01-01", "02-05", "03-18", "05-01", "09-16", "10-01", "11-18", "12-25"]),
        (2025, ["01-01", "02-03", "03-17", "05-01", "09-16", "11-17", "12-25"]),
        (2026, ["01-01", "02-02", "03-16", "05-01", "09-16", "11-16", "12-25"]),
        (2027, ["01-01", "02-01", "03-15", "05-01", "09-16", "11-15", "12-25"]),
        (2030, ["01-01", "02-04", "03-18", "05-01", "09-16", "10-01", "11-18", "12-25"]),
    ],
)
def test_the_library_has_exactly_the_days_of_rest_of_the_labour_law(year, days):
    assert sorted(statutory(year)) == [date.fromisoformat(f"{year}-{day}") for day in days]


@pytest.mark.parametrize(
    ("business_days", "due"), [(5, date(2024, 3, 25)), (10, date(2024, 4, 3)), (45, date(2024, 5, 23))]
)
def test_deadlines_of_spring_2024_skip_the_law_s_days_and_holy_week(business_days, due):
    calendar = Calendar.from_text(HOLY_WEEK_2024)

    assert calendar.deadline(date(2024, 3, 15), business_days).due == due


@pytest.mark.parametrize(
    ("business_days", "due"), [(5, date(2026, 11, 30)), (10, date(2026, 12, 7)), (45, date(2027, 1, 27))]
)
def test_deadlines_of_autumn_2026_skip_the_law_s_days_alone(business_days, due):
    assert official.calendar().deadline(date(2026, 11, 23), business_days).due == due


@pytest.mark.parametrize(
    "day",
    [
        date(2021, 3, 29),
        date(2021, 4, 2),
        date(2021, 5, 10),
        date(2021, 11, 2),
        date(2021, 12, 24),
        date(2021, 12, 31),
        date(2022, 4, 11),
        date(2022, 4, 15),
        date(2022, 5, 10),
        date(2022, 11, 2),
    ],
)
def test_the_institute_s_extra_days_are_off(day):
    assert not official.calendar().is_business_day(day)


def test_in_2026_the_institute_works_in_holy_week():
    assert official.calendar().is_business_day(date(2026, 4, 2))
    assert official.calendar().is_business_day(date(2026, 12, 24))


def test_a_deadline_knows_the_days_it_skipped_and_not_the_weekends():
    deadline = Calendar.from_text(HOLY_WEEK_2024).deadline(date(2024, 3, 15), 10)

    assert deadline.days_off == (
        DayOff(date(2024, 3, 18), "Natalicio de Benito Juárez"),
        DayOff(date(2024, 3, 28), "Semana Santa"),
        DayOff(date(2024, 3, 29), "Semana Santa"),
    )


def test_counting_may_start_on_a_day_off():
    calendar = Calendar()

    assert calendar.deadline(date(2026, 11, 14), 1).due == date(2026, 11, 17)  # Saturday; Monday 16 is off
    assert calendar.deadline(date(2026, 11, 16), 1).due == date(2026, 11, 17)


@pytest.mark.parametrize("business_days", [0, -3])
def test_a_deadline_of_no_days_is_refused(business_days):
    with pytest.raises(BadInput, match="al menos un día hábil"):
        Calendar().deadline(date(2026, 11, 23), business_days)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 23), 10),
        (date(2026, 12, 4), 1),
        (date(2026, 12, 5), 1),  # Saturday: Monday is still to come
        (date(2026, 12, 7), 0),
        (date(2026, 12, 8), -1),
        (date(2026, 12, 10), -3),
    ],
)
def test_days_left_until_the_seventh_of_december(today, left):
    assert Calendar().days_left(today, date(2026, 12, 7)) == left


def test_the_saturday_after_a_friday_deadline_is_late_already():
    assert Calendar().days_left(date(2026, 12, 5), date(2026, 12, 4)) == -1


DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@given(day=DAYS, first=st.integers(1, 60), second=st.integers(1, 60))
def test_counting_in_two_steps_comes_to_the_same_day(day, first, second):
    calendar = official.calendar()

    in_two = calendar.deadline(calendar.deadline(day, first).due, second).due

    assert in_two == calendar.deadline(day, first + second).due


@given(day=DAYS, business_days=st.integers(1, 60))
def test_a_deadline_never_falls_on_a_day_off_and_is_as_many_days_away_as_was_asked(day, business_days):
    calendar = official.calendar()

    due = calendar.deadline(day, business_days).due

    assert calendar.is_business_day(due)
    assert calendar.days_left(day, due) == business_days
    assert calendar.days_left(due + timedelta(days=1), due) < 0
