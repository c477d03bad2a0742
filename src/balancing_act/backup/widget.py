"""Save my work and Bring it back as two buttons: the browser downloads the file, and takes one
from the learner's own computer.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from balancing_act.backup.commands import Report, bring, look, save
from balancing_act.backup.work import MAX_ALL
from balancing_act.learner import course_folder

_NO_KERNEL = (
    "Here are two buttons when the course runs: Save my work gives you one file with your progress and all notebooks that you changed; "
    "Bring it back puts such a file into this course. Run this cell to use them."
)


class MyWork(anywidget.AnyWidget):
    """The two buttons, for the folder of the course that the notebook lies in.

    The page asks with a message ``{"ask": "save" | "look" | "bring", "view": …}``, and gets
    ``{"ask": …, "view": …, "said": …, "done": …}`` back, HTML in ``said``; the file comes as the
    buffer of an answer to "save". A file to bring back is sent before "look", in pieces: Jupyter's
    server takes no message of more than 10 MB.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")

    largest = traitlets.Int(MAX_ALL, read_only=True).tag(sync=True)

    def __init__(self):
        super().__init__()
        self._pieces: dict[str, bytes] = {}  # what each view has sent
        self.on_msg(self._answer)

    def _answer(self, _widget: Any, message: dict, buffers: list) -> None:
        view, ask = message["view"], message["ask"]
        if ask in ("first piece", "piece"):
            before = b"" if ask == "first piece" else self._pieces.get(view, b"")
            self._pieces[view] = before + bytes(buffers[0])[: MAX_ALL + 1 - len(before)]
            return
        reply, files = {"ask": ask, "view": view}, []
        try:
            course = course_folder()
            if ask == "save":
                reply["name"], data, report = save(course, datetime.now(UTC))
                files = [data] if data else []
            else:
                data = self._pieces.get(view, b"") if ask == "look" else self._pieces.pop(view, b"")
                report = (look if ask == "look" else bring)(course, data)
        except OSError as problem:
            report = Report(str(problem), done=False)
        self.send(reply | {"said": report._repr_html_(), "done": report.done}, files)

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/html": f"<p>{_NO_KERNEL}</p>", "text/plain": _NO_KERNEL}, metadata
