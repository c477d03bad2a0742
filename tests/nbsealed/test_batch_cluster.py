"""`nbsealed grade --executor`, on a Dask cluster of real processes in another folder, one of which is lost on the way."""

import json
import os
import signal
import subprocess
import sys

import pytest
from batch_course import EARNED, FEW, course, descendants, graded, marks, start, until

pytestmark = [pytest.mark.proof, pytest.mark.timeout(1800)]


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, started as on separate machines: they share nothing with the course but the Python environment."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = elsewhere / "scheduler.json"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    worker = ["worker", "--scheduler-file", str(file), "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]
    with (elsewhere / "log").open("w") as log:
        started = [
            subprocess.Popen([sys.executable, "-m", "dask", *part], cwd=elsewhere, stdout=log, stderr=log) for part in (scheduler, worker)
        ]
    until(lambda: "Starting established connection" in (elsewhere / "log").read_text() or "Registered" in (elsewhere / "log").read_text())
    yield json.loads(file.read_text())["address"], started[1]
    for process in reversed(started):
        process.terminate()
        process.wait(30)


def test_a_cluster_gives_the_same_marks_though_a_worker_is_lost(cluster, tmp_path):
    address, dask = cluster
    batch = course(tmp_path / "course", FEW)
    with start(batch.root, "--executor", address) as running:
        until(lambda: len(graded(batch.root)) >= 1)
        os.kill(next(pid for pid, line in descendants(dask.pid).items() if "spawn_main" in line), signal.SIGKILL)
        said, _ = running.communicate()
    assert running.returncode == 0, said
    assert marks(f"sqlite:///{batch.root}/gradebook.db") == {name: EARNED[name] for name in FEW}
