"""How one picture lies on another along a side: scale and place, tuned until what is to see falls together. Pure."""

import numpy as np
import numpy.typing as npt

#: How much there is to see in each line of pixels.
Profile = npt.NDArray[np.float64]
Ends = tuple[int, int]

#: Scales so near to one are one: the ends of parts are found to a pixel.
TRUE_SCALE = 0.01
#: What is tried around the first guess: scales, and pixels.
SCALES = np.linspace(-0.012, 0.012, 25)
OFFSETS = np.linspace(-3.0, 3.0, 25)


def laid(here: Ends, there: Ends) -> tuple[float, float]:
    """How much larger the other must be made, and where its edge then lies, if *here* in the one is *there* in it."""
    scale = (here[1] - here[0]) / (there[1] - there[0])
    if abs(scale - 1) <= TRUE_SCALE:
        scale = 1.0
    return scale, here[0] - scale * there[0]


def tuned(here: Ends, there: Ends, profiles: tuple[Profile, Profile]) -> tuple[float, float]:
    """The same, as both fall together best; ends of parts are a pixel or two off where a picture was scaled."""
    scale, start = laid(here, there)
    if scale == 1.0:
        return scale, start
    middle, other = (here[0] + here[1]) / 2, (there[0] + there[1]) / 2
    tried = [(scale * (1 + by), off) for by in SCALES for off in OFFSETS]
    best, off = max(tried, key=lambda each: _agreement(profiles, each[0], middle - each[0] * other + each[1]))
    return best, middle - best * other + off


def _agreement(profiles: tuple[Profile, Profile], scale: float, start: float) -> float:
    """The correlation of both where they lie on each other; below any where they hardly do."""
    one, other = profiles
    places = (np.arange(len(one)) + 0.5 - start) / scale - 0.5
    inside = (places >= 0) & (places <= len(other) - 1)
    if inside.sum() < 2:
        return -1.0
    first, second = one[inside], np.interp(places[inside], np.arange(len(other)), other)
    first, second = first - first.mean(), second - second.mean()
    size = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / size if size else -1.0
