"""Scheduled reports: once in a period, by day, and after a pause one and no flood."""

from datetime import UTC, date, datetime

import pytest

from backoffice.casework import notebook_reports
from backoffice.casework.report_schedules import order_due, schedule
from backoffice.domain.errors import BadInput, MissingSetting
from backoffice.domain.notebook_report import Every, period_of
from backoffice.records.reports import newest, schedules
from tests.casework.world import World
from tests.notebook_reports.test_reports import FINE, gives, row_of


def at(world: World, day: int, hour: int = 12, month: int = 11) -> None:
    """The clock shows that local hour of 2026."""
    world.clock.now = datetime(2026, month, day, hour + 6, tzinfo=UTC)


def periods(world: World) -> list[str | None]:
    """What was made for which period, oldest first."""
    return [report.period for report in reversed(world.reading(newest))]


def make(world: World) -> None:
    """A worker does what was asked for last."""
    notebook_reports.run(world.house, row_of(world), gives(FINE))


def test_a_daily_report_comes_once_each_business_day(desk_world: World) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.DAILY, "olga")

    for day in (26, 27, 28, 29, 30):  # from Thursday over the weekend to Monday
        at(desk_world, day)
        for _ in range(3):
            if order_due(desk_world.house):
                make(desk_world)

    assert periods(desk_world) == ["daily 2026-11-26", "daily 2026-11-27", "daily 2026-11-30"]


def test_a_weekly_report_comes_on_the_first_business_day_of_each_week(desk_world: World) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.WEEKLY, "olga")

    for day in (9, 10, 13, 16, 17, 20, 23):  # Monday the 16th is a day off
        at(desk_world, day)
        if order_due(desk_world.house):
            make(desk_world)

    made = [report.asked_at.day for report in reversed(desk_world.reading(newest))]
    assert made == [9, 17, 23]


@pytest.mark.parametrize(("hour", "count"), [(6, 0), (7, 1), (19, 1), (20, 0)])
def test_nothing_is_asked_for_at_night(desk_world: World, hour: int, count: int) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.DAILY, "olga")
    desk_world.clock.now = datetime(2026, 11, 26 + (hour + 6) // 24, (hour + 6) % 24, tzinfo=UTC)

    assert order_due(desk_world.house) == count


def test_after_a_pause_of_the_clock_only_the_report_of_today_comes(desk_world: World) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.DAILY, "olga")
    at(desk_world, 3)
    order_due(desk_world.house)
    make(desk_world)

    at(desk_world, 26)
    order_due(desk_world.house)

    assert periods(desk_world) == ["daily 2026-11-03", "daily 2026-11-26"]


def test_after_a_pause_of_the_workers_the_one_that_waits_is_todays(desk_world: World) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.DAILY, "olga")
    for day in (23, 24, 25, 26):
        at(desk_world, day)
        order_due(desk_world.house)

    make(desk_world)
    order_due(desk_world.house)

    assert periods(desk_world) == ["daily 2026-11-26"]


def test_a_report_asked_for_by_hand_takes_no_turn_of_the_schedule(desk_world: World) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.DAILY, "olga")
    notebook_reports.order(desk_world.house, "analisis_masivo", "olga", mailed=False)

    assert order_due(desk_world.house) == 1


def test_a_schedule_is_set_changed_and_ended_and_twice_does_no_harm(desk_world: World) -> None:
    for every in (Every.DAILY, Every.DAILY, Every.WEEKLY):
        schedule(desk_world.house, "analisis_masivo", every, "olga")
    assert [(one.notebook, one.every) for one in desk_world.reading(schedules)] == [("analisis_masivo", Every.WEEKLY)]

    for _ in range(2):
        schedule(desk_world.house, "analisis_masivo", None, "olga")
    assert desk_world.reading(schedules) == []
    assert order_due(desk_world.house) == 0


def test_a_schedule_of_a_notebook_that_is_gone_is_passed_over(desk_world: World) -> None:
    schedule(desk_world.house, "analisis_masivo", Every.DAILY, "olga")
    desk_world.sql("UPDATE report_schedules SET notebook = 'ya_no_esta'")

    assert order_due(desk_world.house) == 0


def test_what_cannot_be_scheduled_is_refused(world: World, desk_world: World) -> None:
    with pytest.raises(MissingSetting, match="Falta MESA_DESK_EMAIL"):
        schedule(world.house, "analisis_masivo", Every.DAILY, "olga")
    with pytest.raises(BadInput, match="No hay un cuaderno"):
        schedule(desk_world.house, "nada", Every.DAILY, "olga")


def test_periods_are_days_and_weeks_by_their_monday() -> None:
    assert period_of(Every.DAILY, date(2026, 11, 29)) == "daily 2026-11-29"
    assert period_of(Every.WEEKLY, date(2026, 11, 29)) == "weekly 2026-11-23"
    assert period_of(Every.WEEKLY, date(2026, 11, 30)) == "weekly 2026-11-30"
