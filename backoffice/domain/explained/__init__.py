"""A verdict explained in words: the one model from which desk, letters and reports take what they say."""

from backoffice.domain.explained.explaining import explain
from backoffice.domain.explained.facts import Origin
from backoffice.domain.explained.model import Explained, RowExplained

__all__ = ["Explained", "Origin", "RowExplained", "explain"]
