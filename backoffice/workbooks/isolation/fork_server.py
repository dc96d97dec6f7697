"""The process from which readers are forked: libraries loaded once, then a process of its own for every workbook.

It never sees a byte of a workbook. Over its control channel (descriptor 0) comes one byte with two descriptors for
each reader: the channel to talk over, and a pipe in which to tell how it ended (its wait status, in decimal).
"""

import codecs
import gc
import mimetypes
import os
import select
import signal
import socket
import sys
from typing import NamedTuple

CONTROL = 0
POLL_MILLISECONDS, IDLE_MILLISECONDS = 5_000, 30
#: Of texts in workbooks and archives; each is a module to be loaded.
ENCODINGS = ("cp437", "cp1252", "utf_8_sig", "utf_16_le", "latin_1")
GRACE, GRACE_SECONDS = 100, 0.001


class Reader(NamedTuple):
    """A forked reader: its process, the pipe where its end is told, the pipe that ends with it."""

    pid: int
    told: int
    life: int


class ForkServer:
    """Readers by the descriptors that speak of them."""

    def __init__(self) -> None:
        self.control = socket.socket(fileno=CONTROL)
        self.poll = select.poll()
        self.poll.register(CONTROL, select.POLLIN)
        self.by_life: dict[int, Reader] = {}
        self.by_told: dict[int, Reader] = {}
        self.warm = False

    def run(self, parent: int) -> None:
        """Serve until the parent closes the channel or is gone, even if another process keeps the channel open.

        What may be loaded later is loaded at the first moment in which nobody asks for anything.
        """
        while os.getppid() == parent:
            events = self.poll.poll(POLL_MILLISECONDS if self.warm else IDLE_MILLISECONDS)
            if not events and not self.warm:
                self.warm_through()
            for descriptor, _ in events:
                if descriptor == CONTROL and not self.admit():
                    return
                if descriptor in self.by_told:
                    self.give_up(self.by_told[descriptor])
                if descriptor in self.by_life:
                    self.bury(self.by_life[descriptor])

    def warm_through(self) -> None:
        """Load all that readers may need, and keep it out of their collectors' way."""
        self.warm = True
        warm_through()
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def admit(self) -> bool:
        """Fork one reader; False at the end of the control channel."""
        message, descriptors, _, _ = socket.recv_fds(self.control, 1, 2)
        if not message or len(descriptors) != 2:
            return False
        channel, told = descriptors
        life, held = os.pipe()
        try:
            pid = os.fork()
        except OSError:  # no more processes for now: whoever waits sees the pipe end without a word
            close(channel, told, life, held)
            return True
        if pid == 0:
            read_one(channel, held)
        close(channel, held)
        self.by_life[life] = self.by_told[told] = Reader(pid, told, life)
        self.poll.register(life, select.POLLIN)
        self.poll.register(told, 0)
        return True

    def give_up(self, reader: Reader) -> None:
        """Nobody waits for this reader any more."""
        self.forget_told(reader)
        os.kill(reader.pid, signal.SIGKILL)

    def bury(self, reader: Reader) -> None:
        """The reader has ended, or let go of its pipe and is ended: tell how, and forget it."""
        pid, status = os.waitpid(reader.pid, os.WNOHANG)
        if pid == 0:
            pid, status = ended(reader.pid)
        self.forget_told(reader)
        try:
            os.write(reader.told, b"%d" % status)
        except BrokenPipeError:
            pass
        self.poll.unregister(reader.life)
        del self.by_life[reader.life]
        close(reader.told, reader.life)

    def forget_told(self, reader: Reader) -> None:
        """Watch no longer whether somebody waits for it."""
        if self.by_told.pop(reader.told, None):
            self.poll.unregister(reader.told)


def ended(pid: int) -> tuple[int, int]:
    """Give a process that is closing its last descriptors a moment to end; else kill it. Its wait status."""
    for _ in range(GRACE):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return found, status
        select.select([], [], [], GRACE_SECONDS)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)


def close(*descriptors: int) -> None:
    """Close each."""
    for descriptor in descriptors:
        os.close(descriptor)


def read_one(channel: int, held: int) -> None:
    """Be a reader, to the end of this process, which *held* marks; nothing of the server goes on here."""
    status = 1
    try:
        from backoffice.workbooks.isolation.child import serve  # noqa: PLC0415 — loaded by the warm-up

        serve(channel, held)
        status = 0
    finally:
        os._exit(status)


def warm_up() -> None:
    """Load what the usual workbook needs, so that no reader pays for it."""
    from backoffice.workbooks import evidence, transcript  # noqa: F401, PLC0415
    from backoffice.workbooks.formats import xls_cells  # noqa: F401, PLC0415
    from backoffice.workbooks.isolation import child  # noqa: F401, PLC0415


def warm_through() -> None:
    """What takes longer and may wait until nobody does: other formats, and some practice."""
    from backoffice.workbooks.formats import xlsx_cells  # noqa: F401, PLC0415
    from backoffice.workbooks.isolation.practice import practise  # noqa: PLC0415
    from backoffice.workbooks.sat.schema import schemas  # noqa: PLC0415

    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    practise()
    try:
        schemas()
    except FileNotFoundError:  # the first receipt will tell; all else can be read
        return


def spare_readers() -> None:
    """What libraries would do by the way when a reader loads them, and a reader may not.

    openpyxl takes numpy's numbers for numbers where numpy is there, which starts threads; and it has the system's lists
    of media types read.
    """
    sys.modules["numpy"] = None  # type: ignore[assignment]
    mimetypes.knownfiles.clear()


def main(thorough: bool) -> None:
    """Load, then fork readers as they are asked for. *thorough*: all of it, though somebody asks already."""
    parent = os.getppid()
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    spare_readers()
    warm_up()
    gc.freeze()  # what is loaded stays where it is: collecting it would copy the memory that readers share
    gc.enable()
    server = ForkServer()
    if thorough:
        server.warm_through()
    server.run(parent)
