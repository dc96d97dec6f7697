"""A run over many verdicts with real processes: workers are killed in the middle, whoever follows goes away."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backoffice.casework import rule_runs
from backoffice.domain.work import WorkKind, WorkState
from backoffice.records import runs
from backoffice.records.rules import RuleRun
from backoffice.records.runs import Standing
from backoffice.records.verdicts import Scope
from backoffice.settings import ROOT
from tests.casework.many import Judged, given, judged
from tests.casework.other_rules import with_umi
from tests.workers.conftest import DRAMATIQ, Crew, kill, until
from tests.workers.test_processes import count, lapse_leases

VERDICTS = 60


@pytest.fixture(scope="session")
def few() -> list[Judged]:
    """A right file and one with a wrong row."""
    return judged(sets=1, files=2)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with a dearer UMI."""
    (tmp_path / "otras").mkdir()
    (tmp_path / "otras" / "umi.toml").write_text(with_umi("120.00")["umi"], "utf-8")
    return tmp_path / "otras"


def standing(crew: Crew, run: RuleRun) -> Standing:
    """How far the run is."""
    with crew.house.transaction() as work:
        return runs.standing(work.session, run)


def command(crew: Crew, *words: str) -> subprocess.Popen[str]:
    """A command of a person at a terminal, over the same parts."""
    return subprocess.Popen(
        [sys.executable, "-m", "backoffice.cli", *words],
        cwd=ROOT, env=crew.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_workers_killed_in_the_middle_lose_no_verdict_and_count_none_twice(
    crew: Crew, few: list[Judged], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_runs, "PART", 4)
    folios = given(crew.house, VERDICTS, few)
    begun = rule_runs.start(crew.house, with_umi("120.00"), Scope(), label="", by="olga")
    assert begun is not None

    with crew.process("workers.clock"):
        for done_before in (8, 24):
            with crew.process(*DRAMATIQ) as workers:
                until(lambda least=done_before: standing(crew, begun.run).done >= least)
                kill(workers)
            lapse_leases(crew.house)
        with crew.process(*DRAMATIQ):
            until(lambda: standing(crew, begun.run).is_over)

    with crew.house.transaction() as work:
        counts = runs.counts(work.session, begun.run.id)
        told = [one["folio"] for one in runs.found(work.session, begun.run.id)]
        finished = rule_runs.by_number(work.session, begun.run.number).finished_at
    assert (told, sum(counts.values()), counts["not_computed"]) == (folios, VERDICTS, 0)
    assert (counts["flipped"], counts["changed"]) == (30, 30)
    assert finished is not None
    assert count(crew.house, WorkState.DONE, WorkKind.READJUDICATE) == VERDICTS // 4
    assert "Traceback" not in crew.log()


def test_the_command_follows_the_workers_to_the_end_and_prints_what_would_flip(
    crew: Crew, few: list[Judged], tables: Path
) -> None:
    given(crew.house, VERDICTS, few)

    with crew.process("workers.clock"), crew.process(*DRAMATIQ):
        out, err = command(crew, "rules", "diff", "--parameters", str(tables), "--json").communicate(timeout=120)

    said = json.loads(out)
    assert (said["counts"]["flipped"], said["counts"]["changed"], len(said["verdicts"])) == (30, 30, VERDICTS)
    assert f"{VERDICTS}/{VERDICTS}" in err
    assert "Traceback" not in err


def test_who_interrupts_the_command_leaves_the_run_going_and_finds_it_again(
    crew: Crew, few: list[Judged], tables: Path
) -> None:
    given(crew.house, VERDICTS, few)
    words = ("rules", "diff", "--parameters", str(tables))
    watching = command(crew, *words)  # nobody works yet
    assert watching.stderr is not None
    assert watching.stderr.readline().startswith("Comparación 1: ")
    time.sleep(1)  # from the greeting to the bar

    watching.send_signal(signal.SIGINT)
    _, parting = watching.communicate(timeout=30)
    again = command(crew, *words, "--json")
    assert again.stderr is not None
    greeting = again.stderr.readline()  # before anybody works: a run that has ended is not gone on with
    with crew.process("workers.clock"), crew.process(*DRAMATIQ):
        out, _ = again.communicate(timeout=120)

    assert watching.returncode == 130
    assert parting.splitlines()[-1] == ("La comparación 1 sigue sin ti. Mírala con «./mesa rules diff --resume 1».")
    assert greeting.startswith("Sigue la comparación 1: reglas ")
    assert (again.returncode, json.loads(out)["run"]["number"]) == (1, 1)
