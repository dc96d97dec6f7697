"""The launcher: what it says when something is missing, and that it runs from anywhere."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from backoffice.settings import ROOT, inherited_environment

#: Programs of the base system that the launcher uses.
BASE = (
    "sh",
    "dirname",
    "readlink",
    "sha256sum",
    "cat",
    "mkdir",
    "flock",
    "df",
    "awk",
    "grep",
    "rm",
    "cmp",
    "sleep",
    "touch",
    "cp",
    "tail",
)


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of what the launcher reads, under a path with a space, and a folder of programs without any Python."""
    copy = tmp_path / "una copia"
    copy.mkdir()
    for name in ("mesa", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        shutil.copy(ROOT / name, copy / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in BASE:
        (programs / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
    return copy


def launch(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher with nothing but its base programs."""
    environment = {"HOME": str(copy), "PATH": str(copy.parent / "bin")}
    return subprocess.run([str(copy / "mesa"), *words], env=environment, capture_output=True, text=True, check=False)


def a_python(copy: Path, script: str) -> None:
    """Lay a program called python3."""
    program = copy.parent / "bin" / "python3"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_without_python_it_names_the_packages_in_one_line(bare_machine: Path) -> None:
    done = launch(bare_machine, "demo")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "Hace falta Python 3.11 o más nuevo. Instálalo («apt install python3 python3-venv») y da de nuevo la orden.\n"
    )


def test_an_old_python_is_named_with_its_version(bare_machine: Path) -> None:
    a_python(bare_machine, 'case "$1" in -V) echo Python 3.9.2 ;; *) exit 1 ;; esac')

    done = launch(bare_machine, "demo")

    assert done.returncode == 2
    assert "aquí solo hay Python 3.9.2" in done.stderr


def test_a_python_without_venv_names_the_package(bare_machine: Path) -> None:
    a_python(bare_machine, 'case "$2" in *ensurepip*) exit 1 ;; esac')

    done = launch(bare_machine, "demo")

    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr
    assert not (bare_machine / ".venv").exists()


def test_an_installation_that_fails_leaves_its_detail_and_the_next_order_tries_again(bare_machine: Path) -> None:
    a_python(bare_machine, 'case "$1" in -m) echo "ConnectionError: connect failed" >&2; exit 1 ;; esac')

    first, second = launch(bare_machine, "demo"), launch(bare_machine, "demo")

    for done in (first, second):
        assert done.returncode == 2
        assert "revisa la red" in done.stderr
    assert "connect failed" in (bare_machine / "var" / "log" / "setup.log").read_text()


def lay_running_environment(copy: Path) -> None:
    """An environment without the development set, whose mesa says the words it was given."""
    programs = copy / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, script in {"python": "exit 0", "mesa": 'echo "mesa $*"'}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    locks = ("requirements.lock", "requirements-uv.lock", "pyproject.toml")
    sums = [f"{hashlib.sha256((copy / name).read_bytes()).hexdigest()}  -" for name in locks]
    (copy / ".venv" / "stamp").write_text("\n".join([f"runtime {copy}", *sums, ""]))


@pytest.mark.parametrize("words", [("test", "--help"), ("lint", "-h"), ("bench", "amortization", "--help")])
def test_help_needs_no_development_set(bare_machine: Path, words: tuple[str, ...]) -> None:
    lay_running_environment(bare_machine)

    done = launch(bare_machine, *words)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"mesa {' '.join(words)}\n", "")


def test_the_tests_themselves_need_it(bare_machine: Path) -> None:
    lay_running_environment(bare_machine)

    done = launch(bare_machine, "test")

    assert done.returncode == 2
    assert done.stderr.startswith("Hace falta Python 3.11")


def test_it_runs_through_a_link_from_elsewhere_with_a_bare_environment(tmp_path: Path) -> None:
    link = tmp_path / "enlace a mesa"
    link.symlink_to(ROOT / "mesa")

    done = subprocess.run(
        [str(link), "--help"],
        cwd=tmp_path,
        env={"HOME": inherited_environment()["HOME"], "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "Comandos:" in done.stdout
