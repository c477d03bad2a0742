"""What goes to a worker, which may be on another machine, and what comes back. All of it can be pickled."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import pickle
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import nbgrader
from nbgrader.utils import find_all_files
from traitlets.config import Config

import nbsealed
from nbsealed.doctor import NOT_GRADED

# Sections of a configuration that no worker reads, beside those of commands and of the exchange.
ELSEWHERE = ("Application", "NbGrader", "GenerateAssignment", "GenerateFeedback", "Authenticator")
HOOKS = ("pre_convert_hook", "post_convert_hook")  # run where the course is
OF_THE_COURSE = ("ignore", "notebook_id")  # what a worker reads of c.CourseDirectory; never the gradebook's address, with its password


class Unfit(RuntimeError):  # noqa: N818  (says what is unfit)
    """A course that cannot be graded, or a machine on which marks might come out differently."""


@dataclass(frozen=True)
class Bundle:
    """What a worker needs of a course to grade one assignment."""

    assignment: str
    config: dict[str, dict[str, Any]]  # section -> setting -> value
    files: dict[str, bytes]  # of the assignment's source and release folders, as source/… and release/…
    notebooks: dict[str, dict]  # name -> kernelspec and cells, as `Course.released` gives them
    demands: dict[str, dict[str, str]]  # what has to be the same on the worker's machine, see `demands`

    @cached_property
    def digest(self) -> str:
        """A hash of everything on which a mark may depend, apart from the submission."""
        text = json.dumps([self.assignment, self.config, self.notebooks, self.demands], sort_keys=True, default=repr)
        return digest([("", text.encode()), *self.files.items()])


@dataclass(frozen=True)
class Submission:
    student: str
    files: dict[str, bytes]  # relative path -> content
    losses: int = field(default=0, compare=False)  # how many workers have ended while they graded it

    def key(self, bundle: Bundle) -> str:
        """What the result depends on, as a hash."""
        return digest([("", bundle.digest.encode()), *self.files.items()])

    def lost(self) -> Submission:
        return replace(self, losses=self.losses + 1)

    def given_up(self) -> Submission:
        """The submission with a note in place of its notebooks, so that it is refused with the reason and none of it runs."""
        note = f"{NOT_GRADED}grading it ended the grader again and again\n".encode()
        return replace(self, files={name: note if name.endswith(".ipynb") else content for name, content in self.files.items()})


class Marks(NamedTuple):
    """What the gradebook is to be told of a notebook, by cell."""

    scores: dict[str, float | None]  # none: to be marked by hand
    comments: dict[str, str | None]


@dataclass(frozen=True)
class Graded:
    """What a worker has made of a submission."""

    notebooks: dict[str, str]  # file name -> the graded notebook; none where grading failed
    marks: dict[str, Marks]  # of the same files
    log: list[tuple[int, str]]  # level and message


def settings(config: Config) -> dict[str, dict[str, Any]]:
    """The settings that workers read, as plain data. Raises `Unfit` for one that cannot leave its process."""
    found: dict[str, dict[str, Any]] = {}
    for section, values in config.items():
        if section in ELSEWHERE or section.endswith("App") or section.startswith("Exchange") or not isinstance(values, dict):
            continue
        found[section] = {
            name: value for name, value in values.items() if name not in HOOKS and (section != "CourseDirectory" or name in OF_THE_COURSE)
        }
        for name, value in found[section].items():
            try:
                pickle.dumps(value)
            except Exception as error:
                raise Unfit(
                    f"c.{section}.{name} cannot be handed to another process ({error}). Define it in a module that can be imported."
                ) from error
    return {section: values for section, values in found.items() if values}


def demands(sources: Iterable[str], readable: Iterable[str]) -> dict[str, dict[str, str]]:
    """What marks depend on outside the bundle: versions of programs, of the packages that `sources` import, contents of `readable`."""
    modules = {module for source in sources for module in _imported(source)}
    owners = importlib.metadata.packages_distributions() if modules else {}  # reads about every package
    packages = sorted({owner for module in modules for owner in owners.get(module, ())})
    own = ((path.name, path.read_bytes()) for path in sorted(Path(nbsealed.__file__).parent.glob("*.py")))
    return {
        "programs": {"Python": platform.python_version(), "nbgrader": nbgrader.__version__, "nbsealed": digest(own)},
        "packages": {name: importlib.metadata.version(name) for name in packages},
        "readable": {path: _digest_of(Path(path)) for path in readable},
    }


def check(wanted: dict[str, dict[str, str]]) -> None:
    """Raises `Unfit` where this machine differs from the one that made the bundle."""
    here = demands([], wanted["readable"])
    here["packages"] = {name: _version(name) for name in wanted["packages"]}
    differing = [
        f"{name} is {'missing' if not here[kind][name] else 'another: ' + here[kind][name] + ' instead of ' + value}"
        for kind in wanted
        for name, value in wanted[kind].items()
        if here[kind][name] != value
    ]
    if differing:
        raise Unfit(f"A worker on {platform.node()} would not give the same marks: {'; '.join(differing)}.")


def read_files(folder: Path, ignore: list[str]) -> dict[str, bytes]:
    """The regular files of a folder that nbgrader would copy; links to files inside are followed, others left out."""
    inside = folder.resolve()
    paths = sorted(Path(name) for name in find_all_files(str(folder), ignore))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file() and path.resolve().is_relative_to(inside)}


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """One hash of named contents."""
    total = hashlib.sha256()
    for name, content in parts:
        for part in (name.encode(errors="surrogateescape"), content):
            total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def _digest_of(path: Path) -> str:
    if not path.exists():
        return ""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return digest((str(file.relative_to(path)), file.read_bytes()) for file in files)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _imported(source: str) -> set[str]:
    nodes = ast.walk(ast.parse(source))
    names = [
        [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return {name.partition(".")[0] for several in names for name in several}
