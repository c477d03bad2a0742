"""Reminds those who work in Binder that it keeps nothing.

BinderHub tells a server who started it in BINDER_LAUNCH_HOST; on a machine of one's own the variable is not there, and nothing is said.
How long Binder keeps a session: https://mybinder.readthedocs.io/en/latest/about/user-guidelines.html
"""

import contextlib
import html
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from balancing_act.learner import FIRST_LESSON, course_folder

PAUSE = timedelta(minutes=15)  # without a reminder
SECTION = "Take-your-work-with-you"


class Reminder:
    """A line for somebody in Binder, with a link to where work is saved."""

    def __init__(self, text: str):
        self.text = text

    def __repr__(self) -> str:
        return f"{self.text} Lesson 0, Take your work with you."

    def _repr_html_(self) -> str:
        place = "lesson 0, Take your work with you"
        with contextlib.suppress(FileNotFoundError):
            lesson = Path(os.path.relpath(course_folder() / "lessons" / FIRST_LESSON)).as_posix()
            place = f'<a href="{html.escape(lesson)}#{SECTION}">{place}</a>'
        style = "border-left:6px solid #D55E00;padding:.2em .8em;max-width:52em"
        return f'<p role="status" style="{style}">{html.escape(self.text)} {place[0].upper()}{place[1:]}.</p>'


def remind(shell: Any) -> None:
    """In Binder, say that it forgets; say it again when there is work that was not saved to a file for some time."""
    if "BINDER_LAUNCH_HOST" not in os.environ or "NBGRADER_EXECUTION" in os.environ:
        return
    from IPython.display import display  # noqa: PLC0415  (only where there is a shell)

    display(
        Reminder(
            "Binder forgets everything after 10 minutes without use, and promises no more than six hours in all. Save your work to your computer:"
        )
    )
    said = datetime.now(UTC)

    def look(_result: Any) -> None:
        nonlocal said
        now = datetime.now(UTC)
        if now - said < PAUSE:
            return
        said = now
        from balancing_act.backup.commands import unsaved  # noqa: PLC0415  (widgets load only where they are needed)

        with contextlib.suppress(OSError):
            if unsaved(course_folder(), now, PAUSE):
                display(
                    Reminder("What you did since you last saved your work is in Binder alone, which may close. Save it to your computer:")
                )

    shell.events.register("post_run_cell", look)
