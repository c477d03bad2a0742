"""What to do about the errors that beginners meet most: a hint below the error, in the reader's own terms."""

import difflib
import os
import re
import traceback
from collections.abc import Iterable
from typing import Any

from balancing_act.checkpoints import Reply

# What beginners write, by a pattern in Python's message and the line below it, and what to write instead.
_SLIPS = {
    r"unterminated string": "A text needs the same quotation mark, \" or ', at its beginning and at its end.",
    r"invalid character '[“”„‘’«»]": "Python knows the straight quotation marks \" and ' alone. Type them anew.",
    r"leading zeros|invalid syntax.*\n.*\d([ .]\d{3})+$": "Write thousands without a sign: 12000, not 12,000, 12.000 or 12 000.",
    r"invalid syntax.*\n.*\d\s*%$": "Leave out the per cent sign, and write 12.5, not 12,5.",
    r"invalid syntax.*\n.*[^=]=$": "Nothing stands after the equals sign. Put your answer there.",
    r"unexpected indent": "Take away the spaces at its beginning.",
    r"expected an indented block": "It belongs to the line above: begin it with four spaces.",
}


def advice(error: BaseException, names: Iterable[str] = ()) -> str:
    """What an error means and what to try next; empty where its own message is the best there is.

    names: those that exist where it was raised.
    """
    if isinstance(error, NameError) and error.name:
        return (
            f"Nothing is called {error.name} yet. {_meant(error.name, names)}If it is made in a cell above, run that cell first. "
            "(Run → Run All Above Selected Cell runs them all.) If it is meant as a text, put it in quotation marks."
        )
    if isinstance(error, KeyError) and error.args:
        columns = _columns(error)
        if columns:
            return f"The table has no column {error.args[0]!r}. {_meant(error.args[0], columns)}Its columns: {', '.join(columns)}."
    if isinstance(error, SyntaxError) and error.lineno:
        return f"Python cannot read line {error.lineno}. {_unreadable(error)}"
    return ""


def explain(shell: Any) -> None:
    """Show advice below the errors of cells that are run from now on; nothing while nbgrader runs the notebook."""
    from IPython.display import display  # noqa: PLC0415  (only where there is a shell)

    def show(result: Any) -> None:
        error = result.error_before_exec or result.error_in_exec
        words = advice(error, shell.user_ns) if error else ""
        if words and "NBGRADER_EXECUTION" not in os.environ:
            display(Reply("hint", words))

    shell.events.register("post_run_cell", show)


def _unreadable(error: SyntaxError) -> str:
    """What is wrong with a line, as far as Python's message or the line itself tells."""
    line = (error.text or "").split("#")[0].rstrip()
    for sign, words in _SLIPS.items():
        if re.search(sign, f"{error.msg}\n{line}"):
            return words
    return "Look there and in the line above for a bracket, quotation mark or colon too few."


def _meant(written: Any, there: Iterable[str]) -> str:
    close = difflib.get_close_matches(str(written), [str(name) for name in there if not str(name).startswith("_")], n=1)
    return f"Did you mean {close[0]}? " if close else ""


def _columns(error: KeyError) -> list[str]:
    """The columns of the table in which a key was looked for; none where it was not a table."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        columns = getattr(frame.f_locals.get("self"), "columns", None)
        if columns is not None:
            return [str(column) for column in columns]
    return []
