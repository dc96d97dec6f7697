"""The few widgets that the desk is made of, and how a refusal becomes a sentence instead of a traceback."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import ipywidgets
import structlog

from backoffice.desk.page import page
from backoffice.domain.errors import MesaError

log = structlog.get_logger()

#: An ipywidgets widget; the library has no types.
Widget = Any


def html(text: str = "") -> Widget:
    """A piece of our own HTML."""
    return ipywidgets.HTML(value=text)


def fill(widget: Widget, text: str) -> None:
    """Change a piece of HTML; an empty one takes no room."""
    widget.value = text
    fill_place(widget, shown=bool(text))


def fill_place(widget: Widget, *, shown: bool) -> None:
    """Whether a widget is on the screen; one that is not takes no room."""
    widget.layout.display = None if shown else "none"


def button(label: str, pressed: Callable[[], None], *, look: str = "") -> Widget:
    """A button; *look* is ``primary`` or ``plain``."""
    made = ipywidgets.Button(description=label)
    if look:
        made.add_class(f"mesa-{look}")
    made.on_click(lambda _: pressed())
    return made


def stack(children: Sequence[Widget], *classes: str) -> Widget:
    """One below the other."""
    return _classed(ipywidgets.VBox(list(children)), "mesa-stack", *classes)


def line(children: Sequence[Widget], *classes: str) -> Widget:
    """One beside the other."""
    return _classed(ipywidgets.HBox(list(children)), *classes)


def columns(left: Widget, right: Widget) -> Widget:
    """What leads at the left, its detail at the right."""
    return _classed(ipywidgets.Box([left, right]), "mesa-columns")


def discard(widget: Widget) -> None:
    """Let go of a widget and of all that it holds, here and in the browser."""
    for child in getattr(widget, "children", ()):
        discard(child)
    widget.close()


class Message:
    """The one place where the desk says how something went."""

    def __init__(self) -> None:
        self.widget = html()
        self.say("")

    def say(self, text: str, tone: str = "") -> None:
        """Show a sentence; ``bad``, ``ok`` or neither; an empty one takes it away."""
        fill(self.widget, page("message", text=text, tone=tone) if text else "")

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What the block would have found out is not worth a sentence: another one is on the screen."""
        try:
            yield
        except MesaError:
            log.warning("desk_did_not_find_out")

    @contextmanager
    def minding(self) -> Iterator[None]:
        """Whatever the block raises is said here; what was on the screen stays."""
        try:
            yield
        except MesaError as refusal:
            self.say(str(refusal), "bad")
        except Exception as surprise:  # a person is working: a sentence, never a traceback
            log.exception("desk_failed")
            kind = type(surprise).__name__
            self.say(f"Algo inesperado falló ({kind}). Actualiza la cola para ver cómo quedó el caso.", "bad")


def _classed(widget: Widget, *classes: str) -> Widget:
    for name in classes:
        widget.add_class(name)
    return widget
