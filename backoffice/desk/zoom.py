"""Pictures of a case, large over the page."""

from importlib.resources import files

import anywidget


class Zoom(anywidget.AnyWidget):
    """Nothing to see by itself: whoever chooses a ``button.zoomed`` of the desk around it sees its picture large."""

    _esm = (files("backoffice.desk") / "zoom.js").read_text("utf-8")
