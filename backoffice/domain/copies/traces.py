"""What of a workbook may tell where it comes from: who wrote it and when, its receipt, its pictures. Pure, and without
numpy: readers of strangers' files have none."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Authorship:
    """The properties of a workbook, '' where it says nothing. Moments are ISO to the second, as it gives them."""

    author: str = ""
    last_by: str = ""
    created: str = ""
    modified: str = ""
    application: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payroll receipt: fiscal folio (UUID) and seal's digest where it has them, the digest of what it says."""

    uuid: str
    seal: str
    digest: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture in grey, bounded in size. ``place`` counts the pictures of its workbook from 0."""

    place: int
    sheet: str
    sha256: str
    width: int
    height: int
    levels: bytes


@dataclass(frozen=True, slots=True)
class Traces:
    """All of it. Of very many pictures only the first are looked at."""

    authorship: Authorship = Authorship()
    receipts: tuple[Receipt, ...] = ()
    pictures: tuple[Seen, ...] = ()

    def picture(self, sha256: str) -> Seen | None:
        """The one of that digest."""
        return next((one for one in self.pictures if one.sha256 == sha256), None)


def from_json(data: dict[str, Any], levels: list[bytes]) -> Traces:
    """What a reader told; *levels* belong to its pictures, in order. ``TypeError`` or ``ValueError`` for nonsense."""
    pictures = tuple(Seen(**one, levels=grey) for one, grey in zip(data["pictures"], levels, strict=True))
    if any(one.width * one.height != len(one.levels) for one in pictures):
        raise ValueError("levels")
    words = {name: str(value) for name, value in data["authorship"].items()}
    return Traces(Authorship(**words), tuple(Receipt(**one) for one in data["receipts"]), pictures)
