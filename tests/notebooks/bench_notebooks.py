"""How long each notebook takes to run from top to bottom, its kernel's start included. Not a test: `make bench`."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [*sorted((ROOT / "lessons").glob("*.ipynb")), *sorted((ROOT / "solutions").glob("*/*.ipynb"))]


def seconds(path: Path | None, folder: Path) -> float:
    """Seconds that a notebook takes; None stands for one without cells."""
    notebook = nbformat.read(path, as_version=4) if path else nbformat.v4.new_notebook()
    start = time.perf_counter()
    NotebookClient(notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return time.perf_counter() - start


def test_print_the_time_of_each_notebook(tmp_path, capsys):
    empty = seconds(None, tmp_path)
    times = {path.stem: seconds(path, tmp_path) for path in NOTEBOOKS}
    side_by_side = len(os.sched_getaffinity(0))
    start = time.perf_counter()
    with ProcessPoolExecutor(side_by_side) as pool:
        list(pool.map(seconds, NOTEBOOKS, [tmp_path] * len(NOTEBOOKS)))
    together = time.perf_counter() - start
    with capsys.disabled():
        print("\n\nFrom top to bottom, seconds\n")
        sums = {
            "all, one after the other": sum(times.values()),
            f"all, {side_by_side} at a time": together,
            "a notebook without cells": empty,
        }
        for name, taken in {**times, **sums}.items():
            print(f"{name:40}{taken:6.1f}")
