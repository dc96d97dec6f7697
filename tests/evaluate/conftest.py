"""One test set in a folder, as the command writes it, and a way to call the command."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backoffice.cli import main
from backoffice.cli.test_set_folder import load
from backoffice.domain.test_set import TestSet
from backoffice.official import parameters
from backoffice.workbooks import template
from tests.evaluate.applicant import Applicant

SEED = "5eed5eed5eed5eed5eed5eed5eed5eed"


def run_command(*arguments: str) -> int:
    """The exit status of ``mesa …``."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first-round set. Nobody writes into it."""
    folder = tmp_path_factory.mktemp("issued") / "set"
    assert (
        run_command("test-set", "new", "--round", "first", "--seed", SEED, "--on", "2026-11-23", "--out", str(folder))
        == 0
    )
    return folder


@pytest.fixture(scope="session")
def test_set(issued: Path) -> TestSet:
    """The same set as a value."""
    return load(issued, parameters())


@pytest.fixture
def folder(issued: Path, tmp_path: Path) -> Path:
    """A copy of the set's folder to spoil."""
    return Path(shutil.copytree(issued, tmp_path / "set"))


@dataclass
class Outcome:
    """What a call left: exit status, stdout, stderr."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Stdout, which must be JSON and nothing else."""
        answer: dict[str, Any] = json.loads(self.out)
        return answer

    @property
    def codes(self) -> list[str]:
        """The codes of all findings."""
        return [finding["code"] for finding in self.json["findings"]]


@pytest.fixture
def evaluate(issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Call ``mesa evaluate`` on bytes, on a path, or on what an applicant made."""

    def call(workbook: bytes | Path | Applicant, *options: str, folder: Path = issued) -> Outcome:
        if isinstance(workbook, Applicant):
            workbook = workbook.workbook((issued / "evidencias.xlsx").read_bytes())
        path = workbook if isinstance(workbook, Path) else tmp_path / "evidencias.xlsx"
        if isinstance(workbook, bytes):
            path.write_bytes(workbook)
        status = run_command("evaluate", str(path), "--test-set", str(folder), *options)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def check(issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Call ``mesa check`` on bytes, on a path, or on what an applicant made, beside the notices of his set."""

    def call(workbook: bytes | Path | Applicant, *options: str, avisos: Path = issued / "avisos") -> Outcome:
        if isinstance(workbook, Applicant):
            workbook = workbook.workbook(template.write(workbook.test_set))
        path = workbook if isinstance(workbook, Path) else tmp_path / "evidencias.xlsx"
        if isinstance(workbook, bytes):
            path.write_bytes(workbook)
        status = run_command("check", str(path), "--avisos", str(avisos), *options)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call
