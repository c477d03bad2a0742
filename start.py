"""Set up the course and open lesson 0 in JupyterLab: ``python3 start.py``, on Windows ``py start.py``.

Any Python from 3.8 on can run this file. The course itself gets the newest supported Python of this computer and an environment of its
own, the folder .venv. The first start installs what is needed, later ones install nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

COURSE = Path(__file__).resolve().parent
VENV = COURSE / ".venv"
MINORS = (14, 13, 12, 11)  # of the Pythons that pyproject.toml allows; the newest first
WINDOWS = os.name == "nt"

# What a Python says of itself: its version, whether it is the usual build, where it is installed, and how it is called outside of any
# environment that it may be in.
ASK = """import sys
print(*sys.version_info[:3], sep=".")
print(sys.implementation.name + getattr(sys, "abiflags", ""))
print(sys.base_prefix, getattr(sys, "_base_executable", sys.executable), sep="\\n")"""
GET_PYTHON = {
    "apt-get": "sudo apt-get install python3 python3-venv   (Debian 12, Ubuntu 24.04 and newer)",
    "dnf": "sudo dnf install python3.13",
    "darwin": "brew install python@3.13   (or the installer from python.org)",
    "win32": "winget install Python.Python.3.13   (or the installer from python.org)",
    "linux": "install one of them as your system does it",
}


class Python(NamedTuple):
    """A Python that the course can run on."""

    version: tuple[int, ...]
    folder: str
    path: str

    def __str__(self) -> str:
        return f"Python {'.'.join(map(str, self.version))}, {self.path}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Set up the course and open lesson 0 in JupyterLab.")
    parser.add_argument("--set-up", action="store_true", help="only set up, do not open JupyterLab")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--python", metavar="PATH", help="make the environment with this Python, not with the newest that is found")
    which.add_argument("--here", action="store_true", help="install into the environment of the Python that runs this, as with conda")
    options = parser.parse_args(arguments)
    os.chdir(COURSE)
    python = Path(sys.executable) if options.here else environment(options.python)
    set_up(python, Path(sys.prefix) if options.here else VENV)
    if not options.set_up:
        open_lab(python)


def environment(chosen: str | None) -> Path:
    """The Python of .venv, which is made where there is none, or none that works, or another was chosen."""
    path = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
    there, wanted = ask([str(path)], "import pip"), ask([chosen]) if chosen else None
    if there and (not chosen or (wanted and wanted.folder == there.folder)):
        return path
    python = choose(chosen)
    if VENV.exists():
        print("The environment in .venv was made by another Python, or is damaged. It is made anew.")
    print(f"The course gets {python}.", flush=True)
    subprocess.run([python.path, "-m", "venv", "--clear", str(VENV)], check=True)
    return path


def choose(chosen: str | None) -> Python:
    """The Python to make an environment with. Ends the program, with advice, where there is none."""
    found = [python for python in map(ask, [[chosen]] if chosen else candidates()) if python]
    complete = [python for python in found if ask([python.path], "import ensurepip, venv")]
    if complete:
        return max(complete, key=lambda python: python.version)
    if found:
        newest = max(found)
        advice = f"sudo apt-get install python3.{newest.version[1]}-venv" if shutil.which("apt-get") else "install it anew, in full"
        sys.exit(f"{newest} lacks its venv module. To get it:\n  {advice}\nThen start again.")
    supported = f"Python 3.{min(MINORS)} to 3.{max(MINORS)}"
    if chosen:
        sys.exit(f"{chosen} is not a Python that the course runs on: {supported}, the usual build. Leave it out, and one is looked for.")
    system = sys.platform
    if system == "linux":
        system = next((name for name in ("apt-get", "dnf") if shutil.which(name)), system)
    sys.exit(
        f"The course needs {supported}, and none was found. To get one:\n  {GET_PYTHON.get(system, GET_PYTHON['linux'])}\n"
        "Then start again. One that is not found by its name you can give: --python PATH, or make lab PYTHON=PATH."
    )


def candidates() -> list[list[str]]:
    """Commands that may start a Python: what runs this, and all on the PATH, for the first of a name may fail, as a shim of pyenv does."""
    if WINDOWS:
        return [[sys.executable], *(["py", f"-3.{minor}"] for minor in MINORS)]
    names = [f"python3.{minor}" for minor in MINORS] + ["python3", "python"]
    paths = [os.path.join(folder, name) for name in names for folder in os.get_exec_path()]
    return [[sys.executable], *([path] for path in paths if os.path.isfile(path))]


def ask(command: list[str], need: str = "pass") -> Python | None:
    """The Python that a command starts; None where it does not start, cannot do what is needed, or is not supported."""
    try:
        said = subprocess.run([*command, "-I", "-c", f"{need}\n{ASK}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        numbers, build, folder, path = said.stdout.decode().splitlines()
    except (OSError, ValueError):
        return None
    version = tuple(map(int, numbers.split(".")))
    supported = build == "cpython" and version[0] == 3 and version[1] in MINORS
    return Python(version, os.path.realpath(folder), path) if supported else None


def set_up(python: Path, prefix: Path) -> None:
    """Install the course and what it needs. Does nothing where the stamp says that this very thing has been done."""
    settings = sorted(path for path in Path("etc").rglob("*") if path.is_file())
    made_of = [str(COURSE), *(path.read_text(encoding="utf-8") for path in [*map(Path, ("requirements.txt", "pyproject.toml")), *settings])]
    stamp, done = prefix / "lab", hashlib.sha256("\0".join(made_of).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == done:
        return
    print("Installing JupyterLab and the course. The first time this takes a minute or two.", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for packages in (["-r", "requirements.txt"], ["--no-deps", "--editable", "."]):
        if subprocess.run([*pip, *packages], check=False).returncode:
            sys.exit("The installation stopped; what pip says is above. It needs the internet. Once that is mended, start again.")
    # Jupyter reads no configuration from the folder it is started in, so etc/jupyter goes into the environment.
    for path in settings:
        (prefix / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copy(str(path), str(prefix / path))
    stamp.write_text(done)


def open_lab(python: Path) -> None:
    # What is typed in JupyterLab's terminal, and alembic, which nbgrader starts by its bare name, come from the environment.
    os.environ["PATH"] = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    lab = [str(python), "-m", "jupyterlab", *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    if WINDOWS:  # there the shell would not wait for a program that takes this one's place
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for JupyterLab
        sys.exit(subprocess.call(lab))
    os.execv(lab[0], lab)


if __name__ == "__main__":
    main()
