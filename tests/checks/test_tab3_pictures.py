"""Tab 3: no picture, icons, unknown sizes, the same picture again."""

from dataclasses import replace

from backoffice.domain.evidence import Picture
from tests.checks.example import codes, faultless, the, verdict_on

SCREEN = Picture("3. Pantallas", "png", 1280, 720, "11" * 32)


def with_pictures(*pictures: Picture):
    """Faultless evidence with other pictures."""
    return replace(faultless(), pictures=pictures)


def test_one_screenshot_is_enough():
    assert verdict_on(with_pictures(SCREEN)).findings == ()


def test_without_screenshots_the_tab_is_wrong():
    verdict = verdict_on(with_pictures())

    assert codes(verdict) == ["pictures_missing"]
    assert verdict.result == "inconsistent"


def test_a_picture_in_another_tab_is_no_screenshot():
    verdict = verdict_on(with_pictures(replace(SCREEN, sheet="1. JSON")))

    assert codes(verdict) == ["pictures_missing"]


def test_icons_alone_show_nothing():
    verdict = verdict_on(with_pictures(replace(SCREEN, width=32, height=32), replace(SCREEN, width=48, height=48)))

    finding = the(verdict, "pictures_too_small")
    assert (finding.severity, finding.found) == ("error", "48 × 48 pixeles")


def test_an_icon_beside_a_screenshot_draws_a_warning():
    verdict = verdict_on(with_pictures(SCREEN, Picture("3. Pantallas", "png", 32, 32, "33" * 32)))

    assert codes(verdict) == ["picture_tiny"]
    assert verdict.result == "consistent"


def test_a_picture_of_unknown_size_is_not_judged_by_it():
    assert verdict_on(with_pictures(Picture("3. Pantallas", "emf", 0, 0, "44" * 32))).findings == ()


def test_the_same_picture_four_times_draws_one_warning():
    verdict = verdict_on(with_pictures(SCREEN, SCREEN, SCREEN, SCREEN))

    assert codes(verdict) == ["picture_repeated"]
    assert verdict.findings[0].found == "4"
