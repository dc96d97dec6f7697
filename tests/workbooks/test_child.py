"""The child process: limited, replaced after any death, safe from several threads, gone when the parent is."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from backoffice.workbooks import limits
from backoffice.workbooks.process import ROOT, Child, Children, Died
from backoffice.workbooks.refusals import EvidenceRefused


@pytest.fixture
def children() -> Children:  # type: ignore[misc]
    """Children of this test alone."""
    pool = Children()
    yield pool
    pool.close()


def only_child(pool: Children) -> psutil.Process:
    """The one idle child of a pool."""
    (child,) = pool._idle
    return psutil.Process(child.process.pid)


def test_the_child_may_not_take_more_than_its_limits(children: Children, xls: bytes) -> None:
    children.ask("evidence", xls)

    child = only_child(children)

    assert child.rlimit(psutil.RLIMIT_AS) == (1024**3, 1024**3)
    assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_CPU)[0] <= limits.CHILD_CPU_SECONDS + 5


def test_the_child_knows_nothing_of_the_parents_environment(children: Children, xls: bytes) -> None:
    children.ask("evidence", xls)

    assert set(only_child(children).environ()) <= {"PYTHONPATH", "LANG", "LC_CTYPE"}


def test_a_child_that_died_while_idle_is_replaced_and_nobody_notices(children: Children, xls: bytes) -> None:
    first = children.ask("evidence", xls)
    dead = only_child(children)
    dead.kill()

    assert children.ask("evidence", xls) == first
    assert only_child(children).pid != dead.pid


def test_a_large_parent_makes_no_child_retire(children: Children, xls: bytes) -> None:
    held = bytearray(limits.CHILD_RETIRES_AT + 50 * limits.MEGABYTE)
    held[::4096] = b"x" * len(held[::4096])

    children.ask("evidence", xls)

    assert only_child(children).is_running()


@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGABRT, "expands_too_much"), (signal.SIGXCPU, "takes_too_long"), (signal.SIGSEGV, "damaged")],
)
def test_how_a_child_died_decides_the_code(sent: signal.Signals, code: str, xls: bytes) -> None:
    child = Child()
    os.kill(child.process.pid, sent)

    with pytest.raises(Died) as died:
        child.ask("evidence", xls, "")

    assert died.value.code == code
    child.close()


def test_a_child_that_does_not_answer_in_time_is_killed_and_replaced(xls: bytes) -> None:
    pool = Children(wall_seconds=1)
    pool.warm()
    stopped = only_child(pool)
    stopped.suspend()

    with pytest.raises(EvidenceRefused) as refused:
        pool.ask("evidence", xls)

    assert refused.value.code == "takes_too_long"
    assert not stopped.is_running()
    pool.close()


def test_many_threads_read_at_once(children: Children, xls: bytes, xlsx: bytes) -> None:
    expected = {data: children.ask("evidence", data) for data in (xls, xlsx)}

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda data: (data, children.ask("evidence", data)), [xls, xlsx] * 12))

    assert all(answer == expected[data] for data, answer in answers)
    assert len(children._idle) <= 4


def test_nothing_leaks_over_many_readings_and_deaths(children: Children, xls: bytes) -> None:
    me = psutil.Process()
    children.ask("evidence", xls)
    before = me.num_fds()

    for _ in range(5):
        children.ask("evidence", xls)
        assert children.ask("evidence", b"PK\x03\x04 nada")["refused"] == "damaged"
        only_child(children).kill()

    children.ask("evidence", xls)
    assert me.num_fds() == before
    assert not [child for child in me.children() if child.status() == psutil.STATUS_ZOMBIE]


def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, signal\n"
        "from backoffice.workbooks.process import Child\n"
        "child = Child()\n"
        "child.ask('evidence', b'x', '')\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(child.process.pid))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60)
    pid = int((tmp_path / "pid").read_text())

    gone = not psutil.pid_exists(pid) or psutil.wait_procs([psutil.Process(pid)], timeout=10)[1] == []

    assert gone


def test_a_forked_process_makes_children_of_its_own(xls: bytes) -> None:
    script = (
        "import os, sys\n"
        "from backoffice.workbooks import reading\n"
        "data = sys.stdin.buffer.read()\n"
        "first = reading.read(data)\n"
        "pid = os.fork()\n"
        "same = all(reading.read(data) == first for _ in range(5))\n"
        "if pid == 0:\n"
        "    os._exit(0 if same else 1)\n"
        "_, status = os.waitpid(pid, 0)\n"
        "sys.exit(0 if same and status == 0 else 1)\n"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, input=xls, check=False, timeout=120)

    assert done.returncode == 0


def test_the_reading_path_brings_no_pandas() -> None:
    script = (
        "import sys\n"
        "from backoffice.workbooks.child import warm_up\n"
        "warm_up()\n"
        "sys.exit(bool({'pandas', 'numpy', 'pydantic', 'openpyxl'} & set(sys.modules)))\n"
    )

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60).returncode == 0


def test_a_closed_child_is_reaped() -> None:
    child = Child()
    child.close()

    assert child.process.returncode is not None
    assert os.getpid() == psutil.Process().pid
