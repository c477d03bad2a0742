"""Reminds those who work in Binder that it keeps nothing.

BinderHub gives each server the address that started it, in BINDER_LAUNCH_HOST; elsewhere the variable
is missing, and nothing is said. How long Binder keeps a session:
https://mybinder.readthedocs.io/en/latest/about/user-guidelines.html
"""

import contextlib
import html
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from balancing_act.learner import FIRST_LESSON, course_folder

PAUSE = timedelta(minutes=15)  # from one reminder to the next, and from saving to one
PLACE = "Lesson 0, Take your work with you"
CELL = "cell-id=take-your-work"  # of lesson 0, as JupyterLab finds it
FORGETS = "Binder forgets everything after 10 minutes without use, and promises no more than six hours in all."
UNSAVED = "You did something since you last saved your work, and Binder forgets it when it closes."


@dataclass(frozen=True)
class Reminder:
    """A line for somebody in Binder, with a link to where work is saved."""

    text: str

    def __repr__(self) -> str:
        return f"{self.text} Save your work to your own computer: {PLACE}."

    def _repr_html_(self) -> str:
        place = PLACE
        with contextlib.suppress(FileNotFoundError):
            lesson = Path(os.path.relpath(course_folder() / "lessons" / FIRST_LESSON)).as_posix()
            place = f'<a href="{html.escape(lesson)}#{CELL}">{PLACE}</a>'
        style = "border-left:6px solid #D55E00;padding:.2em .8em;max-width:52em"
        return f'<p role="status" style="{style}">{html.escape(self.text)} Save your work to your own computer: {place}.</p>'


def remind(shell: Any) -> None:
    """In Binder, say that it forgets; say it again after a cell when there is work that was not
    saved to a file for some time.
    """
    if "BINDER_LAUNCH_HOST" not in os.environ or "NBGRADER_EXECUTION" in os.environ:
        return
    from IPython.display import display  # noqa: PLC0415  (only where there is a shell)

    display(Reminder(FORGETS))
    last = datetime.now(UTC)

    def look(_result: Any) -> None:
        nonlocal last
        now = datetime.now(UTC)
        if now - last < PAUSE:
            return
        from balancing_act.backup.commands import unsaved  # noqa: PLC0415  (widgets load only where they are needed)

        last = now
        with contextlib.suppress(OSError):
            if unsaved(course_folder(), now, PAUSE):
                display(Reminder(UNSAVED))

    shell.events.register("post_run_cell", look)
