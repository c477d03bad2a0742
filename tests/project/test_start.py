"""start.py finds the newest Python that works, and says what to do where there is none. The Pythons here are small scripts."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start():
    specification = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def path(start, monkeypatch, tmp_path):
    """A function that puts a made-up Python on an otherwise empty PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(start.sys, "executable", str(tmp_path / "nothing"))

    def put(name: str, version: str, build: str = "cpython", *, venv: bool = True) -> str:
        script = tmp_path / name
        lacks = "" if venv else 'case "$*" in *ensurepip*) exit 1;; esac\n'
        script.write_text(f"#!/bin/sh\n{lacks}printf '{version}\\n{build}\\n/made/up/{name}\\n%s\\n' \"$0\"\n", encoding="utf-8")
        script.chmod(0o755)
        return str(script)

    return put


def test_the_newest_supported_python_is_taken(start, path, tmp_path):
    (tmp_path / "python3.14").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")  # as a shim of pyenv fails
    (tmp_path / "python3.14").chmod(0o755)
    path("python3.11", "3.11.2")
    path("python3.12", "3.12.9", venv=False)
    newest = path("python3", "3.13.0")
    path("python", "3.14.1", "pypy")
    assert start.choose(None).path == newest


def test_a_python_without_venv_is_named(start, path):
    path("python3.12", "3.12.9", venv=False)
    with pytest.raises(SystemExit, match=r"Python 3\.12\.9.* lacks its venv module"):
        start.choose(None)


@pytest.mark.parametrize("version", ["3.10.1", "3.99.0", "2.7.18"])
def test_where_no_python_is_supported_it_says_how_to_get_one(start, path, version):
    chosen = path("python3", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.\d+, and none was found.*\n.*\nThen start again"):
        start.choose(None)
    with pytest.raises(SystemExit, match="is not a Python that the course runs on"):
        start.choose(chosen)
