"""What takes long to start, begun before it is needed: a warm process and a judge load while the caller loads nbgrader.

So this module does without nbgrader.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Collection
from pathlib import Path
from typing import Any

from nbsealed.sandbox import LARGE_PAGES, Sandbox, Sealed, Warm

_begun: dict[Path, JudgeProcess] = {}


def begin(material: Path, modules: Collection[str]) -> None:
    """Begin to load what grading needs that has the folder `material`, in whose notebooks the set-up cells import `modules`."""
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # as for the kernels, which are forked only where the environment is the same
    sandbox = Sandbox.instance()
    if not sandbox.missing:
        threading.Thread(target=Warm.of, args=(sys.executable, sandbox.variables(sys.executable), modules), daemon=True).start()
    _begun[material] = JudgeProcess(sandbox, material, modules)


class JudgeProcess:
    """The process of a judge in its sandbox, and the line to it; `stages` are the lines to its copies, by the test's name."""

    @classmethod
    def of(cls, sandbox: Sandbox, material: Path) -> JudgeProcess:
        """The process for a folder of the instructor's files: one that was begun, or a new one."""
        return _begun.pop(material, None) or cls(sandbox, material)

    def __init__(self, sandbox: Sandbox, material: Path, modules: Collection[str] = ()):
        self.channel, far = socket.socketpair()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  (closed in _end)
        command = [sys.executable, "-I", "-m", "nbsealed.judge", str(far.fileno()), *modules]
        with far:
            sealed = sandbox.sealed(command, material, keep=(far.fileno(),))
            self.process = subprocess.Popen(
                sealed.command,
                env=sealed.env | LARGE_PAGES | {"MPLBACKEND": "agg"},
                pass_fds=sealed.pass_fds,
                stdin=subprocess.DEVNULL,
                stdout=self.log,
                stderr=self.log,
            )
        sealed.started()
        self.stages: dict[str, socket.socket] = {}
        self.end = weakref.finalize(self, _end, self.process, self.channel, self.stages, self.log, sealed)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The end of what the process wrote, to explain why it stopped."""
        self.log.seek(0)
        return self.log.read()[-2000:].decode(errors="replace")


def _end(process: subprocess.Popen, channel: socket.socket, stages: dict[str, socket.socket], log: Any, sealed: Sealed) -> None:
    for line in (channel, *stages.values()):
        line.close()
    process.kill()
    process.wait()
    log.close()
    sealed.ended()
