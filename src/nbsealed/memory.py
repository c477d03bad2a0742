"""One limit on the memory of all processes of a sandbox together, beside the limit that each has for itself.

A thread of the grader looks ten times a second. The kernel's own means, a control group, needs a part of the hierarchy that is handed over
to this user and that no process sits in, which few machines give; a teacher who has systemd may start the grader with
``systemd-run --user --scope -p MemoryMax=8G`` to have both.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

INTERVAL = 0.1  # seconds
PAGES = ("RssAnon", "RssShmem")  # of a process, without the files it reads; what copies share is counted for each
SHARES = ("Pss_Anon", "Pss_Shmem")  # the same with what is shared divided; exact, and slower to read


class Watch(threading.Thread):
    """Watches a sandbox from its start to its end. `first` is the number of its first process, `process` ends it, `limit` is in bytes."""

    def __init__(self, process: subprocess.Popen, first: int, limit: int):
        super().__init__(daemon=True)
        self.process, self.limit = process, limit
        seen = Path("/proc") / str(first)
        self.proc, self._space = seen / "root" / "proc", seen / "ns" / "pid"
        self.exceeded = False
        self._kept: set[int] | None = None

    def keep(self) -> None:
        """From now on, what takes too much is a test's call: end the processes that are new, and leave those that hold the answers."""
        self._kept = set(self._processes())

    def run(self) -> None:
        while self.process.poll() is None:
            with contextlib.suppress(OSError, ValueError):  # a process that ends while it is looked at
                if self.used() > self.limit:
                    self._end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(INTERVAL)

    def used(self) -> int:
        """Bytes in use by the processes of the sandbox: an upper bound while that is within the limit, else each shared page once."""
        found = self._processes()
        files = self._files(found)
        rough = sum(self._read(number, "status", PAGES) for number in found)
        return files + (rough if files + rough <= self.limit else sum(self._read(number, "smaps_rollup", SHARES) for number in found))

    def _processes(self) -> list[int]:
        """Numbers inside the sandbox; none before it has a ``/proc`` of its own."""
        with contextlib.suppress(OSError):
            if self._space.samefile(self.proc / "1/ns/pid"):
                return [int(name) for name in os.listdir(self.proc) if name.isdigit()]
        return []

    def _read(self, number: int, file: str, fields: tuple[str, ...]) -> int:
        with contextlib.suppress(OSError):
            lines = (line.split() for line in (self.proc / str(number) / file).read_text(encoding="utf-8").splitlines())
            return sum(int(words[1]) * 1024 for words in lines if words[0].rstrip(":") in fields)
        return 0

    def _files(self, found: list[int]) -> int:
        """Files without a name in memory, which belong to no folder and need not be mapped by anybody."""
        sizes = {}
        for number in found:
            with contextlib.suppress(OSError):
                for fd in os.scandir(self.proc / str(number) / "fd"):
                    with contextlib.suppress(OSError):
                        if os.readlink(fd.path).startswith("/memfd:"):
                            about = os.stat(fd.path)
                            sizes[about.st_dev, about.st_ino] = about.st_blocks * 512
        return sum(sizes.values())

    def _end(self) -> None:
        if self._kept is None:
            self.exceeded = True
            self.process.kill()
            return
        for number in set(self._processes()) - self._kept:
            with contextlib.suppress(OSError):
                fd = os.open(self.proc / str(number), os.O_RDONLY | os.O_DIRECTORY)
                try:
                    signal.pidfd_send_signal(fd, signal.SIGKILL)
                finally:
                    os.close(fd)
