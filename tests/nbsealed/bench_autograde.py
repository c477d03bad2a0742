"""How long a submission takes, sealed and with stock nbgrader in the same run, and a kernel, warm and cold. Called by `make bench`."""

import asyncio
import dataclasses
import statistics
import sys
import time
from pathlib import Path

import pytest

from nbsealed.sandbox import SealedKernelManager, SealedProvisioner

sys.path.insert(0, str(Path(__file__).parents[1] / "zoo"))
from zoo_course import CONFIG, SEALED, ZooCourse
from zoo_submissions import ZOO

COUNT = 10  # submissions, and kernels
HONEST = next(submission for submission in ZOO if submission.name == "honest")


def autograde(folder: Path, config: str, count: int) -> float:
    """Seconds for `nbgrader autograde` of so many submissions."""
    submissions = [dataclasses.replace(HONEST, name=f"student{n}") for n in range(count)]
    with ZooCourse(folder, submissions, config) as course:
        start = time.perf_counter()
        course.nbgrader("autograde", "ps1")
        return time.perf_counter() - start


def test_a_submission(tmp_path):
    """What each submission after the first adds: the first also starts nbgrader, the judge and the warm process."""
    spent = {}
    for name, config in (("stock", CONFIG), ("sealed", CONFIG + SEALED)):
        one, more = (autograde(tmp_path / f"{name}{count}", config, count) for count in (1, COUNT + 1))
        spent[name] = (more - one) / COUNT
        print(f"\n{name}: {spent[name]:.3f} s a submission, {one:.1f} s for the first alone")
    print(f"stock / sealed: {spent['stock'] / spent['sealed']:.2f}")


async def kernel(material: Path) -> tuple[float, float]:
    """Seconds from the order for a kernel until pandas is there, and from its end until it is gone."""
    manager = SealedKernelManager(kernel_name="python3", material=material, secrets=())
    start = time.perf_counter()
    await manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=120)
    manager.provisioner.ready()
    await client.execute_interactive("import pandas", timeout=120)
    there = time.perf_counter()
    await manager.shutdown_kernel(now=True)
    client.stop_channels()
    return there - start, time.perf_counter() - there


@pytest.mark.parametrize("state", ["warm", "cold"])
def test_a_kernel(tmp_path, monkeypatch, state):
    if state == "cold":
        monkeypatch.setattr(SealedProvisioner, "_warm", lambda self: None)
    runs = [asyncio.run(kernel(tmp_path)) for _ in range(COUNT + 1)][1:]
    start, end = (statistics.median(part) for part in zip(*runs, strict=True))
    print(f"\n{state} kernel: {start:.3f} s until pandas is there, {end:.3f} s to end (medians of {COUNT})")
