"""Save my work and Bring it back, each with what it says to the learner."""

import contextlib
import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from balancing_act.backup.archive import RestoreError, pack, unpack
from balancing_act.backup.restore import Plan, carry_out, plan
from balancing_act.backup.work import MAX_ALL, answers, collect
from balancing_act.learner import FILE, course_folder, record_saving, savings

_RELOAD = (
    "A notebook that is open in a tab does not change by itself: click into it and choose File → Reload Notebook from Disk. "
    "Where JupyterLab asks, choose Reload or Revert, not Overwrite."
)


@dataclass(frozen=True)
class Report:
    """What was done, or will be.

    text: in a sentence; lines: one for each file; advice: what to do next; done: False when
    nothing was.
    """

    text: str
    lines: tuple[str, ...] = ()
    advice: str = ""
    done: bool = True

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.text, *(f"- {line}" for line in self.lines), self.advice]))

    def _repr_html_(self) -> str:
        listed = "".join(f"<li>{html.escape(line)}</li>" for line in self.lines)
        parts = [f"<p><strong>{html.escape(self.text)}</strong></p>", listed and f"<ul>{listed}</ul>"]
        return "".join([*parts, self.advice and f"<p>{html.escape(self.advice)}</p>"])


def save(course: Path, now: datetime) -> tuple[str, bytes, Report]:
    """The name and the content of a file with all the learner's work, and what to say; no content
    where there is no work.
    """
    work = collect(course)
    if not work.empty:
        with contextlib.suppress(OSError):  # a folder that cannot be written to can still be saved
            record_saving(course, work.fingerprint)
            work = collect(course)
    name = f"my-work-{now:%Y-%m-%d-%H%M%S}.zip"
    left_out = tuple(f"Left out: {file}, because {why}." for file, why in work.left_out.items())
    if work.empty:
        text = "There is nothing to save yet: no checkpoint is answered, and no notebook is changed."
        return name, b"", Report(text, left_out, "Is a notebook changed but not saved? Press Ctrl+S in its tab, then try again.", False)
    data = pack(work, now)
    held = tuple(f"{file.name}, saved {_ago(now - file.saved)}" for file in work.files if file.name != FILE)
    said = f"{name} ({_size(len(data))}) holds {_counted({file.name: file.data for file in work.files})}."
    advice = "It holds what was saved. If a tab has a dot beside its name, press Ctrl+S in it (on a Mac, Cmd+S) and save your work again."
    return name, data, Report(said, held + left_out, advice)


def look(course: Path, data: bytes) -> Report:
    """What bringing a file back would do."""
    try:
        archive = unpack(data)
        will = plan(course, archive)
    except RestoreError as problem:
        return Report(str(problem), advice="Nothing was changed.", done=False)
    text = f"Your work of {_date(archive.saved)}: {_counted(archive.files)}."
    if not will.steps and not will.progress:
        return Report(f"{text} All of it is here already.", done=False)
    return Report(f"{text} This will be brought back:", _told(will))


def bring(course: Path, data: bytes) -> Report:
    """Bring a file back, and say what was done."""
    try:
        done = plan(course, unpack(data))
        carry_out(done)
    except RestoreError as problem:
        return Report(str(problem), advice="Nothing was changed.", done=False)
    if not done.steps and not done.progress:
        return Report("All of it was here already. Nothing was changed.", done=False)
    return Report(f"Your work of {_date(done.archive.saved)} is back:", _told(done), _RELOAD if done.steps else "")


def save_my_work() -> Report:
    """Write the file with all your work into the folder of the course, from where you can
    download it.
    """
    try:
        course = course_folder()
        name, data, report = save(course, datetime.now(UTC))
        if not data:
            return report
        with (course / name).open("xb") as file:
            file.write(data)
    except OSError as problem:
        return Report(f"Your work was not saved: {problem.strerror or problem}.", done=False)
    return Report(report.text, report.lines, f"Click it with the right button in the list of files and choose Download. {report.advice}")


def bring_it_back(file: str | Path) -> Report:
    """Bring back what a file of save_my_work holds.

    file: its name, if it lies here or in the folder of the course, or its path.
    """
    try:
        course = course_folder()
        found = next((path for path in (Path(file), course / file) if path.is_file()), None)
        if found is None:
            return Report(f"There is no file {file} here. Drag it from your computer into the list of files first.", done=False)
        if found.stat().st_size > MAX_ALL:
            return Report(f"{file} is larger than anything that Save my work makes.", advice="Nothing was changed.", done=False)
        return bring(course, found.read_bytes())
    except OSError as problem:
        return Report(f"{file} cannot be read: {problem.strerror or problem}.", advice="Nothing was changed.", done=False)


def unsaved(course: Path, now: datetime, pause: timedelta) -> bool:
    """Whether there is work that no file holds, and nothing was saved for some time."""
    work, saved = collect(course), savings(course)
    return not work.empty and work.fingerprint not in saved and all(now - when > pause for when in saved.values())


def _told(will: Plan) -> tuple[str, ...]:
    told, now = [], datetime.now(UTC)
    for step in will.steps:
        line = f"{step.name}, saved {_ago(now - will.archive.written[step.name])}"
        if step.target.name != Path(step.name).name:
            line += f"; it is another edition here, so yours goes beside it, as {step.target.name}"
        elif step.kept:
            line += f"; the one here is kept as {step.kept.name}"
        told.append(line)
    told += _progress(answers(b"\n".join(will.progress)))
    if will.same:
        told.append(f"{_many(len(will.same), 'file')} here already, and {'stays' if len(will.same) == 1 else 'stay'} as here")
    return tuple(told)


def _counted(files: dict[str, bytes]) -> str:
    notebooks = sum(name.endswith(".ipynb") for name in files)
    counts = {"notebook": notebooks, "other file": len(files) - notebooks - (FILE in files)}
    parts = [_many(count, what) for what, count in counts.items() if count] + _progress(answers(files.get(FILE, b"")))
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _progress(added: Iterable[bytes]) -> list[str]:
    """Lines of progress in words, none where there are none."""
    count = len(list(added))
    return [f"{_many(count, 'line')} of progress"] if count else []


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _ago(age: timedelta) -> str:
    minutes = max(0, round(age.total_seconds() / 60))
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{_many(minutes, 'minute')} ago"
    return f"{_many(minutes // 60, 'hour')} ago" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days ago"


def _date(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def _size(size: int) -> str:
    return f"{max(1, round(size / 1000))} KB"
