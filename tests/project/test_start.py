"""start.py with made-up Pythons: small programs that say of themselves what a Python would say."""

import ast
import importlib.util
import os
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(monkeypatch, tmp_path):
    """start.py as it is in a course whose folder has a space and brackets in its name; it runs on a Python that is too old."""
    course = tmp_path / "my course [2]"
    (course / "etc" / "jupyter").mkdir(parents=True)
    (course / "etc" / "jupyter" / "settings.py").write_text("c = 1")
    for name in ("start.py", "requirements.txt", "pyproject.toml"):
        (course / name).write_bytes((ROOT / name).read_bytes())
    spec = importlib.util.spec_from_file_location("start", course / "start.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "start", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "executable", python(tmp_path / "old", "python3", version="3.8.10"))
    monkeypatch.setenv("PATH", str(tmp_path / "first"))
    monkeypatch.setenv("PATH", str(tmp_path / "second"), prepend=os.pathsep)
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    monkeypatch.chdir(course)
    return module


def python(folder: Path, name: str, *, version: str, build: str = "cpython", lacks: str = "nothing", body: str = "") -> str:
    """A made-up Python. With ``-m venv`` it makes an environment with itself; with ``-m`` anything else it writes down what is asked."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"""#!/bin/sh
case "$*" in
  *{lacks}*) exit 1 ;;
  "-m venv"*) for place; do :; done; /bin/rm -rf "$place"; /bin/mkdir -p "$place/bin"; /bin/cp "$0" "$place/bin/python"; exit ;;
  "-m"*) {body or 'echo "$PATH | $*" >> "$LOG"'}; exit ;;
esac
printf '%s\\n' {version} {build} '{folder}' '{path}'
""")
    path.chmod(0o755)
    return str(path)


def test_it_can_be_read_by_old_pythons():
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_newest_that_works_is_taken(start, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    python(second, "python3.15", version="3.15.0")
    python(second, "python3.14", version="3.14.1", lacks="print")  # a shim whose Python is not there
    python(second, "python3.13", version="3.13.2", lacks="print")
    python(second, "python", version="3.14.9", build="pypy")
    python(second, "python3", version="3.14.2", build="cpythont")
    python(first, "python3.14", version="3.14.0", lacks="ensurepip")
    wanted = python(first, "python3.13", version="3.13.9")
    python(first, "python3.12", version="3.12.13")
    assert start.choose(None) == ((3, 13, 9), str(first), wanted)


def test_a_python_of_no_special_name_is_found(start, tmp_path):
    wanted = python(tmp_path / "first", "python3", version="3.12.1")
    assert start.choose(None).path == wanted


@pytest.mark.parametrize(
    ("system", "program", "advice"),
    [
        ("linux", "apt-get", "apt-get install python3 python3-venv"),
        ("linux", "dnf", "dnf install python3"),
        ("linux", None, "as your system does it"),
        ("darwin", None, "brew install python"),
        ("win32", None, "winget install Python"),
    ],
)
def test_where_no_python_is_found_it_says_how_to_get_one(start, monkeypatch, system, program, advice):
    monkeypatch.setattr(sys, "platform", system)
    tmp_path = start.COURSE.parent
    python(tmp_path / "first", "python3.10", version="3.10.4")
    if program:
        python(tmp_path / "first", program, version="0")
    with pytest.raises(SystemExit, match=advice):
        start.main(["--set-up"])
    assert not start.VENV.exists()


def test_where_venv_is_missing_it_says_how_to_get_it(start, tmp_path):
    python(tmp_path / "first", "apt-get", version="0")
    python(tmp_path / "first", "python3.12", version="3.12.3", lacks="ensurepip")
    with pytest.raises(SystemExit, match=r"apt-get install python3\.12-venv"):
        start.main(["--set-up"])
    assert not start.VENV.exists()


@pytest.mark.parametrize("version", ["3.10.2", None])
def test_a_chosen_python_that_does_not_do_is_named(start, tmp_path, version):
    python(tmp_path / "first", "python3.13", version="3.13.2")
    chosen = python(tmp_path / "chosen", "python", version=version) if version else str(tmp_path / "nowhere")
    with pytest.raises(SystemExit, match=r"is not a Python that the course runs on: Python 3\.11 to 3\.14"):
        start.main(["--set-up", "--python", chosen])


def test_the_first_start_sets_up_and_later_ones_do_nothing(start, tmp_path, capfd):
    found = python(tmp_path / "first", "python3.13", version="3.13.2")
    start.main(["--set-up"])
    said = capfd.readouterr().out
    assert f"Python 3.13.2, {found}" in said and "Installing" in said
    installed = (tmp_path / "log").read_text()
    assert "-r requirements.txt" in installed and "--editable ." in installed
    assert (start.VENV / "etc" / "jupyter" / "settings.py").read_text() == "c = 1"
    start.main(["--set-up"])
    assert (tmp_path / "log").read_text() == installed
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("file", ["requirements.txt", "pyproject.toml", "etc/jupyter/settings.py"])
def test_what_has_changed_is_installed_again(start, tmp_path, file):
    python(tmp_path / "first", "python3.13", version="3.13.2")
    start.main(["--set-up"])
    installed = (tmp_path / "log").read_text()
    Path(file).write_text("# changed")
    start.main(["--set-up"])
    assert (tmp_path / "log").read_text() == installed * 2
    assert (start.VENV / "etc" / "jupyter" / "settings.py").read_text() == Path("etc/jupyter/settings.py").read_text()


def test_an_installation_that_stops_is_begun_again(start, tmp_path):
    python(tmp_path / "first", "python3.13", version="3.13.2", body='test -e "$LOG" || exit 1')
    with pytest.raises(SystemExit, match="start again"):
        start.main(["--set-up"])
    (tmp_path / "log").touch()
    start.main(["--set-up"])
    assert (start.VENV / "lab").exists()


@pytest.mark.parametrize("fault", ["gone", "too old", "no pip"])
def test_an_environment_that_does_not_work_is_made_anew(start, tmp_path, capsys, fault):
    folder = start.VENV / "bin"
    if fault == "gone":
        folder.mkdir(parents=True)
        (folder / "python").symlink_to(tmp_path / "gone")
    else:
        python(folder, "python", version="3.10.1" if fault == "too old" else "3.13.1", lacks="pip" if fault == "no pip" else "nothing")
    python(tmp_path / "first", "python3.13", version="3.13.2")
    start.main(["--set-up"])
    assert "It is made anew." in capsys.readouterr().out


def test_a_chosen_python_replaces_another_and_else_the_environment_stays(start, tmp_path, capsys):
    older = python(tmp_path / "older", "python", version="3.11.2")
    start.main(["--set-up", "--python", older])
    python(tmp_path / "first", "python3.14", version="3.14.0")
    capsys.readouterr()
    start.main(["--set-up"])
    start.main(["--set-up", "--python", older])
    assert capsys.readouterr().out == ""
    start.main(["--set-up", "--python", str(tmp_path / "first" / "python3.14")])
    assert "made anew" in capsys.readouterr().out


def test_here_installs_into_the_environment_that_runs_it(start, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", python(tmp_path / "conda" / "bin", "python", version="3.14.0"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "conda"))
    start.main(["--here", "--set-up"])
    assert (tmp_path / "conda" / "etc" / "jupyter" / "settings.py").exists()
    assert not start.VENV.exists()


def test_on_windows(start, tmp_path, monkeypatch):
    """The launcher py finds Pythons, the environment's lies in Scripts, and JupyterLab's end is this program's."""
    monkeypatch.setattr(start, "WINDOWS", True)
    launcher = tmp_path / "first" / "py"
    real = python(tmp_path / "Python313", "python.exe", version="3.13.4", body='echo "$PATH | $*" >> "$LOG"; exit 7')
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\ntest "$1" = -3.13 || exit 103\nshift\nexec "{real}" "$@"\n')
    launcher.chmod(0o755)
    assert start.choose(None).path == real
    scripts = start.VENV / "Scripts"
    inside = Path(python(scripts, "python.exe", version="3.13.4", body='echo "$PATH | $*" >> "$LOG"; exit 7'))
    assert start.environment(None) == inside
    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(SystemExit) as end:
            start.open_lab(inside)
    finally:
        signal.signal(signal.SIGINT, before)
    assert end.value.code == 7
    path, arguments = (tmp_path / "log").read_text().split(" | ")
    assert path.startswith(f"{scripts}{os.pathsep}")
    assert arguments.startswith("-m jupyterlab")
