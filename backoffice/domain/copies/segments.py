"""Where a picture can be cut: along its widest empty strips, again and again. What was cut out of it is found so."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

#: Levels of grey, rows × columns.
Grey = npt.NDArray[np.uint8]
Edges = npt.NDArray[np.bool_]


class Box(NamedTuple):
    """A rectangle of pixels; ``right`` and ``bottom`` are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """In pixels."""
        return (self.right - self.left) * (self.bottom - self.top)

    def of(self, picture: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """What of a picture lies in it."""
        return picture[self.top : self.bottom, self.left : self.right]


class Strip(NamedTuple):
    """An empty strip: how wide for the side that it cuts, whether it goes down (between columns), start, width."""

    share: float
    down: bool
    start: int
    width: int


#: Levels of 255 between neighbours that make an edge.
EDGE = 24
#: Of a line of pixels, the share that may be edges and leave it empty: frames run through strips.
FEW = 0.006
#: Strips narrower than this share of their side are the spaces between lines of text.
NARROWEST = 0.012
DEPTH = 5
#: Parts smaller than this share of the picture say too little; so many are kept, the largest.
LEAST_SHARE, MOST = 0.05, 6


def segments(grey: Grey) -> list[Box]:
    """The whole picture, that part of it where anything is, and the larger parts between empty strips."""
    edges = edges_of(grey)
    whole = Box(0, 0, grey.shape[1], grey.shape[0])
    found = dict.fromkeys(box for box in _parted(edges, whole, DEPTH) if box.area >= LEAST_SHARE * whole.area)
    return [whole, *sorted((box for box in found if box != whole), key=lambda box: -box.area)[:MOST]]


def edges_of(grey: Grey) -> Edges:
    """Which pixels differ from the one to their right or below."""
    levels = grey.astype(np.int16)
    edges = np.zeros(grey.shape, dtype=np.bool_)
    edges[:, :-1] |= np.abs(np.diff(levels, axis=1)) >= EDGE
    edges[:-1, :] |= np.abs(np.diff(levels, axis=0)) >= EDGE
    return edges


def _parted(edges: Edges, box: Box, depth: int) -> Iterator[Box]:
    tight = _tight(edges, box)
    if tight is None:
        return
    yield tight
    cut = _widest(edges[tight.top : tight.bottom, tight.left : tight.right]) if depth else None
    for half in _halves(tight, cut) if cut else ():
        yield from _parted(edges, half, depth - 1)


def _tight(edges: Edges, box: Box) -> Box | None:
    """The box without what is empty around; ``None`` where all is."""
    inside = edges[box.top : box.bottom, box.left : box.right]
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return None
    left, top = box.left + int(columns[0]), box.top + int(rows[0])
    return Box(left, top, box.left + int(columns[-1]) + 1, box.top + int(rows[-1]) + 1)


def _widest(edges: Edges) -> Strip | None:
    """The widest strip without anything, across or down; ``None`` where there is none."""
    return max((*_strips(edges, down=False), *_strips(edges, down=True)), default=None)


def _strips(edges: Edges, *, down: bool) -> Iterator[Strip]:
    """Runs of empty lines between two that are not."""
    along, length = (0, edges.shape[1]) if down else (1, edges.shape[0])
    full = np.flatnonzero(edges.mean(axis=along) > FEW)
    for before, after in pairwise(full):
        width = int(after - before) - 1
        if width >= max(2, NARROWEST * length):
            yield Strip(width / length, down, int(before) + 1, width)


def _halves(box: Box, cut: Strip) -> tuple[Box, Box]:
    """What is before and after a strip."""
    if cut.down:
        first = box.left + cut.start
        return box._replace(right=first), box._replace(left=first + cut.width)
    first = box.top + cut.start
    return box._replace(bottom=first), box._replace(top=first + cut.width)
