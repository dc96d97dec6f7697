"""Pictures as bits: what may be alike. Copies keep their bits when they are saved anew, scaled or cut. Pure.

Known methods: the lowest frequencies of a cosine transform (*pHash*) find what may be alike, the slopes between
neighbours (*dHash*, on a finer grid) put it in order.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from backoffice.domain.copies.segments import Box, Grey, segments
from backoffice.domain.copies.traces import Seen

#: What is smaller than this is an icon.
LEAST_SIDE = 96
#: The transform takes a square of so many pixels, and keeps so many frequencies each way.
SQUARE, KEPT = 32, 8
GRID = 32
#: Levels of 255 by which a neighbour must be darker to count: what JPEG adds does not.
SLOPE = 6
#: A part with fewer slopes is a plain field, and says nothing.
LEAST_SLOPES = 24
#: Parts whose hashes differ in no more bits may be alike.
NEAR = 7


class Part(NamedTuple):
    """A part of a picture: 64 bits of its frequencies (signed, as databases count), 128 bytes of its slopes, where."""

    hash: int
    detail: bytes
    box: Box


def grey_of(seen: Seen) -> Grey:
    """The levels of a picture as rows × columns."""
    return np.frombuffer(seen.levels, dtype=np.uint8).reshape(seen.height, seen.width)


def parts_of(grey: Grey) -> tuple[Part, ...]:
    """The whole and its larger parts; none of an icon, or of what shows next to nothing."""
    return tuple(_parts(grey)) if min(grey.shape) >= LEAST_SIDE else ()


def distance(one: bytes, other: bytes) -> int:
    """How many bits of two details differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def resized(grey: npt.NDArray[Any], rows: int, columns: int) -> npt.NDArray[np.float32]:
    """Scaled to *rows* × *columns*; each pixel is the mean of the area that it covers."""
    scaled: npt.NDArray[np.float32] = _means(np.ascontiguousarray(_means(grey, rows).T), columns).T
    return scaled


def _parts(grey: Grey) -> Iterator[Part]:
    for box in segments(grey):
        seen = box.of(grey)
        detail = slopes(seen)
        if int.from_bytes(detail, "big").bit_count() >= LEAST_SLOPES:
            yield Part(frequencies(seen), detail, box)


def frequencies(grey: npt.NDArray[Any]) -> int:
    """64 bits: which of the lowest frequencies are above their median."""
    waves = _waves()
    values = (waves @ resized(grey, SQUARE, SQUARE) @ waves.T).ravel()
    bits = values > np.median(values[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big", signed=True)


def slopes(grey: npt.NDArray[Any]) -> bytes:
    """1,024 bits: which pixels of a fine grid are clearly lighter than their right neighbour."""
    small = resized(grey, GRID, GRID + 1)
    return np.packbits(small[:, :-1] - small[:, 1:] > SLOPE).tobytes()


def _means(levels: npt.NDArray[Any], into: int) -> npt.NDArray[np.float32]:
    """As many lines as *into*, each the mean of those that it covers, in part or whole."""
    edges = np.linspace(0, len(levels), into + 1)
    first = edges[:-1].astype(int)
    means = np.zeros((into, levels.shape[1]), dtype=np.float32)
    for step in range(int(np.ceil(len(levels) / into)) + 1):
        line = first + step
        covered = np.clip(np.minimum(edges[1:], line + 1) - np.maximum(edges[:-1], line), 0, None)
        means += covered.astype(np.float32)[:, None] * levels[np.minimum(line, len(levels) - 1)]
    return means * np.float32(into / len(levels))


@cache
def _waves() -> npt.NDArray[np.float32]:
    """The first frequencies of the cosine transform of a line."""
    places = 2 * np.arange(SQUARE) + 1
    angles = np.pi * places * np.arange(KEPT)[:, None] / (2 * SQUARE)
    waves: npt.NDArray[np.float32] = np.cos(angles).astype(np.float32)
    return waves


def bands(hash_: int) -> tuple[int, int, int, int]:
    """The four sixteens of a hash, each signed."""
    first, second, third, fourth = (_signed((hash_ >> shift) & 0xFFFF) for shift in (48, 32, 16, 0))
    return first, second, third, fourth


def near_bands(band: int) -> list[int]:
    """A band and all that differ from it in one bit."""
    return [band, *(_signed((band & 0xFFFF) ^ (1 << place)) for place in range(16))]


def _signed(sixteen: int) -> int:
    return sixteen - 0x10000 if sixteen & 0x8000 else sixteen
