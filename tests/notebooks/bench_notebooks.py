"""How long each notebook takes to run from top to bottom, its kernel's start included. Not a test: `make bench`."""

import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [*sorted((ROOT / "lessons").glob("*.ipynb")), *sorted((ROOT / "solutions").glob("*/*.ipynb"))]


def seconds(notebook, folder) -> float:
    start = time.perf_counter()
    NotebookClient(notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return time.perf_counter() - start


def test_print_the_time_of_each_notebook(tmp_path, capsys):
    empty = seconds(nbformat.v4.new_notebook(), tmp_path)
    times = {path.stem: seconds(nbformat.read(path, as_version=4), tmp_path) for path in NOTEBOOKS}
    with capsys.disabled():
        print("\n\nFrom top to bottom, seconds\n")
        for name, taken in {**times, "all of them": sum(times.values()), "a notebook without cells": empty}.items():
            print(f"{name:40}{taken:6.1f}")
