"""Tab 3: screenshots of the applicant's system. Only what a program can tell; an analyst looks at the rest."""

from collections import Counter
from collections.abc import Iterator

from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.wording import Kind
from backoffice.domain.evidence import Picture
from backoffice.domain.findings import Finding, Severity, Standing

TAB = 3

PICTURES_MISSING = Kind(
    "pictures_missing",
    Severity.ERROR,
    "La pestaña 3 no trae pantallas. Inserta en ella imágenes de tu sistema donde se vea implementado el servicio.",
)
PICTURES_TOO_SMALL = Kind(
    "pictures_too_small",
    Severity.ERROR,
    "Las imágenes de la pestaña 3 son tan pequeñas que no muestran una pantalla (la mayor es de {found}). Inserta "
    "capturas legibles.",
    Standing.PROPOSED,
)
PICTURE_TINY = Kind(
    "picture_tiny",
    Severity.WARNING,
    "Una imagen de la pestaña 3 es muy pequeña para verse ({found}).",
    Standing.PROPOSED,
)
PICTURES_BLANK = Kind(
    "pictures_blank",
    Severity.ERROR,
    "Las imágenes de la pestaña 3 no muestran nada: son de un solo color. Inserta capturas de tu sistema donde se vea "
    "implementado el servicio.",
    Standing.PROPOSED,
)
PICTURE_BLANK = Kind(
    "picture_blank",
    Severity.WARNING,
    "{found} de las {count} imágenes de la pestaña 3 no {shows} nada: {is_of} un solo color. Revisa que cada lugar "
    "tenga su pantalla.",
    Standing.PROPOSED,
)
PICTURE_REPEATED = Kind(
    "picture_repeated",
    Severity.WARNING,
    "La misma imagen está {found} veces en la pestaña 3. Cada lugar pide una pantalla distinta.",
    Standing.PROPOSED,
)


def there_are_screenshots(matter: Matter) -> Iterator[Finding]:
    """Tab 3 carries at least one picture."""
    if not _pictures(matter) and not matter.reading_failed(TAB):
        yield PICTURES_MISSING.finding(tab=TAB)


def each_screenshot_is_large_enough_to_be_read(matter: Matter) -> Iterator[Finding]:
    """A picture has the size of a part of a screen, not of an icon. A size that is not known is not judged."""
    pictures = _pictures(matter)
    tiny = [picture for picture in pictures if _is_tiny(matter, picture)]
    if tiny and len(tiny) == len(pictures):
        largest = max(tiny, key=lambda picture: picture.width * picture.height)
        yield PICTURES_TOO_SMALL.finding(tab=TAB, found=_size(largest))
        return
    for size in sorted({_size(picture) for picture in tiny}):
        yield PICTURE_TINY.finding(tab=TAB, found=size)


def each_screenshot_shows_something(matter: Matter) -> Iterator[Finding]:
    """No picture is of one colour. Those that are tiny are told as such; those not looked into are not judged."""
    pictures = [picture for picture in _pictures(matter) if not _is_tiny(matter, picture)]
    blank = sum(picture.blank is True for picture in pictures)
    if blank and blank == len(pictures):
        yield PICTURES_BLANK.finding(tab=TAB)
    elif blank:
        shows, is_of = ("muestra", "es de") if blank == 1 else ("muestran", "son de")
        words = {"count": len(pictures), "shows": shows, "is_of": is_of}
        yield PICTURE_BLANK.finding(tab=TAB, words=words, expected="0", found=str(blank))


def each_screenshot_is_another_one(matter: Matter) -> Iterator[Finding]:
    """No picture stands twice, byte for byte. Blank ones are told as such."""
    times = Counter(p.sha256 for p in _pictures(matter) if not (_is_tiny(matter, p) or p.blank))
    for count in times.values():
        if count > 1:
            yield PICTURE_REPEATED.finding(tab=TAB, expected="1", found=str(count))


def _pictures(matter: Matter) -> list[Picture]:
    sheet = matter.evidence.tabs.get(TAB)
    return [picture for picture in matter.evidence.pictures if picture.sheet == sheet]


def _is_tiny(matter: Matter, picture: Picture) -> bool:
    known = picture.width > 0 and picture.height > 0
    limits = matter.limits
    return known and (picture.width < limits.picture_width or picture.height < limits.picture_height)


def _size(picture: Picture) -> str:
    return f"{picture.width} × {picture.height} pixeles"
