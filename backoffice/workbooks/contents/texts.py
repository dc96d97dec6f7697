"""The text of a file that may come in any of the encodings that Windows and macOS write."""

ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"), (b"", "cp1252"))


def decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or Windows-1252; ``None`` for bytes that are no text."""
    for mark, encoding in ENCODINGS:
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if "\0" in text else text
    return None
