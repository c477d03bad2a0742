"""What is a learner's own in a folder of the course: progress, and files that are not the course's.

A notebook is the course's own as long as its cells say what they said when it came; results do not
count. What came is listed in ``released.json``, by `released`. A copy that the Assignment List
fetched, in ``ps3_votes/``, is compared with ``exercises/ps3_votes/``.
"""

import hashlib
import json
import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from balancing_act.learner import FILE, is_saving

MAX_FILE = 5_000_000  # bytes; a larger notebook is saved without its results
MAX_ALL = 50_000_000  # bytes, of all files together
MAX_FILES = 1000

_FOLDERS = re.compile(r"lessons|exercises|ps\d+_[^/]*")
_TOP = re.compile(r"progress(-until-[\w-]+)?\.jsonl|[^/]+\.ipynb")
_SAVED = re.compile(r"my-work-.*\.zip")
_RELEASED = Path(__file__).with_name("released.json")
_LARGE = f"it is larger than {MAX_FILE // 10**6} MB"
_UNUSABLE = re.compile(r'[<>:"\\|?*]|[. ]$|^\.|^__pycache__$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """A file of the learner's.

    name: from the course's folder on, with slashes; saved: when it was last written.
    """

    name: str
    data: bytes
    saved: datetime

    @property
    def digest(self) -> str:
        return digest(self.name, self.data)


@dataclass(frozen=True)
class Work:
    """All that is the learner's. left_out: why a file is not among it, by its name."""

    files: tuple[File, ...]
    left_out: dict[str, str]

    @property
    def empty(self) -> bool:
        """Whether there is nothing but notes on when work was saved."""
        return all(file.name == FILE and not answers(file.data) for file in self.files)

    @property
    def fingerprint(self) -> str:
        """The same for the same work; the notes on when it was saved do not count."""
        parts = [f"{file.name}\n{file.digest}" for file in self.files if file.name != FILE]
        parts += [line.decode(errors="replace") for file in self.files if file.name == FILE for line in answers(file.data)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def collect(course: Path) -> Work:
    """The learner's work in a folder of the course, notebooks first, then other files from the
    smallest on.
    """
    found, left_out, names, size = [], {}, Names(), 0
    for path in sorted(_paths(course), key=_weight):
        name = path.relative_to(course).as_posix()
        shown = name.encode(errors="replace").decode()
        try:
            file = _read(path, name)
            if is_released(name, file.digest) or (name == FILE and not lines(file.data)):
                continue
            if size + len(file.data) > MAX_ALL or len(found) >= MAX_FILES:
                raise ValueError(f"there is no room for it: all together may have {MAX_ALL // 10**6} MB and {MAX_FILES} files")
            names.add(name)
        except OSError as problem:
            left_out[shown] = f"it cannot be read ({problem.strerror})"
        except ValueError as problem:
            left_out[shown] = str(problem)
        else:
            found.append(file)
            size += len(file.data)
    return Work(tuple(found), left_out)


class Names:
    """Names of files that can lie in one folder of the course together, on every system."""

    def __init__(self):
        self._files, self._folders = set(), set()

    def add(self, name: str) -> None:
        """Add a name. Raises ValueError, with the reason, where it does not fit."""
        parts = name.split("/")
        if any(not part or _UNUSABLE.search(part) or len(part.encode(errors="replace")) > 200 for part in parts):
            raise ValueError("its name does not work on every computer")
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name):
            raise ValueError("its name holds signs that cannot be seen")
        if not (_TOP.fullmatch(name) if len(parts) == 1 else _FOLDERS.fullmatch(parts[0])):
            raise ValueError("it does not lie where a learner's work does")
        # Some systems do not tell capital from small letters, nor an accent from a letter that
        # has one.
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
        folders = {folded.rsplit("/", depth)[0] for depth in range(1, len(parts))}
        if folded in self._files | self._folders or folders & self._files:
            raise ValueError("another one has nearly the same name")
        self._files.add(folded)
        self._folders |= folders


def lines(data: bytes) -> list[bytes]:
    """The lines of a file of progress, known or not, without blanks around them."""
    return [line.strip() for line in data.split(b"\n") if line.strip()]


def answers(data: bytes) -> list[bytes]:
    """The lines without those that note when work was saved."""
    return [line for line in lines(data) if not is_saving(line.decode(errors="replace"))]


def notebook(data: bytes) -> dict[str, Any] | None:
    """A notebook as JupyterLab can open it, or None."""
    try:
        read = json.loads(data)
        cells = read["cells"]
        if isinstance(read["nbformat"], int) and all(isinstance(cell["cell_type"], str) and _source(cell) is not None for cell in cells):
            return read
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    return None


def digest(name: str, data: bytes) -> str:
    """The same for notebooks whose cells say the same, and for other files with the same bytes."""
    if name.endswith(".ipynb") and (read := notebook(data)):
        data = json.dumps([[cell["cell_type"], _source(cell), cell.get("attachments")] for cell in read["cells"]], sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()


def is_released(name: str, is_digest: str) -> bool:
    """Whether a file is as the course brought it."""
    return release(name) == is_digest


def release(name: str) -> str | None:
    """The digest of a file as this version of the course brings it, None for a file that it does
    not bring.
    """
    return _listed().get(name if name.startswith(("lessons/", "exercises/")) else f"exercises/{name}")


def released(course: Path) -> dict[str, str]:
    """What ``released.json`` lists: the digests of all files in the folders for lessons and
    exercises.
    """
    names = {path.relative_to(course).as_posix(): path for path in _paths(course)}
    return {name: digest(name, path.read_bytes()) for name, path in sorted(names.items()) if name.startswith(("lessons/", "exercises/"))}


@cache
def _listed() -> dict[str, str]:
    return json.loads(_RELEASED.read_text(encoding="utf-8"))


def _paths(course: Path) -> list[Path]:
    found = []
    for top in course.iterdir():
        if top.is_dir() and _FOLDERS.fullmatch(top.name):
            for folder, folders, files in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
                found += [Path(folder, name) for name in files if not name.startswith(".") and not _SAVED.fullmatch(name)]
        elif top.is_file() and _TOP.fullmatch(top.name) and not top.name.startswith("."):
            found.append(top)
    return found


def _weight(path: Path) -> tuple:
    rank = (".jsonl", ".ipynb").index(path.suffix) if path.suffix in (".jsonl", ".ipynb") else 2
    return rank, path.lstat().st_size if rank == 2 else 0, path.as_posix()


def _read(path: Path, name: str) -> File:
    """A file as it is saved. Raises ValueError, with the reason, for what is not."""
    if path.is_symlink() or not path.is_file():
        raise ValueError("it is a link or no ordinary file")
    about = path.stat()
    if about.st_size > (MAX_ALL if name.endswith(".ipynb") else MAX_FILE):
        raise ValueError(_LARGE)
    data = path.read_bytes()
    if name.endswith(".ipynb"):
        read = notebook(data)
        if read is None:
            raise ValueError("it cannot be read as a notebook")
        if len(data) > MAX_FILE:
            data = _without_results(read)
        if len(data) > MAX_FILE:
            raise ValueError(_LARGE)
    return File(name, data, datetime.fromtimestamp(about.st_mtime, UTC))


def _without_results(read: dict[str, Any]) -> bytes:
    for cell in read["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(read, ensure_ascii=False, indent=1).encode(errors="replace")


def _source(cell: dict) -> str | None:
    source = cell["source"]
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None
