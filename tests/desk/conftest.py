"""The world of the stages, as the desk finds it."""

from tests.casework.conftest import world

__all__ = ["world"]
