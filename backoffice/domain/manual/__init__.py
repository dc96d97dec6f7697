"""What the developer's manual shows of the calculation, made by the calculation itself. How it looks is not asked."""

from backoffice.domain.manual.examples import EXAMPLES, Example, Solved, solved
from backoffice.domain.manual.mistaken import Effect, effects

__all__ = ["EXAMPLES", "Effect", "Example", "Solved", "effects", "solved"]
