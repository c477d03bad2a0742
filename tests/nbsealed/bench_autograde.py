"""Where a submission's time goes: `nbgrader autograde`, sealed and stock, on the same submissions in the same run. Called by `make bench`."""

import logging
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbgrader.apps import NbGrader
from nbgrader.converters import Autograde

sys.path.insert(0, str(Path(__file__).parents[1] / "zoo"))
from zoo_course import CONFIG, SEALED, ZooCourse
from zoo_submissions import ZOO

COUNT = 6  # submissions; the first, which also starts what serves the others, is not counted


def copies(name: str) -> list:
    submission = next(s for s in ZOO if s.name == name)
    return [type(submission)(f"{name}{n}", submission.does, submission.earns, submission.write) for n in range(COUNT + 1)]


class Clock:
    """Seconds by stage, one list of submissions each."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def watch(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, stage: str) -> None:
        original = getattr(owner, name)

        def timed(*args, **kwargs):
            start = time.perf_counter()
            try:
                return original(*args, **kwargs)
            finally:
                self.spent[stage] += time.perf_counter() - start

        async def timed_async(*args, **kwargs):
            start = time.perf_counter()
            try:
                return await original(*args, **kwargs)
            finally:
                self.spent[stage] += time.perf_counter() - start

        import inspect

        monkeypatch.setattr(owner, name, timed_async if inspect.iscoroutinefunction(original) else timed)
