"""The judge's process, seen from the grader: started in a sandbox of its own, given a plan, asked for verdicts.

Its own side is `judge`. The sandbox has no network, and the instructor's files without any notebook.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Collection
from pathlib import Path
from typing import Any

from nbsealed import answers
from nbsealed.prefork import LARGE_PAGES, PLACEHOLDER, Warm, has_ended
from nbsealed.sandbox import Sandbox, Sealed, first_process

PATIENCE = 10  # seconds for what takes a moment: to make a copy, to hand over a verdict


class JudgeLost(RuntimeError):  # noqa: N818  (says what is lost)
    """The judge has stopped, or a set-up cell of the instructor's took too long."""


class Judge:
    """The judge of one notebook; it serves all submissions of a batch, and the forked workers of this process.

    It runs the set-up cells once. At each test a copy of it stays behind, which judges that test of every submission.
    """

    def __init__(self, sandbox: Sandbox, material: Path, modules: Collection[str], plan: list[tuple[dict, float]]):
        """Start it and hand it the plan: steps as `judge.main` carries them out, each with its limit in seconds.

        `material` is the folder of the instructor's files, `modules` are what its set-up cells import. Does not wait for the plan.
        """
        self._process = _Process(sandbox, material, modules)
        self._plan = plan
        self._lines: dict[str, socket.socket] = {}  # by test, to the copy that judges it
        self._plain: set[str] | None = None
        answers.send(self._process.channel, json.dumps([step for step, _ in plan]).encode())

    @property
    def plain(self) -> set[str]:
        """The tests that need plain values only; waits until the plan is carried out. What is taken out stays out."""
        if self._plain is None:
            found: set[str] = set()
            for step, limit in self._plan:
                self._process.channel.settimeout(limit)
                try:
                    text, lines = answers.receive_with(self._process.channel)
                except (OSError, EOFError) as error:
                    raise self._lost(f" or a step took longer than {limit:g} seconds") from error
                found |= set(json.loads(text).get("plain", ()))
                if lines:
                    self._lines[step["test"]] = socket.socket(fileno=lines[0])
            self._plain = found
        return self._plain

    @property
    def has_ended(self) -> bool:
        return has_ended(self._process.descriptor)

    def verdict(self, test: str, state: int, *, snapshot: bool, timeout: float) -> dict:
        """Have a test judged: outcome, message and what else `judge.run_test` says of it. Raises `JudgeLost`.

        `state` is the descriptor of what the student's kernel has kept for it: a file with a snapshot, or the line to a copy of it.
        """
        near, far = socket.socketpair()
        with near:
            near.settimeout(PATIENCE)
            try:
                with far:
                    order = {"snapshot": snapshot, "timeout": timeout}
                    socket.send_fds(self._lines[test], [json.dumps(order).encode()], [far.fileno(), state])
                _, (process,), _, _ = socket.recv_fds(near, 1, 1)
            except (OSError, ValueError) as error:
                raise self._lost() from error
            near.settimeout(timeout)
            try:
                return json.loads(answers.receive(near))
            except TimeoutError:
                return {"outcome": "timed out", "message": f"the test took longer than {timeout:g} seconds"}
            except (OSError, EOFError, ValueError):
                return {"outcome": "crashed", "message": "the test ended without a verdict"}
            finally:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(process, signal.SIGKILL)
                os.close(process)

    def _lost(self, why: str = "") -> JudgeLost:
        said = self._process.last_words()
        self._process.end()
        return JudgeLost(f"The judge stopped{why}. {said}")


class _Process:
    """A process in a sandbox that carries out `judge.main`, and the line to it: forked from the prefork server, or started cold."""

    def __init__(self, sandbox: Sandbox, material: Path, modules: Collection[str]):
        self.channel, far = socket.socketpair()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  (closed in _end)
        told, telling = os.pipe()
        command = [sys.executable, "-I", "-m", "nbsealed.judge", str(far.fileno()), *modules]
        sealed = sandbox.sealed(command, material, keep=(far.fileno(),), info=telling)
        warm = Warm.of(sys.executable, sealed.env, modules) if sealed.walls else None
        forked = bool(warm and not warm.missing)
        with far:
            process = subprocess.Popen(
                [*sealed.walls, PLACEHOLDER] if forked else sealed.command,
                env=sealed.env | LARGE_PAGES | {"MPLBACKEND": "agg"},
                pass_fds=(*sealed.pass_fds, telling),
                stdin=subprocess.PIPE if forked else subprocess.DEVNULL,
                stdout=subprocess.PIPE if forked else self.log,
                stderr=self.log,
            )
            os.close(telling)
            first = first_process(told)
            if forked and first:
                order = {**sealed.order, "judge": True, "environment": sealed.env}
                self.descriptor = warm.fork(process, first, order, sealed.files.fileno(), self.log.fileno(), far.fileno())
            else:
                self.descriptor = os.pidfd_open(process.pid)
        sealed.started()
        self.end = weakref.finalize(self, _end, process, self.descriptor, self.channel, self.log, sealed)

    def last_words(self) -> str:
        """The end of what the process wrote, to explain why it stopped."""
        self.log.seek(0)
        return self.log.read()[-2000:].decode(errors="replace")


def _end(process: subprocess.Popen, descriptor: int, channel: socket.socket, log: Any, sealed: Sealed) -> None:
    channel.close()
    process.kill()
    process.wait()
    for pipe in filter(None, (process.stdin, process.stdout)):
        pipe.close()
    os.close(descriptor)
    log.close()
    sealed.ended()
