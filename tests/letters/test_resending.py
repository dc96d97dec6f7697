"""Which letters go out again by themselves where nobody knows whether they arrived: the table, and the setting."""

import pytest

from backoffice.domain.letters import LETTERS
from backoffice.domain.letters.resending import ASKED, RESENDING
from backoffice.settings import Settings


def test_every_letter_has_its_row_and_its_reason() -> None:
    assert list(RESENDING) != []
    assert set(RESENDING) == {letter.template for letter in LETTERS}
    assert all(one.why.strip() for one in RESENDING.values())


def test_a_person_is_asked_of_invitations_alone() -> None:
    assert {"invitation"} == ASKED
    assert Settings().asked_letters == {"invitation"}


@pytest.mark.parametrize(
    ("value", "asked"),
    [("", set()), ("approved", {"approved"}), (" approved , invitation,", {"approved", "invitation"})],
)
def test_the_setting_takes_the_place_of_the_table(value: str, asked: set[str]) -> None:
    assert Settings(ask_before_resending=value).asked_letters == asked


@pytest.mark.parametrize("value", ["test_set_issued,nope", "nope"])
def test_a_setting_that_names_no_letter_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no letter"):
        Settings(ask_before_resending=value)
