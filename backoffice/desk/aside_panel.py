"""*Improcedente*: the chosen row, or a point beside the rows, set aside with a reason, and taken back."""

from collections.abc import Callable, Sequence
from functools import partial

import ipywidgets

from backoffice.desk.case import OpenCase
from backoffice.desk.keys import keyed
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, button, html, line, stack
from backoffice.domain.explained.spanish import said
from backoffice.domain.findings import Finding, Severity, row_label
from backoffice.domain.set_aside import key_of

WHY = "Por qué no procede (queda con la resolución)"
WHY_ASIDE = "mesa-why-aside"
WHOLE_ROW = "Renglón {label}"


class AsidePanel:
    """What can be set aside now, and what is. *put* gets keys and a reason, *back* the keys.

    ``message`` is where a refusal is said, *lead* puts the focus into the field of a class.
    """

    def __init__(
        self,
        case: OpenCase,
        put: Callable[[Sequence[str], str], None],
        back: Callable[[Sequence[str]], None],
        message: Message,
        lead: Callable[[str], None],
    ) -> None:
        self.case, self._put, self.message, self.lead = case, put, message, lead
        self.what = ipywidgets.Dropdown(options=[(name, keys) for name, keys in choices(case)])
        self.why = ipywidgets.Text(placeholder=WHY)
        self.why.add_class(WHY_ASIDE)
        act = keyed(button("Improcedente", self.put), "p")
        self.acts = line([self.what, self.why, act], "mesa-acts", "mesa-aside")
        listed = [
            line(
                [
                    html(page("aside", what=what, why=why)),
                    button("Volver a contar", partial(self._take_back, back, keys), look="plain"),
                ]
            )
            for what, why, keys in set_aside(case)
        ]
        self.widget = stack([*([self.acts] if self.what.options else []), message.widget, *listed])

    def about(self, label: str) -> None:
        """The row that was chosen is the one to be set aside."""
        known = [keys for name, keys in self.what.options if name == WHOLE_ROW.format(label=label)]
        if known:
            self.what.value = known[0]

    def put(self) -> None:
        """Set the chosen row or point aside."""
        with self.message.leading(self.write):
            self._put(self.what.value or (), str(self.why.value))

    def write(self) -> None:
        """Go to the field of the reason."""
        self.lead(WHY_ASIDE)

    def press(self) -> None:
        """With the key: first to the reason, then the act."""
        if str(self.why.value).strip():
            self.put()
        else:
            self.write()

    def _take_back(self, back: Callable[[Sequence[str]], None], keys: Sequence[str]) -> None:
        with self.message.minding():
            back(keys)


def choices(case: OpenCase) -> list[tuple[str, tuple[str, ...]]]:
    """What counts against the file now: each row whole, each point beside the rows; with the keys of its findings."""
    counting = [f for f in case.verdict.findings if f.severity is not Severity.NOTE] if case.verdict else []
    rows: dict[str, list[str]] = {}
    for finding in counting:
        rows.setdefault(_name(finding), []).append(key_of(finding))
    return [(name, tuple(keys)) for name, keys in rows.items()]


def set_aside(case: OpenCase) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is set aside: its name, why, and the keys of its findings."""
    given = {key_of(finding): finding for finding in case.given.findings} if case.given else {}
    listed: dict[tuple[str, str], list[str]] = {}
    for one in case.aside:
        if one.finding in given:
            listed.setdefault((_name(given[one.finding]), one.reason), []).append(one.finding)
    return [(name, said(reason, 300), tuple(keys)) for (name, reason), keys in listed.items()]


def _name(finding: Finding) -> str:
    """A row of tab 2 by its label, anything else by its tab and its words."""
    if finding.tab == 2 and finding.section and finding.number:
        return WHOLE_ROW.format(label=row_label(finding.section, finding.number))
    place = f"Pestaña {finding.tab}: " if finding.tab else ""
    return f"{place}{said(finding.message, 90)}"
