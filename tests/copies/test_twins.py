"""Pictures of one workbook that are the same but for how they were saved: found, and other screens are not."""

import io
from pathlib import Path

from PIL import Image

from backoffice.domain.copies.traces import Seen
from backoffice.domain.copies.twins import distance_of_hashes, twins
from backoffice.workbooks.opening import open_workbook

BOOK = Path("backoffice/rehearsal/evidence/caso_a_ronda_1.xls")
SCREENS = [raw.data for raw in open_workbook(BOOK.read_bytes()).pictures]


def seen(place: int, picture: Image.Image) -> Seen:
    """A picture as the readers hand it over; its digest is its place."""
    grey = picture.convert("L")
    return Seen(place, "3. Pantallas", f"{place:064x}", grey.width, grey.height, grey.tobytes())


def screen(number: int) -> Image.Image:
    """A screen of the rehearsal."""
    return Image.open(io.BytesIO(SCREENS[number])).convert("RGB")


def as_jpeg(picture: Image.Image) -> Image.Image:
    """Saved with losses and opened again."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70)
    return Image.open(file)


def test_the_screens_of_a_good_book_are_all_different() -> None:
    assert twins([seen(place, screen(place)) for place in range(len(SCREENS))]) == ()


def test_a_screen_saved_anew_or_made_smaller_is_the_same_screen() -> None:
    first = screen(0)
    smaller = first.resize((first.width * 4 // 5, first.height * 4 // 5))

    found = twins([seen(0, first), seen(1, screen(1)), seen(2, as_jpeg(first)), seen(3, smaller)])

    assert [(int(one.first, 16), int(one.second, 16)) for one in found] == [(0, 2), (0, 3), (2, 3)]
    assert all(one.changed <= 0.03 for one in found)


def test_plain_pictures_and_none_at_all_are_no_twins() -> None:
    white = Image.new("RGB", (400, 300), "white")

    assert twins([seen(0, white), seen(1, white)]) == ()
    assert twins([]) == ()


def test_signed_hashes_differ_in_so_many_bits() -> None:
    assert distance_of_hashes(-1, 0) == 64
    assert distance_of_hashes(-1, -2) == 1
    assert distance_of_hashes(5, 5) == 0
