"""Test sets: the fictitious workers, notices and secret answers by which one applicant is judged in one round."""

from backoffice.domain.test_set.model import FREQUENCY_LABELS, Round, TestRow, TestSet

__all__ = ["FREQUENCY_LABELS", "Round", "TestRow", "TestSet"]
