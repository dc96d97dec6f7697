"""The pictures of the book, to be looked at whole; those that come twice, or almost, are marked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from backoffice.desk.case import OpenCase
from backoffice.desk.file_facts import Shown, gallery_of
from backoffice.desk.page import page
from backoffice.desk.seen import traces
from backoffice.desk.signs import sign_of
from backoffice.domain.copies.twins import Twins, twins
from backoffice.domain.explained.differences import kind_of
from backoffice.domain.explained.points import point_of
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.test_set.screens import SCREENS, screen_rows
from backoffice.domain.typography import figure, grouped_nss

TITLE = "Pantallas"


def badge(case: OpenCase) -> str:
    """A sign where something of tab 3 is to be looked at; how many there are is only known once they are read."""
    return sign_of(case.verdict, 3)


def shown(case: OpenCase) -> str:
    """The pictures. Raises what reading the file raises."""
    found = gallery_of(case.house, case.submission.submission)
    marks = marks_of(found.pictures, twins(traces(case).pictures))
    points = [point_of(one) for one in (case.verdict.findings if case.verdict else ()) if one.tab == 3]
    wanted = wanted_of(case.asked)
    return page("tab_pictures", pictures=found.pictures, more=found.more, marks=marks, points=points, wanted=wanted)


def wanted_of(asked: TestSet) -> list[tuple[str, str, str, str]]:
    """What each place of the tab asks for: its title, the worker's name and NSS, and what is to be seen on it.

    The first two show a notice, so its discount; the others an amount, the right one, of a row of tab 2.
    """
    rows = screen_rows(asked)
    notices = (f"aviso: {said_of_notice(row)}" for row in rows[:2])
    amounts = (f"retención: {said_of_amount(row)}" for row in rows[2:])
    return [
        (title, row.name, grouped_nss(row.nss), what)
        for (title, _), row, what in zip(SCREENS, rows, (*notices, *amounts), strict=True)
    ]


def said_of_notice(row: TestRow) -> str:
    """``Factor 26.0528, crédito 1234567890``; of a discount that changed, both: ``…, después Factor 30, crédito …``."""
    changed = row.case.get("changed_value", "")
    after = f", después {kind_of(replace(row, case={**row.case, 'discount_value': changed}))}" if changed else ""
    return f"{kind_of(row)}{after}, crédito {row.credit_number}"


def said_of_amount(row: TestRow) -> str:
    """``1,291.66 (b-1)``."""
    return f"{figure(row.expected['withholding'] or '')} ({row.label})"


def marks_of(pictures: Sequence[Shown], alike: Sequence[Twins]) -> Mapping[str, list[str]]:
    """By digest, what is to be said of a picture: it comes so many times, it is almost another one, by its number."""
    times = Counter(picture.sha256 for picture in pictures)
    numbers: dict[str, int] = {}
    for number, picture in enumerate(pictures, 1):
        numbers.setdefault(picture.sha256, number)
    marks = {sha256: [f"la misma, {count} veces"] if count > 1 else [] for sha256, count in times.items()}
    for pair in alike:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one in marks and other in numbers:
                marks[one].append(f"casi igual a la {numbers[other]}: cambió {100 * pair.changed:.1f} %")
    return marks
