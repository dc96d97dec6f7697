"""The few widgets that the desk is made of, and how a refusal becomes a sentence instead of a traceback."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import ipywidgets
import structlog

from backoffice.desk.page import page
from backoffice.domain.errors import BadInput, MesaError, ServiceUnavailable

log = structlog.get_logger()

#: An ipywidgets widget; the library has no types.
Widget = Any


def html(text: str = "") -> Widget:
    """A piece of our own HTML."""
    return ipywidgets.HTML(value=text)


def fill(widget: Widget, text: str) -> None:
    """Change a piece of HTML; an empty one takes no room."""
    widget.value = text
    seen(widget, bool(text))


def seen(widget: Widget, wanted: bool) -> None:
    """Show a widget, or leave its room to others."""
    widget.layout.display = None if wanted else "none"


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


#: What a person at the desk does where a part does not answer; what an operator does is none of their business.
TELL = "Lo que escribiste sigue aquí: vuelve a intentarlo en un momento y, si no cambia, avisa a quien opera la mesa."


class Message:
    """A place where the desk says how something went. What *kin* says of an outage goes once either succeeds again."""

    def __init__(self, kin: "Message | None" = None) -> None:
        self.widget = html()
        self._kin: WeakSet[Message] = WeakSet() if kin is None else kin._kin
        self._kin.add(self)
        self._outage: object = None
        self.say("")

    def say(self, text: str, tone: str = "") -> None:
        """Show a sentence; ``bad``, ``ok`` or neither; an empty one takes it away."""
        self._outage = None
        fill(self.widget, page("message", text=text, tone=tone) if text else "")

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What the block would have found out is not worth a sentence: another one is on the screen."""
        try:
            yield
        except MesaError:
            log.warning("desk_did_not_find_out")

    @contextmanager
    def leading(self, lead: Callable[[], None]) -> Iterator[None]:
        """As ``minding``; where a field is wanting or wrong, *lead* takes the person there."""
        with self.minding():
            try:
                yield
            except BadInput:
                lead()
                raise

    @contextmanager
    def minding(self) -> Iterator[None]:
        """Whatever the block raises is said here; what was on the screen stays. An outage that is over is not said."""
        outages = [(one, one._outage) for one in self._kin if one._outage is not None]
        try:
            yield
            for one, outage in outages:
                if one._outage is outage:
                    one.say("")
        except ServiceUnavailable as outage:
            self.say(f"{str(outage).split('. ')[0].rstrip('.')}. {TELL}", "bad")
            self._outage = outage
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
