"""Which members of an archive may be read, by what they say of themselves; and what kinds of archives there are."""

from collections.abc import Iterable

from backoffice.workbooks.contents.entries import Entry

#: kind by content → the suffix that people know.
KINDS = {
    "zip": ".zip", "7z": ".7z", "rar": ".rar", "tar": ".tar", "gzip": ".gz", "bzip2": ".bz2", "xz": ".xz",
}  # fmt: skip
NESTED = (*KINDS.values(), ".tgz", ".tbz2", ".txz")
#: What operating systems add by themselves.
LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def applicants_own(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without folders and without what the operating system added."""
    return [entry for entry in entries if not (entry.is_folder or is_litter(entry.name))]


def is_litter(name: str) -> bool:
    """A file of the operating system, not of the applicant."""
    lower = name.casefold()
    return (
        lower.startswith(LITTER[0]) or lower.rpartition("/")[2] in LITTER or lower.rpartition("/")[2].startswith("._")
    )


def admitted(entries: list[Entry]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Entries with an honest name, once each; and code and name of the others."""
    kept: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        problem = entry_problem(entry)
        if problem is None and normal_name(entry) in kept:
            problem = "archive_duplicate"
        if problem:
            problems.append((problem, entry.name))
        else:
            kept[normal_name(entry)] = entry
    return list(kept.values()), problems


def normal_name(entry: Entry) -> str:
    """The name as any system would compare it."""
    return entry.name.replace("\\", "/").casefold()


def entry_problem(entry: Entry) -> str | None:
    """Why one member is not read."""
    name = normal_name(entry)
    if name.startswith("/") or ".." in name.split("/") or ":" in name:
        return "archive_forbidden_name"
    if entry.is_link:
        return "archive_link"
    if entry.is_special:
        return "archive_special"
    return "archive_nested" if name.endswith(NESTED) else None
