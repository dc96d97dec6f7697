"""Tab 1: what happens to the archive of notices."""

from tests.evaluate.planting.draft import Draft
from tests.evaluate.planting.faults import fault
from tests.workbooks.making.evidence import archive

#: Whatever spoils the archive may also leave notices out.
LOST = "notice_missing notices_missing archive_without_notices"


def one(draft: Draft) -> str:
    """Some notice of the set."""
    return draft.draw.choice(sorted(draft.notices))


def spoilt(draft: Draft) -> bytearray:
    """The archive's bytes, to be changed."""
    return bytearray(draft.archive[1] if draft.archive else b"")


@fault(1, "no_object archive_missing")
def no_archive(draft: Draft) -> None:
    """Nothing is inserted."""
    draft.archive = None


@fault(1, "notice_missing")
def a_notice_left_out(draft: Draft) -> None:
    """One file is forgotten."""
    del draft.notices[one(draft)]
    draft.pack()


@fault(1, "notice_altered")
def a_notice_edited(draft: Draft) -> None:
    """A name is mended by hand."""
    name = one(draft)
    draft.notices[name] = (
        draft.notices[name]
        .replace('"numCredito": "', '"numCredito": "9', 1)
        .replace('"numCredito":"', '"numCredito":"9', 1)
    )
    draft.pack()


@fault(1, "notice_of_another_set", LOST)
def a_notice_of_another_set(draft: Draft) -> None:
    """A file of somebody else's set stands in place of one's own."""
    del draft.notices[one(draft)]
    name = draft.draw.choice(sorted(draft.another.notices))
    draft.notices[name] = draft.another.notices[name]
    draft.pack()


@fault(1, "notice_of_another_set notices_of_another_set", LOST)
def all_notices_of_an_earlier_round(draft: Draft) -> None:
    """The archive of the round before is sent again."""
    draft.notices = dict(draft.another.notices)
    draft.pack()


@fault(1, "notice_unreadable", LOST)
def a_notice_cut_short(draft: Draft) -> None:
    """Half a file."""
    name = one(draft)
    draft.notices[name] = draft.notices[name][: len(draft.notices[name]) // 2]
    draft.pack()


@fault(1, "archive_damaged", LOST)
def the_archive_cut_short(draft: Draft) -> None:
    """Half an archive."""
    data = spoilt(draft)
    draft.archive = ("avisos.zip", bytes(data[: len(data) // 2]))


@fault(1, "archive_encrypted", LOST)
def the_archive_with_a_password(draft: Draft) -> None:
    """Every entry is marked as encrypted."""
    data = spoilt(draft)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    draft.archive = ("avisos.zip", bytes(data))


@fault(1, "object_not_archive")
def another_document_in_its_place(draft: Draft) -> None:
    """A PDF."""
    draft.archive = ("avisos.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


@fault(1, "archive_nested", LOST + " archive_without_json")
def an_archive_in_an_archive(draft: Draft) -> None:
    """Compressed twice."""
    draft.archive = ("avisos.zip", archive({"avisos.zip": bytes(spoilt(draft))}))


@fault(1, "archive_forbidden_name", LOST)
def a_name_that_leaves_the_folder(draft: Draft) -> None:
    """A path that no archive should have."""
    members = {name.rpartition("/")[2]: text for name, text in draft.notices.items()}
    first = sorted(members)[0]
    members[f"../../{first}"] = members.pop(first)
    draft.archive = ("avisos.zip", archive(members))


FAULTS = (
    no_archive, a_notice_left_out, a_notice_edited, a_notice_of_another_set, all_notices_of_an_earlier_round,
    a_notice_cut_short, the_archive_cut_short, the_archive_with_a_password, another_document_in_its_place,
    an_archive_in_an_archive, a_name_that_leaves_the_folder,
)  # fmt: skip
