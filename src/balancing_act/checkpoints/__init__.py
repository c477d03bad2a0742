"""Checkpoints: small questions in a lesson that the reader answers and checks at once.

A checkpoint is in one of three states: unattempted, wrong (with a hint for the misconception behind the answer, where it
is a known one) or right. The questions stand in the lessons; what is right and what each wrong answer means stands in one
module a lesson (``lesson_03`` for the keys "3-...", ``toolbox`` for "toolbox-..."), computed from the tables and never typed in.
"""

import html
import importlib
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from typing import Any

from balancing_act.learner import record_checkpoint

_LOOK = {  # state: colour of the bar, sign, word
    "unattempted": ("#555555", "…", "Not answered yet"),
    "wrong": ("#D55E00", "✗", "Not yet"),
    "right": ("#0072B2", "✓", "Right"),
    "hint": ("#E69F00", "?", "Hint"),
    "solution": ("#009E73", "=", "Answer"),
}


@dataclass(frozen=True)
class Reply:
    """What a reader sees: a state and a message, as text and as HTML."""

    state: str
    message: str

    def __repr__(self) -> str:
        return f"{_LOOK[self.state][1]} {_LOOK[self.state][2]}. {self.message}"

    def _repr_html_(self) -> str:
        colour, sign, word = _LOOK[self.state]
        style = f"border-left:6px solid {colour};padding:.4em .8em;max-width:52em"
        return f'<div role="status" style="{style}"><strong>{sign} {word}.</strong> {html.escape(self.message)}</div>'


@dataclass(frozen=True)
class Checkpoint:
    """One question.

    answer: gives the right answer: a number, a text (a letter or a name), or a set of texts.
    because: one or two sentences that a right answer is rewarded with, and that ``solution`` adds.
    misconceptions: wrong answer to the hint for whoever gives it; the wrong answers may be computed too.
    hints: general hints, from vague to clear.
    within: how far a number may be off.
    """

    answer: Callable[[], Any]
    because: str
    hints: Sequence[str]
    misconceptions: Callable[[], Mapping[Any, str]] = field(default=dict)
    within: float = 0.0

    def reply(self, given: Any) -> Reply:
        """Judge an answer."""
        right = self.answer()
        given = _plain(given)
        if given is None:
            return Reply("unattempted", f"Replace the three dots with {_wanted(right)}, then run the cell again.")
        if not _same_kind(given, right):
            return Reply("wrong", f"{_wanted(right).capitalize()} is wanted here; this is {_kind(given)}.{_how_to_write(given, right)}")
        if _equal(given, right, self.within):
            return Reply("right", self.because)
        for mistaken, message in self.misconceptions().items():
            if _equal(given, _plain(mistaken), self.within):
                return Reply("wrong", message)
        if isinstance(right, Number) and abs(right) >= 1000 and _equal(given * 1000, right, self.within):
            return Reply("wrong", f"Python reads a point as the decimal sign. Write thousands without a sign: {_THOUSANDS}.")
        return Reply("wrong", self.hints[0])


_hints_given: Counter[str] = Counter()


def check(key: str, answer: Any) -> Reply:
    """Check an answer: unattempted (``...``, None or an empty text), wrong with a hint, or right. `learner` notes the last two."""
    reply = _find(key).reply(answer)
    if reply.state != "unattempted":
        record_checkpoint(key, reply.state)
    return reply


def hint(key: str) -> Reply:
    """The next hint for a checkpoint, from vague to clear; the last one again when there are no more."""
    hints = _find(key).hints
    number = min(_hints_given[key], len(hints) - 1)
    _hints_given[key] += 1
    return Reply("hint", f"({number + 1} of {len(hints)}) {hints[number]}")


def solution(key: str) -> Reply:
    """The answer to a checkpoint, and why."""
    checkpoint = _find(key)
    right = checkpoint.answer()
    shown = ", ".join(sorted(right)) if isinstance(right, set | frozenset) else f"{right:.3g}" if isinstance(right, float) else str(right)
    return Reply("solution", f"{shown}. {checkpoint.because}")


def keys(lesson: int | str) -> list[str]:
    """The keys of the checkpoints of a lesson, or of the notebook "toolbox", in order."""
    return list(_of(str(lesson)))


def _of(notebook: str) -> dict[str, Checkpoint]:
    name = f"lesson_{int(notebook):02d}" if notebook.isdigit() else notebook
    return importlib.import_module(f"balancing_act.checkpoints.{name}").CHECKPOINTS


def _find(key: str) -> Checkpoint:
    try:
        return _of(str(key).split("-")[0])[key]
    except (ValueError, KeyError, ModuleNotFoundError):
        raise KeyError(f"There is no checkpoint {key!r}. Copy its name from the notebook; in a lesson it begins with its number.") from None


def _plain(value: Any) -> Any:
    """Undo the wrappers that pandas and beginners put around an answer; None for 'nothing yet'."""
    if value is None or value is ...:
        return None
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:  # numpy scalar, one-element array or Series
        value = value.item()
    elif hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(map(str, value)) or None
    return value


def _same_kind(given: Any, right: Any) -> bool:
    if isinstance(right, Number):
        return isinstance(given, Number) and not isinstance(given, bool)
    if isinstance(right, str):
        return isinstance(given, str)
    return isinstance(given, frozenset | str)


def _equal(given: Any, right: Any, within: float) -> bool:
    if isinstance(right, Number):
        return isinstance(given, Number) and math.isclose(given, right, rel_tol=1e-9, abs_tol=within)
    if isinstance(right, str):
        return isinstance(given, str) and given.casefold() == right.casefold()
    given = {given} if isinstance(given, str) else given
    return {g.casefold() for g in given} == {r.casefold() for r in right}


def _wanted(right: Any) -> str:
    if isinstance(right, Number):
        return "a number"
    return "a text in quotation marks" if isinstance(right, str) else "a list of texts"


_THOUSANDS = "12000, not 12,000 or 12.000"


def _how_to_write(given: Any, right: Any) -> str:
    """What to type instead, for an answer of another kind: the slips of those who write numbers as on paper."""
    if isinstance(right, Number) and isinstance(given, str):
        return " Leave out the quotation marks and the per cent sign, and write 0.5, not 0,5."
    if isinstance(right, Number) and isinstance(given, frozenset):
        if len(given) == 1:
            return " Give the number alone, without brackets."
        return f" Python reads a comma as the end of one number and the beginning of the next. Write 0.5, not 0,5, and {_THOUSANDS}."
    return ""


def _kind(given: Any) -> str:
    if isinstance(given, bool):
        return "True or False"
    if isinstance(given, Number):
        return "a number"
    if isinstance(given, str):
        return "a text"
    if isinstance(given, frozenset):
        return "a list of several things" if len(given) > 1 else "a list"
    return f"a {type(given).__name__}"
