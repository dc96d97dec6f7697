"""Every workbook in a process of its own: confined, replaced after any death, safe from threads, gone with its parent."""

import os
import platform
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from backoffice.domain.errors import ServiceUnavailable
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks import limits, reading, transcript
from backoffice.workbooks.isolation import landlock
from backoffice.workbooks.isolation import readers as readers_module
from backoffice.workbooks.isolation.confinement import LIMITS, missing_walls
from backoffice.workbooks.isolation.readers import ROOT, Died, Readers, cause
from backoffice.workbooks.isolation.seccomp import NoSeccomp, program
from backoffice.workbooks.refusals import EvidenceRefused


@pytest.fixture
def readers() -> Iterator[Readers]:
    """Readers of this test alone."""
    pool = Readers()
    yield pool
    pool.close()


def server(pool: Readers, *, thorough: bool = False) -> psutil.Process:
    """The process from which a pool's readers are forked."""
    pool.warm(thorough=thorough)
    assert pool._server is not None
    return psutil.Process(pool._server.process.pid)


class Waiting:
    """A reader that was given the beginning of a workbook and waits for the rest."""

    def __init__(self, pool: Readers) -> None:
        before = set(server(pool).children())
        self.channel, self.told = pool._fork()
        self.channel.sendall(b'{"ask": "evidence", "name": "", "size": 10}\nabc')
        new: set[psutil.Process] = set()
        while not new:
            new = set(server(pool).children()) - before
        (self.process,) = new

    def cause(self) -> Died:
        """Why it gave no answer."""
        found = cause(self.told)
        self.channel.close()
        os.close(self.told)
        return found


def test_a_reader_may_take_no_more_than_its_limits(readers: Readers) -> None:
    reader = Waiting(readers)
    while reader.process.rlimit(psutil.RLIMIT_NOFILE) != (64, 64):
        pass

    assert reader.process.rlimit(psutil.RLIMIT_AS) == (1024**3, 1024**3)
    assert reader.process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert reader.process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert reader.process.rlimit(psutil.RLIMIT_CPU) == (15, 16)
    reader.channel.close()


def test_a_server_for_many_has_loaded_all_before_its_first_reader_though_it_is_asked_at_once(
    readers: Readers, xls: bytes
) -> None:
    readers.warm(thorough=True)
    readers.ask("evidence", xls)

    loaded = {Path(mapped.path).name.partition(".")[0] for mapped in server(readers, thorough=True).memory_maps()}
    assert "_python_calamine" in loaded  # the library of another format than the one that was asked for


def test_a_reader_knows_nothing_of_its_parents_environment(readers: Readers, xls: bytes) -> None:
    readers.ask("evidence", xls)  # a program that has just begun shows no environment yet

    assert set(server(readers).environ()) == {"LANG"}


@pytest.mark.skipif(platform.machine() not in {"x86_64", "aarch64"}, reason="no table of this machine's system calls")
def test_a_reader_reaches_no_network_no_process_and_changes_no_file(readers: Readers, tmp_path: Path) -> None:
    (tmp_path / "victima").write_text("intacta")

    attempts = readers.ask("attempts", b"x", str(tmp_path))["attempts"]

    assert attempts == {
        "connect": "refused",
        "start_process": "refused",
        "write_file": "refused",
        "remove_file": "refused",
        "overwrite_file": "refused",
        "read_anothers_file": "refused" if landlock.is_known() else "done",
        "read_parents_environment": "refused" if landlock.is_known() else "done",
        "signal_parent": "refused",
        "signal_through_a_descriptor": "refused",
        "start_program": "refused",
    }
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"victima": "intacta"}


def test_the_filter_ends_a_process_that_speaks_for_another_machine_and_knows_only_its_own() -> None:
    code = program("x86_64", 4711)

    assert [code[8:16], code[16:24]] == [b"\x15\0\1\0\x3e\0\0\xc0", b"\x06\0\0\0\0\0\0\x80"]
    assert len(code) % 8 == 0
    with pytest.raises(NoSeccomp):
        program("riscv64", 4711)


def test_no_file_meets_a_process_that_met_another(readers: Readers, xls: bytes) -> None:
    first, second = Waiting(readers), Waiting(readers)

    assert first.process.pid != second.process.pid
    first.channel.close()
    second.channel.close()


def test_a_server_that_died_is_replaced_and_nobody_notices(readers: Readers, xls: bytes) -> None:
    first = readers.ask("evidence", xls)
    dead = server(readers)
    dead.kill()

    assert readers.ask("evidence", xls) == first
    assert server(readers).pid != dead.pid


@pytest.mark.parametrize(
    ("sent", "code", "by_another"),
    [
        (signal.SIGABRT, "expands_too_much", False),
        (signal.SIGXCPU, "takes_too_long", False),
        (signal.SIGALRM, "reading_stopped", False),
        (signal.SIGSEGV, "damaged", False),
        (signal.SIGKILL, "reading_stopped", True),
    ],
)
def test_how_a_reader_died_decides_the_code(
    readers: Readers, sent: signal.Signals, code: str, by_another: bool
) -> None:
    reader = Waiting(readers)
    os.kill(reader.process.pid, sent)

    found = reader.cause()

    assert (found.code, found.by_another) == (code, by_another)


def test_a_reader_killed_by_somebody_else_is_replaced_once(readers: Readers, xls: bytes) -> None:
    expected = readers.ask("evidence", xls)
    killed: list[int] = []

    def kill_the_first() -> None:
        while not killed:
            for child in server(readers).children():
                child.suspend()
                killed.append(child.pid)
                child.kill()

    watcher = threading.Thread(target=kill_the_first)
    watcher.start()
    while not killed:
        assert readers.ask("evidence", xls) == expected
    watcher.join()


def test_a_reader_that_does_not_answer_in_time_is_ended_and_told(xls: bytes) -> None:
    pool = Readers(wall_seconds=1)
    reader = Waiting(pool)
    reader.process.suspend()

    os.close(reader.told)
    gone, alive = psutil.wait_procs([reader.process], timeout=10)

    assert (len(gone), alive) == (1, [])
    assert pool.ask("evidence", xls)["evidence"]["format"] == "xls"
    reader.channel.close()
    pool.close()


def test_waiting_longer_than_the_wall_time_is_a_refusal(monkeypatch: pytest.MonkeyPatch, xls: bytes) -> None:
    pool = Readers(wall_seconds=0.2)
    pool.warm()
    stopped = server(pool)
    stopped.suspend()

    with pytest.raises(EvidenceRefused) as refused:
        pool.ask("evidence", xls)

    assert refused.value.code == "reading_stopped"
    stopped.resume()
    pool.close()


def test_an_answer_that_is_too_large_for_us_is_a_refusal(monkeypatch: pytest.MonkeyPatch, xls: bytes) -> None:
    monkeypatch.setattr(limits, "ANSWER_BYTES", 100)
    pool = Readers()

    with pytest.raises(EvidenceRefused) as refused:
        pool.ask("evidence", xls)

    assert refused.value.code == "expands_too_much"
    pool.close()


def test_many_threads_read_at_once(readers: Readers, xls: bytes, xlsx: bytes) -> None:
    expected = {data: readers.ask("evidence", data) for data in (xls, xlsx)}

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda data: (data, readers.ask("evidence", data)), [xls, xlsx] * 12))

    assert all(answer == expected[data] for data, answer in answers)


def test_nothing_leaks_over_many_readings_and_deaths(readers: Readers, xls: bytes) -> None:
    me = psutil.Process()
    readers.ask("evidence", xls)
    before = me.num_fds()

    for _ in range(5):
        readers.ask("evidence", xls)
        assert readers.ask("evidence", b"PK\x03\x04 nada")["refused"] == "damaged"
        reader = Waiting(readers)
        reader.process.kill()
        reader.cause()

    readers.ask("evidence", xls)
    assert me.num_fds() == before
    assert not [child for child in me.children() if child.status() == psutil.STATUS_ZOMBIE]
    assert settled(server(readers)) == 3


def settled(process: psutil.Process) -> int:
    """Open descriptors of the server once its last reader is buried."""
    end = time.monotonic() + 5
    while process.num_fds() > 3 and time.monotonic() < end:
        time.sleep(0.01)
    return int(process.num_fds())


def test_server_and_readers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, signal, psutil\n"
        "from tests.workbooks.test_isolation import Waiting, server\n"
        "from backoffice.workbooks.isolation.readers import Readers\n"
        "pool = Readers()\n"
        "reader = Waiting(pool)\n"
        f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{reader.process.pid}} {{server(pool).pid}}')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60)
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]

    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=10)

    assert (len(pids), alive) == (2, [])


def test_a_forked_process_reads_by_a_server_of_its_own(xls: bytes) -> None:
    script = (
        "import os, sys\n"
        "from backoffice.workbooks import reading\n"
        "data = sys.stdin.buffer.read()\n"
        "first = reading.read(data)\n"
        "pid = os.fork()\n"
        "same = all(reading.read(data) == first for _ in range(5))\n"
        "if pid == 0:\n"
        "    reading._readers.close()\n"
        "    os._exit(0 if same else 1)\n"
        "_, status = os.waitpid(pid, 0)\n"
        "sys.exit(0 if same and status == 0 else 1)\n"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, input=xls, check=False, timeout=120)

    assert done.returncode == 0


def test_the_reading_path_brings_no_pandas() -> None:
    script = (
        "import sys\n"
        "from backoffice.workbooks.isolation.fork_server import warm_up\n"
        "warm_up()\n"
        "sys.exit(bool({'pandas', 'numpy', 'pydantic', 'openpyxl'} & set(sys.modules)))\n"
    )

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    "answer",
    [
        5, [], {}, {"evidence": {"format": "xls", "sheets": 7}}, {"gallery": {}}, {"refused": "nonsense"},
        {"refused": "damaged"}, {"evidence": None, "gallery": None},
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_refused_as_damaged(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    class Deceived(Readers):
        def ask(self, ask: str, data: bytes, name: str = "") -> Any:
            return answer

    monkeypatch.setattr(reading, "_readers", Deceived())

    for read in (reading.read, reading.gallery):
        with pytest.raises(EvidenceRefused) as refused:
            read(b"x")
        assert refused.value.code == "damaged"


def test_a_server_that_cannot_start_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, xls: bytes) -> None:
    monkeypatch.setattr(readers_module, "START", "raise SystemExit(1)")
    pool = Readers()
    pool.warm()
    assert pool._server is not None
    pool._server.process.wait(10)

    with pytest.raises((ServiceUnavailable, EvidenceRefused)) as told:
        pool.ask("evidence", xls)

    assert str(told.value).endswith(".")
    pool.close()


def test_openpyxl_takes_over_in_a_reader_though_numpy_would_need_threads(readers: Readers, xlsx: bytes) -> None:
    parts = unpacked(xlsx)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="odd"')

    answer = readers.ask("evidence", packed(parts))

    assert len(transcript.from_json(answer["evidence"]).rows) == 5


def test_the_limits_are_those_that_operators_are_told() -> None:
    assert {kind: soft for kind, (soft, _) in LIMITS.items()} == {
        psutil.RLIMIT_AS: 1_073_741_824,
        psutil.RLIMIT_CPU: 15,
        psutil.RLIMIT_FSIZE: 0,
        psutil.RLIMIT_CORE: 0,
        psutil.RLIMIT_NOFILE: 64,
    }
    assert (limits.CHILD_WALL_SECONDS, readers_module.AT_ONCE) == (20, 4)


def test_operators_are_told_which_walls_this_machine_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "is_known", lambda: False)

    assert "landlock" in missing_walls()
    assert ("seccomp" in missing_walls()) == (platform.machine() not in {"x86_64", "aarch64"})
