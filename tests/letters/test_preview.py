"""``mesa letters preview``: files to look at, twice over, and a clear word where they cannot be written."""

import pytest

from backoffice.cli import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["letters", *arguments])
    return int(left.value.code or 0)


def test_every_letter_is_written_in_three_files(tmp_path, capsys):
    folder = tmp_path / "cartas" / "hoy"

    assert run("preview", "--out", str(folder)) == 0

    assert sorted(path.name for path in folder.iterdir()) == [
        "answer_late.html", "answer_late.subject.txt", "answer_late.txt",
        "approved.html", "approved.subject.txt", "approved.txt",
        "cancellation_confirmed.html", "cancellation_confirmed.subject.txt", "cancellation_confirmed.txt",
        "case_expired.html", "case_expired.subject.txt", "case_expired.txt",
        "certified.html", "certified.subject.txt", "certified.txt",
        "corrections_requested.html", "corrections_requested.subject.txt", "corrections_requested.txt",
        "deadline_moved.html", "deadline_moved.subject.txt", "deadline_moved.txt",
        "deadline_reminder.html", "deadline_reminder.subject.txt", "deadline_reminder.txt",
        "desk_audit_head.html", "desk_audit_head.subject.txt", "desk_audit_head.txt",
        "desk_due_soon.html", "desk_due_soon.subject.txt", "desk_due_soon.txt",
        "desk_new_case.html", "desk_new_case.subject.txt", "desk_new_case.txt",
        "desk_quarantined.html", "desk_quarantined.subject.txt", "desk_quarantined.txt",
        "desk_report.html", "desk_report.subject.txt", "desk_report.txt",
        "desk_undelivered.html", "desk_undelivered.subject.txt", "desk_undelivered.txt",
        "desk_weekly.html", "desk_weekly.subject.txt", "desk_weekly.txt",
        "evidence_received.html", "evidence_received.subject.txt", "evidence_received.txt",
        "evidence_refused.html", "evidence_refused.subject.txt", "evidence_refused.txt",
        "invitation.html", "invitation.subject.txt", "invitation.txt",
        "test_set_issued.html", "test_set_issued.subject.txt", "test_set_issued.txt",
    ]  # fmt: skip
    assert (folder / "corrections_requested.subject.txt").read_text("utf-8") == (
        "Folio 0501423523: corrige y envía tus nuevas evidencias a más tardar el 7/dic/2026\n"
    )
    assert (folder / "approved.html").read_text("utf-8").startswith("<!doctype html>")
    assert str(folder) in capsys.readouterr().out


def test_a_second_time_writes_the_same(tmp_path):
    run("preview", "--out", str(tmp_path))
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    run("preview", "--out", str(tmp_path))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_a_folder_that_is_a_file_is_refused_in_one_sentence(tmp_path, capsys):
    file = tmp_path / "cartas"
    file.write_text("algo")

    assert run("preview", "--out", str(file)) == 2

    told = capsys.readouterr().err
    assert told.startswith(f"No es posible escribir en «{file}»")
    assert told.count("\n") == 1
    assert file.read_text() == "algo"


def test_without_a_folder_the_letters_go_to_the_desk_s_data(tmp_path, monkeypatch):
    monkeypatch.setenv("MESA_VAR", str(tmp_path))

    assert run("preview") == 0

    assert (tmp_path / "letters" / "approved.html").exists()
