"""Who grades: processes of this machine, or the workers of a Dask cluster.

Both hand out submissions only as fast as they are graded, so that memory does not grow with the class, and both try a submission again
whose worker was lost. One that has cost `LIMIT` workers is given up: it is graded as refused, with the reason.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import pickle
import shutil
import signal
import socket
import tempfile
import threading
import uuid
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from nbsealed.batch.bundle import Bundle, Graded, Submission, Unfit
from nbsealed.batch.worker import ScratchCourse, grade

LIMIT = 3
PATIENCE = 60  # seconds to wait for a cluster without workers
AHEAD = 2  # submissions handed to a worker at once: it goes on while the last result is written
MOMENT = 0.5  # seconds between two looks at the clock


class WorkersLost(RuntimeError):  # noqa: N818  (says what is lost)
    """Nobody is left to grade."""


class Local:
    """Worker processes of this machine.

    They are forked from the command, which has loaded nbgrader and had the judges learn the tests, and runs no thread. Each has a line of
    its own to the command, so that the end of one tells whose submission ended it.
    """

    def __init__(self, bundle: Bundle, number: int, meanwhile: Callable[[], None]):
        """`meanwhile` is called again and again while there is nothing to do but wait."""
        self.meanwhile = meanwhile
        self.folder = Path(tempfile.mkdtemp(prefix="nbsealed-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.scratch = ScratchCourse(bundle, self.folder)
        self.scratch.begin()
        self.seats: list[Seat] = []
        for _ in range(number):
            self.seats.append(Seat(self))

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, Graded]]:
        """Each submission with what became of it, in the order in which they are done. Raises what a worker raised."""
        again: deque[Submission] = deque()
        coming = iter(submissions)
        while True:
            for _, seat in itertools.product(range(AHEAD), self.seats):
                if len(seat.queue) < AHEAD and (following := again.popleft() if again else next(coming, None)):
                    seat.hand(following)
            busy = {seat.line: seat for seat in self.seats if seat.queue}
            if not busy:
                return
            ready = wait(list(busy), MOMENT)
            for seat in map(busy.__getitem__, ready):
                try:
                    graded = seat.take()
                except EOFError:
                    lost, *waiting = seat.queue
                    again.extend([*waiting, _after_loss(lost)])
                    seat.start()
                else:
                    yield seat.queue.popleft(), graded
            if not ready:
                self.meanwhile()

    def close(self) -> None:
        for seat in self.seats:
            seat.close()
        self._remove()


class Seat:
    """A worker process with what it has to do, first to last."""

    _fork = multiprocessing.get_context("fork")

    def __init__(self, local: Local):
        self.local, self.process = local, None
        self.start()

    def start(self) -> None:
        """Start a worker, in the place of one that is lost."""
        self.close()
        self.line, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.queue: deque[Submission] = deque()
        with far:
            lines = [self.line, *(seat.line for seat in self.local.seats if seat is not self)]
            self.process = self._fork.Process(target=_work, args=(self.local, far, lines), daemon=True)
            self.process.start()

    def hand(self, submission: Submission) -> None:
        with contextlib.suppress(OSError):  # a worker that has ended, which `take` will meet
            _send(self.line, submission)
        self.queue.append(submission)

    def take(self) -> Graded:
        """What became of the first submission. Raises EOFError when the worker has ended, and what it raised."""
        result = _receive(self.line)
        if isinstance(result, Exception):
            raise result
        return result

    def close(self) -> None:
        if self.process:
            self.line.close()
            self.process.kill()
            self.process.join()


def _work(local: Local, line: socket.socket, of_others: list[socket.socket]) -> None:
    """A worker: grades what comes over the line, and ends with the command."""
    for other in of_others:
        other.close()
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the command; ignoring it would be inherited by kernels
    threading.Thread(target=_leave_with_parent, args=(local.folder,), daemon=True).start()
    gc.freeze()  # what belongs to the command is not to be cleared up here
    tempfile.tempdir = tempfile.mkdtemp(dir=local.folder)
    local.scratch.settle(Path(tempfile.mkdtemp()))
    while True:
        try:
            submission = _receive(line)
        except EOFError:
            return
        try:
            result = local.scratch.grade(submission)
        except Exception as error:  # the command raises it
            result = error
        _send(line, result)


def _leave_with_parent(folder: Path) -> None:
    multiprocessing.parent_process().join()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _send(line: socket.socket, value: Any) -> None:
    """Hand over a value in a file without a name: a message is limited in size."""
    with tempfile.TemporaryFile() as file:
        pickle.dump(value, file)
        file.flush()
        socket.send_fds(line, [b"!"], [file.fileno()])


def _receive(line: socket.socket) -> Any:
    """The next value. Raises EOFError when the other side has gone."""
    try:
        _, fds, _, _ = socket.recv_fds(line, 1, 1)
    except ConnectionResetError:  # it had not read all that was sent to it
        fds = []
    if not fds:
        raise EOFError
    with os.fdopen(fds[0], "rb") as file:
        file.seek(0)
        return pickle.load(file)


def _after_loss(submission: Submission) -> Submission:
    lost = submission.lost()
    if lost.losses > LIMIT:
        raise WorkersLost(f"The submission of {lost.student} ends workers though none of it runs.")
    return lost.given_up() if lost.losses == LIMIT else lost


class Cluster:
    """The workers of a Dask cluster. The scheduler tries again what a lost worker had (its setting ``allowed-failures``)."""

    def __init__(self, bundle: Bundle, address: str):
        try:
            from distributed import Client  # noqa: PLC0415  (an optional dependency)
        except ImportError as error:
            raise Unfit("A cluster needs the package distributed: pip install 'balancing-act[cluster]'.") from error
        self.client = Client(address, timeout=10)
        self.client.wait_for_workers(1, timeout=PATIENCE)
        # A task, not scattered data: when the worker that holds it is lost, the scheduler can make it again.
        self.bundle = self.client.submit(_same, bundle, key=f"nbsealed-{uuid.uuid4().hex}")

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, Graded]]:
        """As `Local.grade`."""
        from distributed import KilledWorker  # noqa: PLC0415
        from distributed import wait as wait_for  # noqa: PLC0415
        from distributed.client import FutureCancelledError  # noqa: PLC0415

        again: deque[Submission] = deque()
        coming, at_work = iter(submissions), {}
        while True:
            room = AHEAD * max(1, sum(self.client.nthreads().values())) - len(at_work)
            for _ in range(room):
                if not (following := again.popleft() if again else next(coming, None)):
                    break
                key = f"nbsealed-{uuid.uuid4().hex}"
                at_work[self.client.submit(_grade_on_cluster, self.bundle, following, key=key, pure=False)] = following
            if not at_work:
                return
            try:
                done = wait_for(list(at_work), timeout=PATIENCE, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                self.client.wait_for_workers(1, timeout=PATIENCE)  # raises an error where nobody is left to grade
                continue
            for future in done:
                submission = at_work.pop(future)
                try:
                    graded = future.result()
                except KilledWorker:
                    again.append(_after_loss(replace(submission, losses=max(submission.losses, LIMIT - 1))))
                except FutureCancelledError as error:
                    raise WorkersLost("The connection to the cluster was lost.") from error
                else:
                    yield submission, graded

    def close(self) -> None:
        self.client.close()


def _same(bundle: Bundle) -> Bundle:
    return bundle


def _grade_on_cluster(bundle: Bundle, submission: Submission) -> Graded:
    return grade(bundle, submission)
