"""The page around what a notebook showed. A browser that opens it loads nothing and runs nothing, whatever it holds."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def whole(body: str, *, title: str, made: str, stopped: str = "") -> str:
    """The page. *body* is HTML that our own notebooks made; *stopped* says why they did not come to their end."""
    inside = Markup(body)  # noqa: S704 - its texts were escaped where they were shown; the page's policy stops the rest
    return _environment().get_template("notebook.html").render(body=inside, title=title, made=made, stopped=stopped)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("backoffice.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
