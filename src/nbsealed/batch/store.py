"""What has been graded: one SQLite file for each assignment, so that a batch that was killed goes on where it was.

A result is kept from the moment a worker has given it until it stands in the gradebook; after that a summary of it stays. Each change is
one transaction, and the file is locked while a command works with it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nbsealed.batch.bundle import Graded, Marks

SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
    student TEXT PRIMARY KEY,
    key TEXT NOT NULL,           -- hash of all that the result depends on
    summary TEXT NOT NULL,       -- JSON, see `Summary`
    before TEXT,                 -- JSON: what stood in the gradebook when the round began, see `record.Standing`
    graded BLOB,                 -- the result itself, until it stands in the gradebook
    again INTEGER NOT NULL,      -- whether it is to be graded again, though nothing has changed
    round INTEGER NOT NULL       -- the round in which it was graded
);
CREATE TABLE IF NOT EXISTS round (number INTEGER NOT NULL, unfinished INTEGER NOT NULL);
INSERT INTO round SELECT 0, 0 WHERE NOT EXISTS (SELECT * FROM round);
"""


class Busy(RuntimeError):  # noqa: N818  (says what is the matter)
    """Another command has the store open."""


@dataclass(frozen=True)
class Summary:
    """What is remembered of a result."""

    outcomes: dict[str, dict[str, list[str]]]  # notebook -> test cell -> outcome and message
    repairs: int
    refused: bool


@dataclass(frozen=True)
class Entry:
    """What the store knows of a student's submission."""

    key: str
    summary: Summary
    again: bool
    recorded: bool


class Store:
    """The store of one assignment. A round lasts from the start of a command until everything is graded, however often it is killed."""

    def __init__(self, path: Path):
        path.parent.mkdir(exist_ok=True)
        self.database = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            self.database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.database.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} COMMIT;")
        except sqlite3.OperationalError as error:
            raise Busy(f"Another command is grading this assignment, or {path} cannot be written ({error}).") from error

    def begin(self, regrade: Iterable[str]) -> None:
        """Begin a round, or go on with an unfinished one. The results of the students in `regrade` are to be made again in it."""
        self.database.execute("BEGIN")
        with self.database:
            (unfinished,) = self.database.execute("SELECT unfinished FROM round").fetchone()
            if not unfinished:
                self.database.execute("UPDATE round SET number = number + 1, unfinished = 1")
                self.database.execute("UPDATE result SET before = NULL")
            mark = "UPDATE result SET again = 1 WHERE student = ? AND round < (SELECT number FROM round)"
            self.database.executemany(mark, [[student] for student in regrade])

    def finish(self) -> None:
        self.database.execute("UPDATE round SET unfinished = 0")

    def entries(self) -> dict[str, Entry]:
        rows = self.database.execute("SELECT student, key, summary, again, graded IS NULL FROM result")
        return {student: Entry(key, Summary(**json.loads(text)), bool(again), bool(done)) for student, key, text, again, done in rows}

    def keep(self, student: str, key: str, graded: Graded, summary: Summary, before: dict | None) -> None:
        """Keep a result that is not in the gradebook yet. What stood there first in this round stays."""
        packed = zlib.compress(json.dumps(asdict(graded)).encode())
        self.database.execute(
            "INSERT INTO result SELECT ?, ?, ?, ?, ?, 0, number FROM round WHERE true "
            "ON CONFLICT (student) DO UPDATE SET key = excluded.key, summary = excluded.summary, "
            "before = coalesce(before, excluded.before), graded = excluded.graded, again = 0, round = excluded.round",
            [student, key, json.dumps(asdict(summary)), before and json.dumps(before), packed],
        )

    def waiting(self, student: str) -> Graded:
        """A result that is not in the gradebook yet."""
        (packed,) = self.database.execute("SELECT graded FROM result WHERE student = ?", [student]).fetchone()
        found = Graded(**json.loads(zlib.decompress(packed)))
        return replace(found, marks={name: Marks(*marks) for name, marks in found.marks.items()})

    def recorded(self, student: str) -> None:
        self.database.execute("UPDATE result SET graded = NULL WHERE student = ?", [student])

    def before(self) -> dict[str, dict]:
        """What stood in the gradebook when the round began, for all who were graded anew in it."""
        return {
            student: json.loads(text) for student, text in self.database.execute("SELECT student, before FROM result WHERE before NOT NULL")
        }

    def close(self) -> None:
        self.database.close()
