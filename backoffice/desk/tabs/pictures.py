"""The pictures of tab 3 and of the rest of the book: to be looked at whole, those that come twice are marked."""

from collections import Counter

from backoffice.desk.case import OpenCase
from backoffice.desk.file_facts import gallery_of
from backoffice.desk.page import page

TITLE = "Pantallas"


def badge(_: OpenCase) -> str:
    """How many there are is only known once they are read."""
    return ""


def shown(case: OpenCase) -> str:
    """The pictures. Raises what reading the file raises."""
    found = gallery_of(case.house, case.submission.submission)
    times = Counter(picture.sha256 for picture in found.pictures)
    return page("tab_pictures", pictures=found.pictures, more=found.more, times=times)
