"""A long run with faults: does `nbsealed grade` lose anything, and does it slow down or grow?

    python tests/nbsealed/bench_soak.py [number of submissions, 2000] [calm]

Every few seconds a worker is killed, and every one or two minutes the command itself, which is then given again; `calm` leaves that out, so
that time shows as it is. At the end every mark must be the one that was earned. Printed are, for each quarter of the class, seconds for a
submission and the memory of the command and of its largest worker; and how much of a processor the command itself takes, which alone writes
to the gradebook.
"""

import contextlib
import dataclasses
import itertools
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "zoo"))
from batch_course import CLASS, EARNED, command, descendants, graded, marks, workers
from zoo_course import ENVIRONMENT, ZooCourse
from zoo_submissions import ZOO

QUARTERS = 4


class Sample(NamedTuple):
    """What was seen at one moment. seconds: since the beginning; done: submissions graded; command, worker: bytes of memory."""

    seconds: float
    done: int
    command: int
    worker: int


def main(number: int = 2000, *, faults: bool = True) -> None:
    kinds = {submission.name: submission for submission in ZOO if submission.name in CLASS}
    owner = {f"student{n:05}": CLASS[n % len(CLASS)] for n in range(number)}
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        course = ZooCourse(Path(folder, "course"), [dataclasses.replace(kinds[kind], name=student) for student, kind in owner.items()])
        course.__exit__()
        printed = Path(folder, "printed")
        samples, killed, processor = soak(course.root, printed, faults)
        said = printed.read_text()[-5000:]
        found = marks(f"sqlite:///{course.root}/gradebook.db")
    earned = {student: EARNED[kind] for student, kind in owner.items()}
    wrong = [student for student in owner if found.get(student) != earned[student]]
    print(f"{number} submissions; killed: {killed['worker']} workers, {killed['command']} commands; marks lost or wrong: {len(wrong)}\n")
    print("quarter   s each   command, MB   largest worker, MB")
    done = samples[-1].done
    ends = [next(sample.seconds for sample in samples if sample.done >= done * q / QUARTERS) for q in range(1, QUARTERS + 1)]
    for quarter, (begin, end) in enumerate(itertools.pairwise([0, *ends]), start=1):
        of_it = [sample for sample in samples if begin < sample.seconds <= end]
        command_mb, worker_mb = max(sample.command for sample in of_it) / 2**20, max(sample.worker for sample in of_it) / 2**20
        print(f"{quarter:7}   {(end - begin) / (done / QUARTERS):6.2f}   {command_mb:11.0f}   {worker_mb:18.0f}")
    print(f"\nThe command itself took {1000 * processor / number:.0f} ms of a processor for each submission.")
    if wrong:
        sys.exit(f"Not as earned: {', '.join(wrong)}. The last command said:\n{said}")


def soak(root: Path, printed: Path, faults: bool) -> tuple[list[Sample], dict[str, int], float]:
    """Grade until a command ends by itself: samples, what was killed, and processor seconds of the commands themselves."""
    lots, killed = random.Random(2026), {"worker": 0, "command": 0}
    samples, processor = [], 0.0
    begin = time.monotonic()
    while True:
        with printed.open("w") as log, subprocess.Popen(command(), cwd=root, env=ENVIRONMENT, stdout=log, stderr=log) as running:
            itself, spent = psutil.Process(running.pid), 0.0
            command_ends = time.monotonic() + lots.uniform(60, 120) if faults else math.inf
            worker_ends = time.monotonic() + lots.uniform(10, 30) if faults else math.inf
            while running.poll() is None:
                time.sleep(1)
                at_work = workers(running)
                with contextlib.suppress(psutil.NoSuchProcess):
                    spent = sum(itself.cpu_times()[:2])
                    memory = itself.memory_info().rss, *(psutil.Process(pid).memory_info().rss for pid in at_work)
                    samples.append(Sample(time.monotonic() - begin, len(graded(root)), memory[0], max(memory[1:], default=0)))
                if at_work and time.monotonic() > worker_ends:
                    os.kill(lots.choice(at_work), signal.SIGKILL)
                    killed["worker"] += 1
                    worker_ends = time.monotonic() + lots.uniform(10, 30)
                if time.monotonic() > command_ends and running.poll() is None:
                    left = descendants(running.pid)
                    running.kill()
                    killed["command"] += 1
                    while any(map(psutil.pid_exists, left)):
                        time.sleep(0.1)
            processor += spent
        if running.returncode in (0, 2):
            samples.append(Sample(time.monotonic() - begin, len(graded(root)), 0, 0))
            return samples, killed, processor
        if running.returncode != -signal.SIGKILL:
            sys.exit(f"The command stopped:\n{printed.read_text()[-5000:]}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), faults="calm" not in sys.argv[2:])
