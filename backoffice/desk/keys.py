"""Keys of the desk: one an act, with a legend; they act only while the desk has the focus."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import anywidget
import traitlets


class Keys(anywidget.AnyWidget):
    """The legend, and what listens on the desk around it. ``acts`` are pairs of key and what it does."""

    _esm = (files("backoffice.desk") / "keys.js").read_text("utf-8")
    acts: traitlets.List[list[str]] = traitlets.List().tag(sync=True)

    def show(self, acts: Mapping[str, str], *, anew: bool = False, letter: bool = False) -> None:
        """What the keys do now; the focus comes back to the desk where the pressed button has gone.

        *anew*: something else is on the screen, so the page goes back to its top; *letter*: a letter waits to be read.
        """
        self.acts = [[key, label] for key, label in acts.items()]
        self.send({"focus": True, "anew": anew, "letter": letter})

    def on_press(self, pressed: Callable[[str], None]) -> None:
        """Call *pressed* with every key of the legend that a person presses."""

        def heard(_: object, content: Any, __: object) -> None:
            key = content.get("press") if isinstance(content, dict) else None
            if isinstance(key, str) and any(key == known for known, _ in self.acts):
                pressed(key)

        self.on_msg(heard)
