"""Pictures as bits: copies are near and the same, other screens of one program are not; nothing near is missed."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.domain.copies.alike import overlap
from backoffice.domain.copies.grades import ALIKE, SAME
from backoffice.domain.copies.pictures import NEAR, Part, bands, distance, near_bands, parts_of
from tests.copies.making import opened, real_screens, saved

REAL = dict(real_screens())
Grey = npt.NDArray[np.uint8]


def grey(picture: bytes) -> Grey:
    """As a reader gives it."""
    levels = opened(picture).convert("L")
    levels.thumbnail((1000, 1000))
    return np.asarray(levels)


def apart(one: Part, other: Part) -> int:
    """Bits in which two hashes differ."""
    return ((one.hash ^ other.hash) & (2**64 - 1)).bit_count()


def changed(one: Grey, other: Grey) -> float:
    """The least share that has changed, of the three likeliest ways to lay one on the other; 1 where there is none."""
    near = [
        (distance(here.detail, there.detail), here.box, there.box)
        for here, there in itertools.product(parts_of(one), parts_of(other))
        if apart(here, there) <= NEAR
    ]
    likeliest = sorted(near, key=lambda each: each[0])[:3]
    return min((overlap(one, here, other, there) for _, here, there in likeliest), default=1.0)


CHANGES = {
    "good JPEG": lambda image: saved(image, "JPEG", quality=75),
    "bad JPEG": lambda image: saved(image, "JPEG", quality=30),
    "half": lambda image: saved(image.resize((500, 280))),
    "smaller, as JPEG": lambda image: saved(image.resize((800, 448)), "JPEG", quality=60),
    "larger": lambda image: saved(image.resize((1300, 728))),
    "flatter": lambda image: saved(image.resize((1000, 504))),
    "top cut off": lambda image: saved(image.crop((0, 45, 1000, 560))),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["caso_a_ronda_1_0", "caso_b_ronda_1_1", "caso_a_ronda_1_2", "caso_d_ronda_1_3"])
def test_a_copy_of_a_real_screen_is_the_same_however_it_was_saved(name: str, change: str) -> None:
    copy = CHANGES[change](opened(REAL[name]))

    assert changed(grey(REAL[name]), grey(copy)) <= SAME


@pytest.mark.parametrize("name", ["caso_b_ronda_1_1", "caso_a_ronda_1_2", "caso_d_ronda_1_3"])
def test_a_table_cut_out_of_a_screen_is_found(name: str) -> None:
    cut = opened(REAL[name]).crop((190, 60, 1000, 460))

    assert changed(grey(REAL[name]), grey(saved(cut, "JPEG", quality=80))) <= SAME


@pytest.mark.parametrize("place", "0123")
def test_the_same_screen_of_the_same_kind_of_program_with_other_figures_is_another(place: str) -> None:
    screens = [grey(picture) for name, picture in REAL.items() if name.endswith(place)]

    assert min(changed(one, other) for one, other in itertools.combinations(screens, 2)) > 1.5 * ALIKE


def test_plain_fields_and_icons_say_nothing() -> None:
    plain = np.full((560, 1000), 240, dtype=np.uint8)
    icon = grey(REAL["caso_a_ronda_1_0"])[:64, :64]

    assert parts_of(plain) == parts_of(icon) == ()


@given(st.integers(-(2**63), 2**63 - 1), st.sets(st.integers(0, 63), max_size=NEAR))
def test_whatever_seven_bits_differ_one_band_finds_it(hash_: int, flipped: set[int]) -> None:
    other = hash_
    for bit in flipped:
        other ^= (1 << bit) if bit < 63 else -(1 << 63)

    assert any(theirs in near_bands(mine) for mine, theirs in zip(bands(hash_), bands(other), strict=True))
    assert all(-(2**15) <= key < 2**15 for band in bands(hash_) for key in near_bands(band))


def test_pictures_of_no_common_size_are_not_compared() -> None:
    tall, wide = np.zeros((400, 100), dtype=np.uint8), np.zeros((100, 400), dtype=np.uint8)
    whole = parts_of(grey(REAL["caso_a_ronda_1_0"]))[0].box

    assert overlap(tall, whole._replace(right=100, bottom=400), wide, whole._replace(right=400, bottom=100)) == 1.0
