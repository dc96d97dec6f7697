"""Folios: ten digits that name a case. The last one checks the others, so that a slip names no other case."""


def folio(year: int, number: int) -> str:
    """The folio of the *number*-th case (1 to 9,999,999): two digits of the year, seven of the number, a check digit.

    The check digit is Luhn's: one wrong digit, or two neighbours exchanged (except 0 and 9), give no folio.
    """
    if not 0 < number < 10_000_000:
        raise ValueError(f"no folio holds the number {number}")
    body = f"{year % 100:02d}{number:07d}"
    return body + str(check_digit(body))


def check_digit(body: str) -> int:
    """Luhn's digit for the digits of *body*."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(body))]
    return -sum(d // 10 + d % 10 for d in doubled) % 10


def is_folio(text: str) -> bool:
    """Whether *text* is ten digits whose check digit fits."""
    return len(text) == 10 and text.isascii() and text.isdigit() and check_digit(text[:9]) == int(text[9])


def spelled(text: str) -> str:
    """What somebody typed as a folio, without blanks around it; nothing at all where it holds more than digits."""
    typed = text.strip()
    return typed if typed.isascii() and typed.isdigit() else ""
