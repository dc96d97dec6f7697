"""A table whose rows can be chosen with mouse or keyboard, sorted and searched; every text stays text."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

import anywidget
import traitlets


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. ``figures``: right-aligned digits. ``fixed``: never broken over lines. ``width``: pixels, or 0."""

    label: str
    figures: bool = False
    width: int = 0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, a second soft line, a tone (``ok``, ``bad``, ``warn``, ``info``), what it is sorted by.

    ``tag`` puts the text on a coloured label; ``title`` is shown on hovering.
    """

    text: str
    small: str = ""
    tone: str = ""
    tag: bool = False
    title: str = ""
    order: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``key`` names it when it is chosen. ``struck``: why it does not count, '' where it does."""

    key: str
    cells: tuple[Cell, ...]
    struck: str = ""


class Table(anywidget.AnyWidget):
    """The widget. ``search`` is the placeholder of the search field, '' for none; ``height`` the most pixels.

    ``count`` says how many rows there are where all are shown. ``opens``: choosing a row opens something in the
    table's place, so the page goes back to its top.
    """

    _esm = (files("backoffice.desk") / "table.js").read_text("utf-8")
    columns: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    rows: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)
    search = traitlets.Unicode("").tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    height = traitlets.Int(0).tag(sync=True)
    count = traitlets.Unicode("").tag(sync=True)
    opens = traitlets.Bool(False).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._order: list[str] | None = None
        self.on_msg(self._hear_order)

    def show(self, rows: Sequence[Row], selected: str = "") -> None:
        """Put other rows in."""
        self.selected, self._order = selected, None
        self.rows = [plain(row) for row in rows]

    @property
    def order(self) -> list[str]:
        """The keys as they stand on the screen, sorted and searched; of a table that ``opens``, as they were put in."""
        return [row["key"] for row in self.rows] if self._order is None else self._order

    def _hear_order(self, _: object, content: Any, __: object) -> None:
        """What the browser says of the order: of keys that there are not nothing is kept."""
        said = content.get("order") if isinstance(content, dict) else None
        if isinstance(said, list):
            known = {row["key"] for row in self.rows}
            self._order = [key for key in said if isinstance(key, str) and key in known]

    def on_choose(self, chosen: Callable[[str], None]) -> None:
        """Call *chosen* with the key of every row that a person chooses."""

        def heard(_: object, content: Any, __: object) -> None:
            key = content.get("choose") if isinstance(content, dict) else None
            if isinstance(key, str) and any(row["key"] == key for row in self.rows):
                chosen(key)

        self.on_msg(heard)


def plain(row: Row) -> dict[str, Any]:
    """A row as the browser gets it; thousands are made at once, which ``asdict`` takes seconds for."""
    cells = [
        {"text": c.text, "small": c.small, "tone": c.tone, "tag": c.tag, "title": c.title, "order": c.order}
        for c in row.cells
    ]
    return {"key": row.key, "cells": cells, "struck": row.struck}


def table(columns: Sequence[Column], *, caption: str, **choices: Any) -> Table:
    """An empty table. *caption* says what it is to those who do not see it; *choices* are its other traits."""
    return Table(columns=[asdict(column) for column in columns], caption=caption, **choices)
