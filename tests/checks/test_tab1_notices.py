"""Tab 1: missing, edited, foreign, repeated and unreadable notices, and what is no notice at all."""

import json
from dataclasses import replace

import pytest

from backoffice.domain.evidence import EmbeddedFile, NoticeFile
from backoffice.domain.findings import Finding, Severity
from tests.checks.example import NOTICES, codes, example_set, faultless, notice, the, verdict_on

FIRST, SECOND = (NoticeFile(name.removeprefix("avisos/"), text) for name, text in NOTICES.items())


def with_files(*files: NoticeFile, members: tuple[str, ...] | None = None):
    """Faultless evidence with another archive."""
    names = tuple(file.name for file in files) if members is None else members
    return replace(faultless(), notice_files=files, embedded=(EmbeddedFile("1. JSON", "avisos.zip", "zip", names),))


def test_without_an_archive_one_finding_says_what_to_insert():
    verdict = verdict_on(replace(faultless(), notice_files=(), embedded=()))

    finding = the(verdict, "archive_missing")
    assert (finding.tab, finding.severity) == (1, "error")
    assert codes(verdict) == ["archive_missing"]


def test_an_archive_without_notices_is_told_apart_from_no_archive():
    verdict = verdict_on(with_files(members=("leeme.txt",)))

    assert codes(verdict) == ["archive_without_notices", "files_extra"]


def test_where_reading_says_why_nothing_was_read_the_checks_do_not_repeat_it():
    locked = Finding(
        code="archive_encrypted", severity=Severity.ERROR, message="El compactado tiene contraseña.", tab=1
    )

    verdict = verdict_on(replace(with_files(members=("retencion-1.json",)), findings=(locked,)))

    assert codes(verdict) == ["archive_encrypted"]


def test_a_missing_notice_is_named():
    verdict = verdict_on(with_files(FIRST))

    assert codes(verdict) == ["notice_missing"]
    assert the(verdict, "notice_missing").expected == "retencion-2.json"


def test_many_missing_notices_are_counted_in_one_finding():
    notices = {f"avisos/r-{n}.json": notice(f"2026-08-{n:02}", "20.5", f"c2VsbG8{n}") for n in range(1, 10)}
    test_set = replace(example_set(), notices=notices)
    archive = with_files(NoticeFile("r-1.json", notices["avisos/r-1.json"]))

    verdict = verdict_on(archive, test_set)

    assert the(verdict, "notices_missing").message.startswith("Faltan 8 avisos de tu set")


def test_a_notice_written_again_by_another_program_is_the_same_notice():
    again = json.dumps(dict(reversed(json.loads(FIRST.text).items())), indent=4)

    verdict = verdict_on(with_files(NoticeFile("carpeta/otro nombre.json", "\ufeff" + again), SECOND))

    assert verdict.findings == ()


@pytest.mark.parametrize(
    ("text", "where", "expected", "found"),
    [
        (FIRST.text.replace("26.0528", "30.0000"), "avisos[0].facDescuento", "26.0528", "30.0000"),
        (FIRST.text.replace("A0112345105", "B0112345105"), "nrp", "A0112345105", "B0112345105"),
        (FIRST.text.replace("c2VsbG8tdW5v", "b3RybyBzZWxsbw=="), "sello", None, None),
    ],
)
def test_an_edited_notice_is_named_with_what_was_changed(text, where, expected, found):
    verdict = verdict_on(with_files(NoticeFile(FIRST.name, text), SECOND))

    finding = the(verdict, "notice_altered")
    assert codes(verdict) == ["notice_altered"]
    assert f"cambia {where}." in finding.message
    assert (finding.expected, finding.found) == (expected, found)


def test_a_notice_of_this_set_that_was_never_given_is_an_altered_one():
    invented = notice("2026-10-30", "99", "aW52ZW50YWRv")

    verdict = verdict_on(with_files(FIRST, SECOND, NoticeFile("extra.json", invented)))

    assert codes(verdict) == ["notice_altered"]
    assert "no es ninguno de los de tu set" in verdict.findings[0].message


def test_notices_of_another_set_are_told_as_such():
    foreign = notice("2026-08-01", "26.0528", "b3Ryby1zZXQ=", set_id="T-0000")

    verdict = verdict_on(with_files(FIRST, SECOND, NoticeFile("anterior.json", foreign)))

    assert codes(verdict) == ["notice_of_another_set"]
    assert the(verdict, "notice_of_another_set").found == "anterior.json"


def test_a_notice_twice_is_a_warning():
    verdict = verdict_on(with_files(FIRST, SECOND, replace(FIRST, name="copia.json")))

    assert verdict.result == "consistent"
    assert the(verdict, "notice_repeated").severity == "warning"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"a": NaN}', '{"a":1,"a":2}', "[" * 100_000, '{"set": "\\ud800"}', "\x00" * 50]
)
def test_what_is_no_json_is_noted_and_never_breaks(text):
    verdict = verdict_on(with_files(FIRST, SECOND, NoticeFile("roto.json", text)))

    assert codes(verdict) == ["notice_unreadable"]
    assert verdict.result == "consistent"


def test_deeply_nested_json_is_no_notice():
    text = '{"a":' * 400 + "1" + "}" * 400

    verdict = verdict_on(with_files(FIRST, SECOND, NoticeFile("hondo.json", text)))

    assert codes(verdict) == ["notice_unreadable"]


def test_two_thousand_strange_files_give_few_findings():
    strange = [NoticeFile(f"{n}.json", "no") for n in range(2000)]

    verdict = verdict_on(with_files(FIRST, SECOND, *strange))

    assert codes(verdict) == ["notices_unreadable"]
    assert verdict.findings[0].message.startswith("2,000 archivos .json")


def test_other_files_are_noted_and_what_systems_leave_behind_is_not():
    members = (
        "retencion-1.json",
        "retencion-2.json",
        "manual.pdf",
        "__MACOSX/._retencion-1.json",
        "avisos/",
        ".DS_Store",
    )
    mac = NoticeFile("__MACOSX/._retencion-1.json", "\x00\x05\x16\x07")

    verdict = verdict_on(with_files(FIRST, SECOND, mac, members=members))

    assert codes(verdict) == ["files_extra"]
    assert "«manual.pdf»" in verdict.findings[0].message
