"""What a learner has done: checkpoints answered and problem sets graded, kept in one file in the learner's own folder.

The file is ``progress.jsonl`` beside the folder ``lessons/``. It can be copied to another computer, and nothing leaves this one. Each line
is one event as JSON::

    {"when": "2026-11-26T18:05:00+00:00", "checkpoint": "3-yes", "state": "right"}
    {"when": "2026-11-26T19:10:00+00:00", "set": "ps3_votes", "points": 17.0, "max_points": 24.0, "to_mark": 4.0}
    {"when": "2026-11-26T19:30:00+00:00", "saved": "6f1d…"}

Lines are only ever added, in one write each, so that lessons open side by side do not overwrite each other, and a line that got damaged
costs no other. `check` writes the first kind, for notebooks that lie in the folder ``lessons/``; `record_set` the second; the third
says that all work was saved to a file (see balancing_act.backup). Elsewhere, as in
nbgrader's copies of a notebook, and where the folder cannot be written to, nothing is kept and nothing fails.
"""

import contextlib
import datetime
import html
import json
import pkgutil
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

import balancing_act.checkpoints as questions

FILE = "progress.jsonl"
FIRST_LESSON = "00_start_here.ipynb"
EVENTS = (  # the fields of each kind of event
    {"checkpoint": str, "state": str},
    {"set": str, "points": float, "max_points": float, "to_mark": float},
    {"saved": str, "when": str},
)


def record_checkpoint(key: str, state: str) -> None:
    """Note an answer to a checkpoint, ``right`` or ``wrong``, when the notebook that runs lies in the folder ``lessons/``."""
    here = Path.cwd()
    if (here / FIRST_LESSON).exists():
        with contextlib.suppress(OSError):  # a folder that cannot be written to is no reason not to answer
            _add(here.parent, {"checkpoint": key, "state": state})


def record_set(name: str, points: float, max_points: float, to_mark: float = 0.0) -> None:
    """Note that a problem set was graded.

    name: such as ``ps3_votes``. points: reached so far. max_points: of the whole set. to_mark: of these, the points of written answers
    that no grader marks. The course's folder is looked for from the working directory upwards. Raises FileNotFoundError where there is
    none, OSError where it cannot be written to.
    """
    _add(course_folder(), {"set": name, "points": float(points), "max_points": float(max_points), "to_mark": float(to_mark)})


def record_saving(folder: Path, fingerprint: str) -> None:
    """Note that the work in the course's folder is being saved to a file. Raises OSError.

    fingerprint: of that work.
    """
    _add(folder, {"saved": fingerprint})


def savings(folder: Path) -> dict[str, datetime.datetime]:
    """When which work was saved to a file, by fingerprint."""
    times = {}
    for event in _read(folder / FILE)[0]:
        with contextlib.suppress(KeyError, ValueError):
            times[event["saved"]] = datetime.datetime.fromisoformat(event["when"]).astimezone(datetime.UTC)
    return times


def is_saving(line: str) -> bool:
    """Whether a line of the file notes that work was saved, and is no work itself."""
    return "saved" in (_event(line) or {})


@dataclass(frozen=True)
class Lesson:
    """Checkpoints answered right and those there are, and the latest grading of the problem set, None before it.

    number: None for the toolbox, which belongs to all lessons and has no problem set.
    """

    number: int | None
    title: str
    right: int
    checkpoints: int
    graded: dict | None

    @property
    def marks(self) -> str:
        if self.number is None:
            return "has none"
        if self.graded is None:
            return "not graded yet"
        marks = f"{self.graded['points']:g} of {self.graded['max_points']:g} points"
        return marks + (f", {self.graded['to_mark']:g} more to mark yourself" if self.graded["to_mark"] else "")


@dataclass(frozen=True)
class Progress:
    """One row for each lesson, as a table and in words. note: what the reader should know about the file."""

    lessons: tuple[Lesson, ...]
    note: str = ""

    @property
    def text(self) -> str:
        right, asked = sum(lesson.right for lesson in self.lessons), sum(lesson.checkpoints for lesson in self.lessons)
        graded = [lesson.graded is not None for lesson in self.lessons if lesson.number is not None]
        said = f"You have answered {right} of {asked} checkpoints right, and {sum(graded)} of {len(graded)} problem sets are graded."
        return f"{said} {self.note}".strip()

    def __repr__(self) -> str:
        rows = [f"{lesson.title}: {lesson.right} of {lesson.checkpoints} checkpoints; set {lesson.marks}" for lesson in self.lessons]
        return "\n".join([self.text, *rows])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(lesson.title)}</th>'
            f"<td>{lesson.right} of {lesson.checkpoints}{' ✓' if lesson.right == lesson.checkpoints else ''}</td>"
            f'<td style="text-align:left">{lesson.marks}</td></tr>'
            for lesson in self.lessons
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("Lesson", "Checkpoints right", "Problem set"))
        return f"<p>{html.escape(self.text)}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def progress() -> Progress:
    """What you have done so far. A checkpoint answered right once stays right; of a problem set the latest grading counts."""
    try:
        folder = course_folder()
    except FileNotFoundError as missing:
        return Progress(_lessons(None, (), {}), str(missing))
    events, damaged = _read(folder / FILE)
    note = f"{damaged} damaged lines of {FILE} were skipped; they are still in the file." if damaged else ""
    right = {event["checkpoint"] for event in events if event.get("state") == "right" and "checkpoint" in event}
    return Progress(_lessons(folder, right, {event["set"]: event for event in events if "set" in event}), note)


def start_anew() -> str:
    """Begin with no progress. What there was is kept in a file beside it, whose name is said."""
    path = course_folder() / FILE
    if not path.exists():
        return "There was no progress to set aside."
    stamp = datetime.datetime.now(datetime.UTC)
    aside = path.with_name(f"progress-until-{stamp:%Y-%m-%d-%H%M%S-%f}.jsonl")
    path.rename(aside)
    return f"You start anew. What you had done is in {aside.name}; give it back the name {FILE} to return to it."


def course_folder() -> Path:
    """The folder of the course that the working directory lies in.

    Raises FileNotFoundError where there is none.
    """
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "lessons" / FIRST_LESSON).exists():
            return folder
    raise FileNotFoundError(
        f"No progress is kept here: {Path.cwd()} does not lie in a folder of the course, which holds lessons/{FIRST_LESSON}."
    )


def _add(folder: Path, event: dict) -> None:
    line = json.dumps({"when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), **event}, ensure_ascii=False)
    with (folder / FILE).open("ab", buffering=0) as file:
        # The line break comes first too: the last line may be half of one that was being written when a computer went off.
        file.write(f"\n{line}\n".encode())


def _read(path: Path) -> tuple[list[dict], int]:
    """The events of a file, and how many lines are none."""
    try:
        lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
    except OSError:
        return [], 0
    events = [_event(line) for line in lines if line.strip()]
    # By time: lines that were brought back from a file come after newer ones.
    return sorted(filter(None, events), key=lambda event: str(event.get("when", ""))), events.count(None)


def _event(line: str) -> dict | None:
    with contextlib.suppress(ValueError):
        event = json.loads(line)
        if isinstance(event, dict) and any(all(isinstance(event.get(name), kind) for name, kind in fields.items()) for fields in EVENTS):
            return event
    return None


def _lessons(folder: Path | None, right: Container[str], graded: dict[str, dict]) -> tuple[Lesson, ...]:
    lessons = []
    for module in pkgutil.iter_modules(questions.__path__):
        notebook = module.name.removeprefix("lesson_")
        keys = questions.keys(notebook)
        number = int(notebook) if notebook.isdigit() else None
        of_lesson = [event for name, event in graded.items() if name.startswith(f"ps{number}_")]
        title = _title(folder, notebook)
        lessons.append(Lesson(number, title, sum(key in right for key in keys), len(keys), of_lesson[-1] if of_lesson else None))
    return tuple(lessons)


def _title(folder: Path | None, name: str) -> str:
    """The heading of a notebook, whose file begins with this name."""
    for notebook in (folder / "lessons").glob(f"{name}*.ipynb") if folder else ():
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]
            return "".join(first).splitlines()[0].removeprefix("# ")
    return f"Lesson {int(name)}" if name.isdigit() else name.capitalize()
