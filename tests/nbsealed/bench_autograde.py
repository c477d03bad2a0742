"""How long a submission takes, sealed and with stock nbgrader in the same run, and a kernel, warm and cold. Called by `make bench`."""

import asyncio
import dataclasses
import statistics
import time
from pathlib import Path

import pytest
from commands import run
from zoo_course import CONFIG, ENVIRONMENT, SEALED, ZooCourse
from zoo_submissions import ZOO

from nbsealed.sandbox import SealedKernelManager, SealedProvisioner

COUNT = 40  # submissions, and kernels
HONEST = next(submission for submission in ZOO if submission.name == "honest")


def seconds(folder: Path, config: str, count: int, *command: str) -> float:
    """Seconds that a command takes for so many submissions."""
    submissions = [dataclasses.replace(HONEST, name=f"student{n}") for n in range(count)]
    with ZooCourse(folder, submissions, config) as course:
        start = time.perf_counter()
        run(command, course.root, ENVIRONMENT)
        return time.perf_counter() - start


def test_a_submission(tmp_path):
    """What each submission after the first adds: the first also starts nbgrader, the judge and the warm process."""
    autograde, grade = ("nbgrader", "autograde", "ps1"), ("nbsealed", "grade", "ps1", "--workers")
    programs = {
        "stock": (CONFIG, *autograde),
        "sealed": (CONFIG + SEALED, *autograde),
        "sealed, nbsealed grade with 1 worker": (CONFIG + SEALED, *grade, "1"),
        "sealed, nbsealed grade with 2 workers": (CONFIG + SEALED, *grade, "2"),
    }
    stock = None
    for name, program in programs.items():
        one, more = (seconds(tmp_path / f"{name}{count}", program[0], count, *program[1:]) for count in (2, COUNT + 2))
        each = (more - one) / COUNT
        stock = stock or each
        print(f"\n{name}: {each:.3f} s a submission, {one:.1f} s for the first two alone; {stock / each:.2f} times as fast as stock")


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
