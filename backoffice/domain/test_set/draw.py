"""Drawing from a secret seed: the same seed gives the same draws on every machine and in every year."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of draws. Streams of different labels have nothing to do with each other."""

    def __init__(self, seed: bytes, label: str = "") -> None:
        self._key = hashlib.sha256(seed + b"\0" + label.encode()).digest()
        self._numbers = (
            int.from_bytes(hashlib.sha256(self._key + number.to_bytes(8, "big")).digest(), "big") for number in count()
        )

    def child(self, label: str) -> "Draw":
        """Another stream, named by *label*."""
        return Draw(self._key, label)

    def below(self, limit: int) -> int:
        """A number from 0 to *limit* - 1; 256 bits leave no bias that matters."""
        return next(self._numbers) % limit

    def between(self, first: int, last: int) -> int:
        """A number from *first* to *last*, both included."""
        return first + self.below(last - first + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of *choices*."""
        return choices[self.below(len(choices))]

    def digits(self, length: int) -> str:
        """So many decimal digits."""
        return f"{self.below(10**length):0{length}d}"

    def decimal(self, first: str, last: str) -> str:
        """A plain decimal from *first* to *last* with as many decimals as *first* has."""
        low, high = Decimal(first), Decimal(last)
        places = -int(low.as_tuple().exponent)
        return str(Decimal(self.between(int(low.scaleb(places)), int(high.scaleb(places)))).scaleb(-places))
