"""The service's notices as JSON documents: their canonical form, their seal's place, and how two of them differ.

Pure text and values: signing keys live in ``backoffice.efirma``, choosing the notices of a test set elsewhere.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

SEAL = "sello"

#: Deeper than any notice is; a hostile file stops here instead of exhausting the stack.
MAXIMUM_DEPTH = 16


class NoticeUnreadable(ValueError):
    """The text is no JSON object, or one that two readers could understand differently."""


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one spelling of a document: sorted keys, no spaces, UTF-8. ``NoticeUnreadable`` where it has none."""
    try:
        text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise NoticeUnreadable(type(error).__name__) from None


def without_seal(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the seal is computed over, once canonical."""
    return {name: value for name, value in document.items() if name != SEAL}


def sealed(document: Mapping[str, Any], sign: Callable[[bytes], str]) -> dict[str, Any]:
    """The document with its seal; *sign* turns the canonical bytes into base64 text."""
    bare = without_seal(document)
    return {**bare, SEAL: sign(canonical(bare))}


def parse(text: str) -> dict[str, Any]:
    """The document that *text* spells; ``NoticeUnreadable`` for anything but a plain JSON object."""
    try:
        document = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_no_name_twice, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NoticeUnreadable(type(error).__name__) from None
    if not isinstance(document, dict) or _depth(document) > MAXIMUM_DEPTH:
        raise NoticeUnreadable("not a plain object")
    return document


def differences(right: Any, found: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two documents differ: ``(path, right, found)``, as ``("avisos[0].facDescuento", "20.5", "30.5")``.

    ``None`` stands for what one of them does not have. The seal is left out: it differs with everything else.
    """
    if isinstance(right, dict) and isinstance(found, dict):
        for name in sorted((right.keys() | found.keys()) - {SEAL}):
            yield from differences(right.get(name), found.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(right, list) and isinstance(found, list) and len(right) == len(found):
        for place, pair in enumerate(zip(right, found, strict=True)):
            yield from differences(*pair, f"{path}[{place}]")
    elif right != found:
        yield path, right, found


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise NoticeUnreadable("a name stands twice")
    return document


def _refuse(constant: str) -> None:
    raise NoticeUnreadable(constant)


def _depth(value: Any) -> int:
    """How many containers deep; json.loads has bounded it by the interpreter's recursion limit already."""
    level, depth = [value], 0
    while level:
        level = [inner for item in level for inner in _inside(item)]
        depth += bool(level)
    return depth


def _inside(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []
