"""Templates and letters hold together: every word is known, every letter has its folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from backoffice.domain.errors import BadParameters
from backoffice.domain.letters import LETTERS, Letter
from backoffice.mail.rendering import FOLDER, Templates, render
from backoffice.mail.samples import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped templates, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "templates"))


def test_every_letter_has_a_folder_and_every_folder_a_letter():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}

    assert folders - {"base"} == {letter.template for letter in LETTERS}


def test_every_letter_has_a_sample():
    assert [type(sample) for sample in samples()] == list(LETTERS)


def test_every_sample_renders_to_three_parts_without_leftovers():
    for sample in samples():
        rendered = render(sample)

        for part in (rendered.subject, rendered.text, rendered.html):
            assert part.strip()
            assert "{{" not in part
            assert "{%" not in part
            assert "None" not in part
        assert "<mj-" not in rendered.html


@pytest.mark.parametrize("part", ["subject.txt", "body.txt", "body.mjml"])
def test_a_word_that_the_letter_does_not_have_is_found_when_templates_are_loaded(folder, part):
    spoilt = folder / "approved" / part
    spoilt.write_text(spoilt.read_text("utf-8") + "{{ plazo }}", "utf-8")

    with pytest.raises(BadParameters, match=rf"«approved/{part}» usa un dato que la carta no tiene: plazo\."):
        Templates.load(folder)


def test_a_word_unknown_to_the_common_base_is_found(folder):
    spoilt = folder / "base" / "layout.txt"
    spoilt.write_text(spoilt.read_text("utf-8") + "{{ firma }}", "utf-8")

    with pytest.raises(BadParameters, match=r"base/layout\.txt.*firma"):
        Templates.load(folder)


@pytest.mark.parametrize("spoilt", ["{% if %}", "{{ folio|inventado }}", "{% extends 'base/nada.txt' %}"])
def test_a_template_that_cannot_be_read_is_named(folder, spoilt):
    (folder / "approved" / "body.txt").write_text(spoilt, "utf-8")

    with pytest.raises(BadParameters, match=r"approved/body\.txt|base/nada\.txt"):
        Templates.load(folder)


def test_a_missing_template_is_named(folder):
    (folder / "approved" / "subject.txt").unlink()

    with pytest.raises(BadParameters, match=r"«approved/subject\.txt» falta"):
        Templates.load(folder)


def test_a_letter_without_a_folder_is_named(folder):
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Greeting(Letter):
        template = "greeting"

    with pytest.raises(BadParameters, match=r"«greeting/subject\.txt» falta"):
        Templates.load(folder, [Greeting])
