"""Tab 3: no picture, icons, unknown sizes, nothing to see, the same picture again."""

from dataclasses import replace

import pytest

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


BLANK = replace(SCREEN, blank=True)


def test_screenshots_of_one_colour_show_nothing():
    verdict = verdict_on(with_pictures(BLANK, replace(BLANK, sha256="22" * 32)))

    finding = the(verdict, "pictures_blank")
    assert codes(verdict) == ["pictures_blank"]
    assert (finding.severity, finding.standing, finding.tab) == ("error", "P", 3)
    assert finding.message == (
        "Las imágenes de la pestaña 3 no muestran nada: son de un solo color. Inserta capturas de tu sistema donde se vea "
        "implementado el servicio."
    )


@pytest.mark.parametrize(
    ("pictures", "found", "sentence"),
    [
        ((SCREEN, BLANK), "1", "1 de las 2 imágenes de la pestaña 3 no muestra nada: es de un solo color."),
        ((BLANK, SCREEN, BLANK), "2", "2 de las 3 imágenes de la pestaña 3 no muestran nada: son de un solo color."),
    ],
)
def test_a_blank_picture_beside_a_screenshot_draws_one_warning_and_is_no_repetition(pictures, found, sentence):
    verdict = verdict_on(with_pictures(*pictures))

    finding = the(verdict, "picture_blank")
    assert codes(verdict) == ["picture_blank"]
    assert (verdict.result, finding.severity, finding.found) == ("consistent", "warning", found)
    assert finding.message.startswith(sentence)


def test_a_picture_that_was_not_looked_into_is_not_taken_for_blank():
    assert verdict_on(with_pictures(SCREEN, replace(SCREEN, sha256="22" * 32, blank=None))).findings == ()
    assert verdict_on(with_pictures(replace(SCREEN, blank=False))).findings == ()


def test_blank_icons_are_told_by_their_size_alone():
    verdict = verdict_on(with_pictures(replace(BLANK, width=32, height=32)))

    assert codes(verdict) == ["pictures_too_small"]


def test_blank_screenshots_beside_an_icon_are_all_there_is_to_see():
    verdict = verdict_on(with_pictures(BLANK, replace(SCREEN, width=32, height=32)))

    assert sorted(codes(verdict)) == ["picture_tiny", "pictures_blank"]


def test_blank_pictures_of_other_tabs_are_nothing():
    assert verdict_on(with_pictures(SCREEN, replace(BLANK, sheet="1. JSON"))).findings == ()
