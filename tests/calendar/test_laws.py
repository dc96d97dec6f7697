"""Laws that hold whatever days are off: counting, what is left, what a deadline says of itself, and counting anew."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.casework.deadlines import lost, recounted
from backoffice.domain.calendar import Calendar, Deadline

ONE_DAY = timedelta(days=1)
MEXICO = ZoneInfo("America/Mexico_City")
DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))
NUMBERS = st.integers(1, 60)


@st.composite
def calendars(draw):
    """The law's days and any others, alone or in a row, over seventeen years."""
    starts = draw(st.lists(st.tuples(DAYS, st.integers(1, 14)), max_size=12))
    return Calendar({first + ONE_DAY * n: "decretado" for first, length in starts for n in range(length)})


@st.composite
def counted(draw):
    """A calendar, a deadline by it, and a day near its beginning."""
    calendar, day, number = draw(calendars()), draw(DAYS), draw(NUMBERS)
    return calendar, calendar.deadline(day, number)


@given(calendar=calendars(), day=DAYS, first=NUMBERS, second=NUMBERS)
def test_adding_n_and_then_m_days_is_adding_n_plus_m(calendar, day, first, second):
    in_two = calendar.deadline(calendar.deadline(day, first).due, second).due

    assert in_two == calendar.deadline(day, first + second).due


@given(case=counted())
def test_a_deadline_never_lands_on_a_day_off(case):
    calendar, deadline = case

    assert calendar.is_business_day(deadline.due)


@given(case=counted())
def test_every_day_up_to_a_deadline_is_a_weekend_or_counted_or_named(case):
    calendar, deadline = case
    between = [deadline.counted_from + ONE_DAY * n for n in range(1, (deadline.due - deadline.counted_from).days + 1)]
    working = [day for day in between if day.isoweekday() < 6]

    assert [day for day in working if not calendar.is_business_day(day)] == [off.day for off in deadline.days_off]
    assert len(working) - len(deadline.days_off) == deadline.business_days


@given(case=counted(), passed=st.integers(0, 60))
def test_what_is_left_and_what_has_passed_make_the_whole(case, passed):
    calendar, deadline = case
    today = min(deadline.counted_from + ONE_DAY * passed, deadline.due)

    gone = calendar.business_days_between(deadline.counted_from, today)

    assert calendar.days_left(today, deadline.due) == deadline.business_days - gone


@given(calendar=calendars(), today=DAYS, away=st.integers(-120, 120))
def test_days_left_are_negative_exactly_when_the_day_is_past(calendar, today, away):
    due = today + ONE_DAY * away

    left = calendar.days_left(today, due)

    assert (left < 0) == (due < today)
    assert left != 0 or calendar.business_days_between(today, due) == 0


@given(calendar=calendars(), today=DAYS, away=st.integers(1, 120))
def test_a_day_later_there_are_never_more_days_left(calendar, today, away):
    due = today + ONE_DAY * away

    assert calendar.days_left(today + ONE_DAY, due) <= calendar.days_left(today, due)


@given(case=counted())
def test_a_deadline_comes_back_from_storage_as_it_was(case):
    _, deadline = case

    assert Deadline.from_json(deadline.to_json()) == deadline


@given(case=counted(), more=calendars(), prolonged=st.integers(0, 60), down=st.lists(DAYS, max_size=5))
def test_counting_anew_is_never_earlier_and_keeps_what_was_given(case, more, prolonged, down):
    _, before = case
    given_back = lost(before, dict.fromkeys(down))

    after = recounted(more, before, prolonged=prolonged, outages=given_back)

    assert after.due >= before.due
    assert more.days_left(before.due, after.due) >= prolonged + len(given_back)
    assert after.business_days == before.business_days + prolonged + len(given_back)
    assert lost(after, given_back) == ()


@given(case=counted(), more=calendars(), days=st.lists(st.integers(1, 90), max_size=5))
def test_counting_anew_twice_is_counting_anew_once(case, more, days):
    _, before = case
    given_back = lost(before, [before.counted_from + ONE_DAY * n for n in sorted(set(days))])

    once = recounted(more, before, outages=given_back)

    assert recounted(more, once) == once


@given(case=counted(), decreed=st.lists(st.integers(1, 90), max_size=10))
def test_a_decree_moves_a_deadline_to_where_it_had_been_from_the_beginning(case, decreed):
    calendar, before = case
    off = {before.counted_from + ONE_DAY * n: "decretado después" for n in decreed}
    wider = Calendar({**off, **calendar.extra})

    assert recounted(wider, before) == wider.deadline(before.counted_from, before.business_days)


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2021, 7, 1, 4, 59, tzinfo=UTC), date(2021, 6, 30)),  # in summer time, UTC-5
        (datetime(2021, 7, 1, 5, 0, tzinfo=UTC), date(2021, 7, 1)),
        (datetime(2026, 7, 1, 5, 59, tzinfo=UTC), date(2026, 6, 30)),  # without it, UTC-6
        (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2027, 1, 28, 5, 59, 59, 999_999, tzinfo=UTC), date(2027, 1, 27)),
        (datetime(2027, 1, 28, 6, 0, tzinfo=UTC), date(2027, 1, 28)),
    ],
)
def test_a_stored_moment_has_the_date_that_people_in_mexico_city_read(moment, local):
    assert moment.astimezone(MEXICO).date() == local


@given(day=st.dates(date(2023, 1, 1), date(2035, 12, 31)))
def test_since_the_end_of_summer_time_every_day_begins_at_six_utc(day):
    assert datetime.combine(day, time(), MEXICO).astimezone(UTC).time() == time(6)
