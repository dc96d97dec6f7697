"""The bar at the foot of a case: its buttons in each state of the decision, each with its key. It decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from backoffice.desk.decision_words import ACTS
from backoffice.desk.keys import Act, keyed
from backoffice.desk.pieces import Widget, button, line
from backoffice.domain.work import Outcome

ACTS_LOOK = "mesa-acts"
KEYS = {Outcome.CORRECTIONS: "c", Outcome.APPROVE: "a"}
#: What is in the bar, and what the keys do.
State = tuple[tuple[Widget, ...], dict[str, Act]]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the buttons do. ``write_why`` is taking over by key, which goes to the reason first."""

    take: Callable[[], None]
    take_over: Callable[[], None]
    write_why: Callable[[], None]
    ask: Callable[[Outcome], None]
    confirm: Callable[[], None]
    confirm_onward: Callable[[], None]
    open_consulting: Callable[[], None]
    consult: Callable[[], None]
    answer: Callable[[], None]
    release: Callable[[], None]
    back: Callable[[], None]


def states(
    deeds: Deeds, why: Widget, yes: Widget, first: Outcome, *, disputed: bool, consulted: bool
) -> dict[str, State]:
    """What is in the bar in each state, and what the keys do there.

    *why* is the field for a reason, *yes* the button that confirms; *first* agrees with the verdict and is the primary
    act, unless the rule itself is *disputed*; *consulted*: a consultation can be ended.
    """
    take = keyed(button("Tomar el caso", deeds.take, look="primary"), "t")
    over = keyed(button("Tomarlo de todos modos", deeds.take_over), "t")
    consulting = [why, button("Poner en consulta", deeds.consult, look="primary"), _no(deeds)]
    onward = keyed(button("Confirmar y siguiente", deeds.confirm_onward), "n")
    back: Act = ("todavía no", deeds.back)
    asking: dict[str, Act] = {
        "Enter": ("confirmar", deeds.confirm),
        "n": ("confirmar y siguiente", deeds.confirm_onward),
        "Escape": back,
    }
    return {
        "opined": ((), {}),
        "reading": ((line([take], ACTS_LOOK),), {"t": ("tomar el caso", deeds.take)}),
        "taking": ((line([why, over], ACTS_LOOK),), {"t": ("tomarlo de todos modos", deeds.write_why)}),
        "acting": ((_buttons(deeds, first, None if disputed else first, consulted),), _keys(deeds, consulted)),
        "consulting": ((line(consulting, ACTS_LOOK),), {"Escape": back}),
        "asking": ((line([keyed(yes, "Enter"), onward, _no(deeds)], ACTS_LOOK),), asking),
    }


def _buttons(deeds: Deeds, first: Outcome, primary: Outcome | None, consulted: bool) -> Widget:
    acts = [
        keyed(button(ACTS[one], partial(deeds.ask, one), look="primary" if one is primary else ""), KEYS[one])
        for one in sorted(ACTS, key=lambda one: one is not first)
    ]
    if consulted:
        acts.append(keyed(button("Terminar la consulta", deeds.answer), "u"))
    consult = keyed(button("Consulta interna…", deeds.open_consulting), "i")
    return line([*acts, consult, keyed(button("Devolver a la cola", deeds.release), "d")], ACTS_LOOK)


def _keys(deeds: Deeds, consulted: bool) -> dict[str, Act]:
    over: dict[str, Act] = {"u": ("terminar la consulta", deeds.answer)} if consulted else {}
    return {
        **{KEYS[one]: (ACTS[one].lower(), partial(deeds.ask, one)) for one in ACTS},
        **over,
        "i": ("consulta interna", deeds.open_consulting),
        "d": ("devolver a la cola", deeds.release),
    }


def _no(deeds: Deeds) -> Widget:
    return keyed(button("Todavía no", deeds.back), "Escape")
