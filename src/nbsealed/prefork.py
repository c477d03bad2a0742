"""The prefork server, seen from the grader: a process that has loaded what notebooks import, forked for each kernel and for the judge.

Its own side is `warm`. It takes as long to start as nbgrader takes to load, so a command begins it before that (`begin`), and this module
does without nbgrader.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from nbsealed import cells

if TYPE_CHECKING:
    from nbsealed.sandbox import Sandbox

INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel sets; matplotlib reads it when it is loaded
# For a process that is forked again and again: large pages make a copy three times as fast, and only malloc's memory can have them.
LARGE_PAGES = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
PLACEHOLDER = "/bin/cat"  # runs in a sandbox until what is forked into it is there
WARM_UP = 120  # seconds for loading what the course imports, and for one process to start


def begin(sandbox: Sandbox, notebook: Path) -> None:
    """Begin to load what grading needs that has this instructor's notebook, while the caller loads nbgrader."""
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # as nbgrader sets it: a kernel is forked only where the environment is the same
    if not sandbox.missing:
        given = sys.executable, sandbox.variables(sys.executable), _modules(notebook)
        threading.Thread(target=_start, args=given, daemon=True).start()


def _start(*given: Any) -> None:
    with contextlib.suppress(Exception):  # of a command that ends meanwhile; one that goes on will meet it again
        Warm.of(*given)


def _modules(notebook: Path) -> tuple[str, ...]:
    """What the set-up cells of the instructor's notebook import, as `Course.modules` will say too."""
    marked = [(cell, cell["metadata"].get("nbgrader", {})) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
    given = [
        "".join(cell["source"])
        for cell, marks in marked
        if cell["cell_type"] == "code" and marks.get("locked") and not marks.get("grade") and not marks.get("solution")
    ]
    return cells.installed(given, notebook.parent)


class Warm:
    """A process to fork from; one for each Python, environment and list of modules. It serves forked workers of this process too."""

    _running: ClassVar[dict[tuple, Warm]] = {}
    _lock = threading.Lock()

    @classmethod
    def of(cls, python: str, environment: dict[str, str], modules: Iterable[str]) -> Warm:
        key = python, tuple(sorted(modules)), tuple(sorted(environment.items()))
        with cls._lock:
            if key not in cls._running or has_ended(cls._running[key].descriptor):
                cls._running[key] = cls(python, environment, key[1])
            return cls._running[key]

    def __init__(self, python: str, environment: dict[str, str], modules: Iterable[str]):
        """Start it and wait until it is warm; `missing` says why it is not."""
        self.channel, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # orders of several threads do not mix
        matplotlib = tempfile.mkdtemp(prefix="nbsealed-", dir="/tmp")
        if fonts := font_list(python):
            shutil.copy(fonts, matplotlib)
        with far:
            process = subprocess.Popen(
                [python, "-m", "nbsealed.warm", str(far.fileno()), *modules],
                cwd="/",
                env=environment | LARGE_PAGES | {"MPLBACKEND": INLINE, "MPLCONFIGDIR": matplotlib, "PYTHONDONTWRITEBYTECODE": ""},
                pass_fds=(far.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self.descriptor = os.pidfd_open(process.pid)
        self.end = weakref.finalize(self, _end, process, self.descriptor, self.channel, matplotlib)
        self.channel.settimeout(WARM_UP)
        try:
            self.missing = "" if self.channel.recv(4) == b"warm" else process.stderr.read().decode(errors="replace").strip()
        except TimeoutError:
            self.missing = f"what the course imports was not loaded within {WARM_UP} seconds"
        self.channel.settimeout(None)

    def fork(self, place: subprocess.Popen, first: int, order: dict, *fds: int) -> int:
        """Fork a process into the sandbox in which the placeholder `place` runs, and give a descriptor of it once it is at work.

        `first` is the number of the sandbox's first process; `order` and `fds` (its files, a log, its channel) are those of `warm`.
        Raises RuntimeError if it fails.
        """
        place.stdin.write(b"!")
        place.stdin.flush()
        place.stdout.read(1)  # when it echoes, the sandbox is complete
        sandbox = os.pidfd_open(first)
        near, far = socket.socketpair()
        try:
            with near:
                with far:
                    socket.send_fds(self.channel, [json.dumps(order).encode()], [far.fileno(), sandbox, *fds])
                near.settimeout(WARM_UP)
                _, forked, _, _ = socket.recv_fds(near, 1, 1)
                if not forked or near.recv(1) != b"r":
                    raise RuntimeError("The process that was forked from the prefork server did not start.")
        finally:
            os.close(sandbox)
        return forked[0]


def _end(process: subprocess.Popen, descriptor: int, channel: socket.socket, folder: str) -> None:
    channel.close()
    process.kill()
    process.wait()
    process.stderr.close()
    os.close(descriptor)
    shutil.rmtree(folder, ignore_errors=True)


def has_ended(process: int) -> bool:
    """Whether the process of a descriptor has ended."""
    poll = select.poll()
    poll.register(process, select.POLLIN)
    return bool(poll.poll(0))


@functools.cache
def font_list(python: str) -> Path | None:
    """matplotlib's list of fonts, made on first use; without it every kernel would spend seconds looking for fonts.

    It is in matplotlib's cache, with the version of its form in its name. To ask matplotlib itself takes half a second.
    """
    if python == sys.executable and (matplotlib := importlib.util.find_spec("matplotlib")):
        code = Path(matplotlib.origin).with_name("font_manager.py").read_text(encoding="utf-8")
        cache = os.environ.get("MPLCONFIGDIR") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "matplotlib")
        for kept in Path(cache).glob("fontlist-v*.json"):
            if f"__version__ = '{kept.stem.removeprefix('fontlist-v')}'" in code:
                return kept
    code = "import matplotlib.font_manager, matplotlib; print(matplotlib.get_cachedir())"
    made = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
    return next(iter(Path(made.stdout.strip()).glob("fontlist-*.json")), None) if made.returncode == 0 else None
