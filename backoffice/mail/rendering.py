"""From a letter to its subject, text and HTML by the templates of ``email_templates``. Nothing is sent here.

Everything printed is folded to one line and, in HTML, escaped: what comes from outside stays inert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, meta, nodes, select_autoescape
from mjml import mjml2html

from backoffice.domain.calendar import spoken, spoken_with_weekday
from backoffice.domain.errors import BadParameters
from backoffice.domain.letters import LETTERS, Letter, names_of
from backoffice.domain.typography import figure, fold, grouped_nss, shortened
from backoffice.mail.wording import printed, wrapped
from backoffice.settings import ROOT

FOLDER = ROOT / "email_templates"
PARTS = ("subject.txt", "body.txt", "body.mjml")


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """A letter as people will read it: one line, plain text, and HTML that needs nothing from outside."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of all letters, checked."""

    environment: Environment

    @classmethod
    def load(cls, folder: Path, letters: Sequence[type[Letter]] = LETTERS) -> Self:
        """Read and check them. Raises ``BadParameters`` naming a template that is missing or knows an unknown word."""
        templates = cls(environment_of(folder))
        for letter in letters:
            for part in PARTS:
                refuse_unknown_words(templates.environment, f"{letter.template}/{part}", names_of(letter))
        return templates

    def render(self, letter: Letter) -> RenderedLetter:
        """Fill in the three parts."""
        words = letter.context()
        subject, text, mjml = (
            self.environment.get_template(f"{letter.template}/{part}").render(words) for part in PARTS
        )
        return RenderedLetter(subject=fold(subject), text=wrapped(text), html=mjml2html(mjml, fonts={}))


def render(letter: Letter) -> RenderedLetter:
    """By the templates that ship with the desk."""
    return shipped().render(letter)


@cache
def shipped() -> Templates:
    """The templates that ship with the desk, read once."""
    return Templates.load(FOLDER)


def environment_of(folder: Path) -> Environment:
    """Jinja2 that escapes MJML, leaves text alone, and knows no undefined word."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("mjml",), default_for_string=True),
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"spoken": spoken, "spoken_with_weekday": spoken_with_weekday}
    environment.filters |= {"nss": grouped_nss, "figure": figure, "shortened": shortened}
    return environment


def refuse_unknown_words(environment: Environment, name: str, known: frozenset[str]) -> None:
    """Follow a template through all that it extends, includes or imports; every word must be *known*."""
    try:
        tree = environment.parse(Path(str(environment.get_template(name).filename)).read_text("utf-8"))
    except TemplateError as error:
        raise BadParameters(f"La plantilla de correo «{name}» falta o no se puede leer: {error}.") from error
    imported = {name for pieces in tree.find_all(nodes.FromImport) for name in pieces.names}
    unknown = sorted(meta.find_undeclared_variables(tree) - known - imported)
    if unknown:
        raise BadParameters(f"La plantilla de correo «{name}» usa un dato que la carta no tiene: {', '.join(unknown)}.")
    for base in tree.find_all(nodes.Extends):
        refuse_unknown_words(environment, base.template.as_const(), known)
    for pieces in tree.find_all(nodes.FromImport):  # macros see their arguments alone
        refuse_unknown_words(environment, pieces.template.as_const(), frozenset())
