"""The transition table and its complement."""

from itertools import product

import pytest

from backoffice.domain.errors import WrongState
from backoffice.domain.workflow import ACT_LABELS, STATE_LABELS, TRANSITIONS, Act, State, after


def test_a_request_leads_to_a_certification_step_by_step():
    state = State.REQUESTED
    for act in (Act.ISSUE_TEST_SET, Act.SEND_EVIDENCE, Act.REQUEST_CORRECTIONS, Act.SEND_EVIDENCE, Act.APPROVE):
        state = after(state, act)

    assert after(state, Act.ACCEPT_TERMS) is State.CERTIFIED


@pytest.mark.parametrize(("state", "act"), sorted(set(product(State, Act)) - TRANSITIONS.keys()))
def test_what_is_not_in_the_table_is_refused_with_the_state_and_the_act(state, act):
    with pytest.raises(WrongState) as refusal:
        after(state, act)

    assert STATE_LABELS[state] in str(refusal.value)
    assert ACT_LABELS[act] in str(refusal.value)


def test_the_ends_are_final():
    assert not [pair for pair in TRANSITIONS if pair[0] in {State.CANCELLED, State.EXPIRED}]
