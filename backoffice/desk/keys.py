"""Keys of the desk: one an act, with a legend; and what the browser tells of the desk: somebody is at work there."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from backoffice.desk.pieces import Widget

#: What a key does: its label in the legend, and the act.
Act = tuple[str, Callable[[], None]]


class Keys(anywidget.AnyWidget):
    """The legend, and what listens on the desk around it. ``acts`` are pairs: keys (blanks between), label."""

    _esm = (files("backoffice.desk") / "keys.js").read_text("utf-8")
    acts: traitlets.List[list[str]] = traitlets.List().tag(sync=True)

    def show(self, acts: Mapping[str, str], *, anew: bool = False, letter: bool = False) -> None:
        """What the keys do now; the focus comes back to the desk where the pressed button has gone.

        *anew*: something else is on the screen, so the page goes back to its top; *letter*: a letter waits to be read.
        """
        self.acts = [[key, label] for key, label in acts.items()]
        self.send({"focus": True, "anew": anew, "letter": letter})

    def lead(self, name: str) -> None:
        """Put the focus into the first field inside what has that class, as soon as it is on the screen."""
        self.send({"lead": name})

    def sight(self, name: str) -> None:
        """Bring what has that class into sight."""
        self.send({"sight": name})

    def on_press(self, pressed: Callable[[str], None]) -> None:
        """Call *pressed* with every key of the legend that a person presses."""

        def known(key: str) -> None:
            if any(key in keys.split(" ") for keys, _ in self.acts):
                pressed(key)

        self._on("press", known)

    def on_alive(self, heard: Callable[[], None]) -> None:
        """Call *heard* when somebody types, clicks or scrolls at the desk, once a minute at most."""
        self._on("alive", lambda _: heard())

    def on_open(self, opened: Callable[[str], None]) -> None:
        """Call *opened* with what a pressed ``button[data-opens]`` names."""
        self._on("open", opened)

    def _on(self, name: str, told: Callable[[str], None]) -> None:
        def heard(_: object, content: Any, __: object) -> None:
            said = content.get(name) if isinstance(content, dict) else None
            if isinstance(said, str):
                told(said)

        self.on_msg(heard)


def keyed(button: Widget, key: str) -> Widget:
    """That button with its key on it."""
    button.add_class("mesa-key")
    button.add_class(f"mesa-key-{key.lower()}")
    return button
