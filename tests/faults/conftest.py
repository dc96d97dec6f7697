"""The world of the stages."""

from tests.casework.conftest import world

__all__ = ["world"]
