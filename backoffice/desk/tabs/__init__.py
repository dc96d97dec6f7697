"""What stands behind a case, a tab each: made when somebody opens it, and a sentence where it cannot be shown.

A tab is a module with ``TITLE``, ``badge(case)`` (a few characters, or '') and ``shown(case)`` (our own HTML).
"""

from collections.abc import Callable
from types import ModuleType

import ipywidgets

from backoffice.desk.case import OpenCase
from backoffice.desk.pieces import Message, button, html, seen, stack
from backoffice.desk.tabs import copies, file, notices, pictures, receipt, rounds, trail
from backoffice.desk.zoom import Zoom

ALL: tuple[ModuleType, ...] = (notices, pictures, receipt, file, copies, rounds, trail)
SEEN = "Las vi: muestran lo que deben"


class Tabs:
    """The tabs of one case; nothing is read before one is opened, and each is read once.

    *on_seen* is called when a person says that the pictures show what they should.
    """

    def __init__(self, case: OpenCase, on_seen: Callable[[], None] = lambda: None) -> None:
        self.case = case
        self.seen = button(SEEN, on_seen)
        self.may_mark = False
        seen(self.seen, False)
        self.message = Message()
        self.content = html()
        self._made: dict[str, str] = {}
        names = [(f"{tab.TITLE} {tab.badge(case)}".strip(), tab.TITLE) for tab in ALL]
        self.chosen = ipywidgets.ToggleButtons(options=[*names], value=None)
        self.chosen.observe(lambda change: self.open(change["new"]), "value")
        self.chosen.add_class("mesa-views")
        self.widget = stack([self.chosen, self.message.widget, self.content, self.seen, Zoom()])

    def offer_seen(self, may: bool) -> None:
        """Whether this person may say that the pictures were looked at, where they are open and nobody said it."""
        self.may_mark = may
        is_open = self.chosen.value == pictures.TITLE
        seen(self.seen, may and is_open)

    def open(self, title: str) -> None:
        """Show the tab of that title. What goes wrong is told here; the rest of the case stays as it is."""
        self.message.say("")
        self.content.value = ""
        self.offer_seen(self.may_mark)
        with self.message.minding():
            if title not in self._made:
                self._made[title] = next(tab for tab in ALL if title == tab.TITLE).shown(self.case)
            self.content.value = self._made[title]
