"""Two pictures beside each other, block by block: the same picture, or the same screen of another? Pure."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from backoffice.domain.copies.laying import Profile, laid, tuned
from backoffice.domain.copies.pictures import resized
from backoffice.domain.copies.segments import Box, Grey, edges_of

Levels = npt.NDArray[np.float32]

#: Pictures are compared at so many pixels a side at most, in blocks of so many.
SIDE, BLOCK = 640, 10
#: Blocks may lie so many pixels off: scaling moves them a little.
OFF = 3
#: Levels of 255 between the darkest and the lightest of a block in which there is something to see.
INK = 40
#: Levels by which the means of two blocks' differences tell them apart, and as a share of what there is to see.
LEVELS, SHARE = 9.0, 0.13
#: Sides may be stretched by so much.
STRETCH = 1.25
#: What two pictures have in common is at least this share of the smaller.
COMMON = 0.5


def overlap(one: Grey, here: Box, other: Grey, there: Box) -> float:
    """``changed`` of all that two pictures have in common, if *here* in the one is what *there* is in the other."""
    ends = [((here.left, here.right), (there.left, there.right)), ((here.top, here.bottom), (there.top, there.bottom))]
    guess = [laid(*side) for side in ends]
    best = [tuned(*side, _profiles(one, other, axis)) for axis, side in enumerate(ends)]
    return min(_common(one, other, *guess), _common(one, other, *best) if best != guess else 1.0)


def _common(one: Grey, other: Grey, sideways: tuple[float, float], upright: tuple[float, float]) -> float:
    """``changed`` where both lie on each other: scale and place of the other, along both sides."""
    (across, left), (down, top) = sideways, upright
    shown = Box(*(round(x) for x in (left, top, left + across * other.shape[1], top + down * other.shape[0])))
    common = Box(max(0, shown.left), max(0, shown.top), *map(min, shown[2:], one.shape[::-1]))
    if common.left >= common.right or common.top >= common.bottom:
        return 1.0
    if common.area < COMMON * min(one.size, shown.area):
        return 1.0
    origins, scales = (left, top) * 2, (across, down) * 2
    back = Box(*(round((x - start) / by) for x, start, by in zip(common, origins, scales, strict=True)))
    return changed(common.of(one), back.of(other))


def changed(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """The share of the blocks with something to see that are not the same in both; 1 where nothing can be compared."""
    if not 1 / STRETCH <= _shape(one) / _shape(other) <= STRETCH:
        return 1.0
    rows = min(one.shape[0], other.shape[0], SIDE) // BLOCK * BLOCK
    columns = min(one.shape[1], other.shape[1], SIDE) // BLOCK * BLOCK
    if not rows or not columns:
        return 1.0
    first, second = resized(one, rows, columns), resized(other, rows, columns)
    seen = np.maximum(_contrast(first), _contrast(second))
    ink = seen >= INK
    if not ink.any():
        return 1.0
    differs = _difference(first, second, ink) > np.maximum(LEVELS, SHARE * seen[ink])
    return float(differs.mean())


def _profiles(one: Grey, other: Grey, axis: int) -> tuple[Profile, Profile]:
    """How much there is to see in each column (or row) of both."""
    return edges_of(one).mean(axis=axis), edges_of(other).mean(axis=axis)


def _shape(picture: npt.NDArray[Any]) -> float:
    return float(picture.shape[1] / picture.shape[0])


def _blocks(levels: Levels) -> Levels:
    """As block rows × block columns × pixels."""
    rows, columns = levels.shape[0] // BLOCK, levels.shape[1] // BLOCK
    return levels.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2).reshape(rows, columns, BLOCK * BLOCK)


def _contrast(levels: Levels) -> Levels:
    blocks = _blocks(levels)
    seen: Levels = blocks.max(axis=2) - blocks.min(axis=2)
    return seen


def _difference(first: Levels, second: Levels, ink: npt.NDArray[np.bool_]) -> Levels:
    """Of each block in which there is *ink*, the mean difference where the other lies best."""
    side = BLOCK + 2 * OFF
    around = sliding_window_view(np.pad(second, OFF, mode="edge"), (side, side))[::BLOCK, ::BLOCK][ink]
    blocks = _blocks(first)[ink].reshape(-1, BLOCK, BLOCK)
    best: Levels = np.full(len(blocks), 255, dtype=np.float32)
    for down in range(2 * OFF + 1):
        for across in range(2 * OFF + 1):
            there = around[:, down : down + BLOCK, across : across + BLOCK]
            best = np.minimum(best, np.abs(blocks - there).mean(axis=(1, 2)))
    return best
