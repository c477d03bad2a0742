"""Bring it back: what an archive changes in a folder of the course, and doing so, all or nothing.

Nothing that is here is lost. A notebook or file here that differs is kept beside, unless it is the
course's own, as the archive's course had brought it. A lesson that is another edition here than in
the archive stays, and the learner's copy is put beside it.
"""

import contextlib
import errno
import os
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from balancing_act.backup.archive import Archive, RestoreError
from balancing_act.backup.work import digest, is_released, lines, release
from balancing_act.learner import FILE

_STAGING = ".bringing-back"  # one at a time
_LONGEST = 60  # seconds


@dataclass(frozen=True)
class Step:
    """A file to write.

    name: of the file in the archive; target: where it goes; kept: where what lies there goes,
    None if nowhere.
    """

    name: str
    target: Path
    kept: Path | None = None


@dataclass(frozen=True)
class Plan:
    """What bringing an archive back changes.

    same: names of files that are here already; progress: lines to add.
    """

    course: Path
    archive: Archive
    steps: tuple[Step, ...]
    same: tuple[str, ...]
    progress: tuple[bytes, ...]


def plan(course: Path, archive: Archive) -> Plan:
    """What would change.

    Raises RestoreError where a folder is in the way of a file, or a link leads out of the course.
    """
    steps, same = [], []
    for name, data in archive.files.items():
        if name == FILE:
            continue
        step = _step(course, archive, name, data)
        if step:
            steps.append(step)
        else:
            same.append(name)
    here = (course / FILE).read_bytes() if (course / FILE).is_file() else b""
    missing = Counter(lines(archive.files.get(FILE, b""))) - Counter(lines(here))
    progress = []
    for line in reversed(lines(archive.files.get(FILE, b""))):
        if missing[line]:
            missing[line] -= 1
            progress.insert(0, line)
    return Plan(course, archive, tuple(steps), tuple(same), tuple(progress))


def carry_out(plan: Plan) -> None:
    """Do it. Raises RestoreError when something is in the way; then all is as it was."""
    staging = plan.course / _STAGING
    try:
        # What is left of one that was killed goes; all in it is elsewhere too.
        if staging.exists() and time.time() - staging.stat().st_mtime > _LONGEST:
            shutil.rmtree(staging)
        staging.mkdir()
    except FileExistsError as problem:
        raise RestoreError("Another tab is bringing work back, or was stopped while it did. Try again in a minute.") from problem
    except OSError as problem:
        raise _failed(problem) from problem
    try:
        with contextlib.ExitStack() as undo:
            _place(plan, staging, undo)
            _append(plan.course / FILE, plan.progress)
            undo.pop_all()
    except OSError as problem:
        raise _failed(problem) from problem
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _place(plan: Plan, staging: Path, undo: contextlib.ExitStack) -> None:
    for number, step in enumerate(plan.steps):  # first all that needs space
        (staging / f"{number}").write_bytes(plan.archive.files[step.name])
    for number, step in enumerate(plan.steps):
        _make(step.target.parent, undo)
        if step.kept:
            _copy(step.target, step.kept, undo)
        if step.target.exists():
            before = staging / f"{number}.before"
            _copy(step.target, before, undo)
            undo.callback(os.replace, before, step.target)
        else:
            undo.callback(step.target.unlink, missing_ok=True)
        os.replace(staging / f"{number}", step.target)


def _failed(problem: OSError) -> RestoreError:
    return RestoreError(f"Your work was not brought back: {problem.strerror or problem}.")


def _step(course: Path, archive: Archive, name: str, data: bytes) -> Step | None:
    target = course / name
    for folder in target.relative_to(course).parents:
        there = course / folder
        if there.exists() and not (there.is_dir() and there.resolve().is_relative_to(course.resolve())):
            raise RestoreError(f"{folder} is no folder of the course here. Rename it, then bring your work back.")
    if target.is_dir():
        raise RestoreError(f"{name} is a folder here. Rename it, then bring your work back.")
    if not target.exists():
        return Step(name, target)
    here, brought = digest(name, target.read_bytes()), digest(name, data)
    if here == brought:
        return None
    same_edition = archive.released[name] == release(name)
    if name.startswith("lessons/") and release(name) and not same_edition:
        beside = _beside(target, "saved", archive.saved, brought)
        return None if beside.exists() else Step(name, beside)
    if is_released(name, here) and same_edition:
        return Step(name, target)
    kept = _beside(target, "kept", datetime.fromtimestamp(target.stat().st_mtime, UTC), here)
    return Step(name, target, None if kept.exists() else kept)


def _beside(path: Path, why: str, when: datetime, is_digest: str) -> Path:
    """A free name beside a file, or that of a copy with the same content."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        beside = path.with_name(f"{path.stem}-{why}-{when:%Y-%m-%d-%H%M%S}{again}{path.suffix}")
        if not beside.exists() or (beside.is_file() and digest(beside.name, beside.read_bytes()) == is_digest):
            return beside
        number += 1


def _copy(path: Path, copy: Path, undo: contextlib.ExitStack) -> None:
    """Copy a file to a name that nobody has."""
    with copy.open("xb") as file:
        undo.callback(copy.unlink, missing_ok=True)
        file.write(path.read_bytes())


def _make(folder: Path, undo: contextlib.ExitStack) -> None:
    if not folder.exists():
        _make(folder.parent, undo)
        folder.mkdir()
        undo.callback(folder.rmdir)


def _append(path: Path, added: tuple[bytes, ...]) -> None:
    """Add lines in one write, as learner does: another lesson may add some at the same time."""
    if not added:
        return
    block = b"\n" + b"\n".join(added) + b"\n"
    existed = path.exists()
    with path.open("ab", buffering=0) as file:
        size = file.tell()
        written = file.write(block)
        if written < len(block):
            file.truncate(size)
    if written < len(block):
        if not existed:
            path.unlink()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
