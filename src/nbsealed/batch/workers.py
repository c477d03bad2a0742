"""Who grades: processes of this machine, or the workers of a Dask cluster.

Both hand out submissions only as fast as they are graded, so that memory does not grow with the class, and both try a submission again
whose worker was lost. One that has cost `LIMIT` workers is given up: it is graded as refused, with the reason.
"""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import uuid
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from dataclasses import replace

from sqlalchemy.exc import SAWarning

from nbsealed.batch.bundle import Bundle, Graded, Submission, Unfit
from nbsealed.batch.worker import grade

LIMIT = 3
PATIENCE = 60  # seconds to wait for a cluster without workers
AHEAD = 2  # submissions handed to a worker at once: it goes on while the last result is written


@functools.cache
def _server() -> multiprocessing.context.BaseContext:
    """Loads nbgrader once for all workers, which takes seconds."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["nbsealed.batch.app"])
    return server


class WorkersLost(RuntimeError):  # noqa: N818  (says what is lost)
    """Nobody is left to grade."""


class Local:
    """Worker processes of this machine. Each has an executor of its own, so that the end of one tells whose submission ended it."""

    def __init__(self, bundle: Bundle, number: int):
        self.seats = [Seat(bundle) for _ in range(number)]

    def grade(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, Graded]]:
        """Each submission with what became of it, in the order in which they are done."""
        again: deque[Submission] = deque()
        coming = iter(submissions)
        while True:
            for _, seat in itertools.product(range(AHEAD), self.seats):
                if len(seat.queue) < AHEAD + (not seat.started) and (following := again.popleft() if again else next(coming, None)):
                    seat.hand(following)
            first = [seat.queue[0][1] for seat in self.seats if seat.queue]
            if not any(submission for seat in self.seats for submission, _ in seat.queue):
                return
            wait(first, return_when=FIRST_COMPLETED)
            for seat in self.seats:
                while seat.queue and seat.queue[0][1].done():
                    submission, future = seat.queue.popleft()
                    try:
                        graded = future.result()
                    except BrokenExecutor as error:
                        again.extend(waiting for waiting, _ in seat.queue)
                        if submission:
                            again.append(_after_loss(submission))
                        else:
                            seat.false_starts += 1
                        if seat.false_starts == LIMIT:
                            raise WorkersLost("A worker ended again and again before it could start.") from error
                        seat.start()
                        break
                    if submission:
                        yield submission, graded
                    else:
                        seat.started, seat.false_starts = True, 0

    def close(self) -> None:
        for seat in self.seats:
            seat.close()


class Seat:
    """A worker process with what it has to do, first to last. The first is to get ready."""

    def __init__(self, bundle: Bundle):
        self.bundle, self.pool, self.false_starts = bundle, None, 0
        self.start()

    def start(self) -> None:
        self.close()
        self.folder = tempfile.mkdtemp(prefix="nbsealed-")
        self.pool = ProcessPoolExecutor(1, mp_context=_server(), initializer=_sit_down, initargs=(self.bundle, self.folder))
        self.started = False
        self.queue: deque[tuple[Submission | None, Future]] = deque([(None, self.pool.submit(os.getpid))])

    def hand(self, submission: Submission) -> None:
        self.queue.append((submission, self.pool.submit(_grade, submission)))

    def close(self) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)
            shutil.rmtree(self.folder, ignore_errors=True)


def _after_loss(submission: Submission) -> Submission:
    lost = submission.lost()
    if lost.losses > LIMIT:
        raise WorkersLost(f"The submission of {lost.student} ends workers though none of it runs.")
    return lost.given_up() if lost.losses == LIMIT else lost


_own: Bundle


def _sit_down(bundle: Bundle, folder: str) -> None:
    """First thing in a worker process: everything temporary goes to `folder`, and the worker ends with the command."""
    global _own  # noqa: PLW0603
    _own = bundle
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the command; ignoring it would be inherited by kernels
    threading.Thread(target=_leave_with_parent, args=(folder,), daemon=True).start()
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")


def _leave_with_parent(folder: str) -> None:
    multiprocessing.parent_process().join()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _grade(submission: Submission) -> Graded:
    return grade(_own, submission)


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
