"""Letters on disk: one numbered ``.eml`` file each, whole or not at all, exactly as it was received."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile


@dataclass(frozen=True)
class Stored:
    """One letter's file. ``number`` counts from 1 in the order of arrival."""

    number: int
    path: Path

    @property
    def received_at(self) -> datetime:
        """When its file was finished, in UTC."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def content(self) -> bytes:
        """Its bytes, the envelope's two lines first."""
        return self.path.read_bytes()


class Store:
    """The folder of letters. One process writes; any may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[int]:
        """The numbers kept, newest first."""
        if not self.folder.is_dir():
            return []
        names = (path.stem for path in self.folder.glob("*.eml"))
        return sorted((int(name) for name in names if name.isdecimal()), reverse=True)

    def letters(self) -> list[Stored]:
        """All of them, newest first."""
        return [Stored(number, self._path(number)) for number in self.numbers()]

    def letter(self, number: int) -> Stored | None:
        """One of them."""
        path = self._path(number)
        return Stored(number, path) if path.is_file() else None

    def keep(self, sender: str | None, recipients: list[str], content: bytes) -> int:
        """Write one letter with its envelope before it, safe on disk when this returns its number."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        envelope = [f"Return-Path: <{sender or ''}>", *(f"Delivered-To: {one}" for one in recipients)]
        head = "".join(f"{_one_line(line)}\r\n" for line in envelope).encode("utf-8", "surrogateescape")
        with NamedTemporaryFile(dir=self.folder, prefix=".arriving-") as arriving:
            arriving.write(head + content)
            arriving.flush()
            os.fsync(arriving.fileno())
            number = self._name(Path(arriving.name))
        self._settle()
        return number

    def _name(self, arriving: Path) -> int:
        number = next(iter(self.numbers()), 0)
        while True:
            number += 1
            try:
                os.link(arriving, self._path(number))
            except FileExistsError:
                continue
            return number

    def _settle(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08d}.eml"


def _one_line(line: str) -> str:
    return line.replace("\r", " ").replace("\n", " ")
