"""Make the part of the course that runs in a browser alone: ``python tools/lite.py dist/lite``.

JupyterLite with a Python that is compiled for the browser (Pyodide). All that it needs lies in the folder, so it works from any static
web server, without a network. The notebooks are those of ``lite/``; they run the course's own code and data, from a wheel without
the dependencies that would need compiled code.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
PYODIDE = "314.0.6"  # the one that this kernel was made for
# JupyterLite runs in an environment of its own: its kernel would show up, and fail, in everybody's JupyterLab.
JUPYTERLITE = ["jupyterlite-core==0.8.6", "jupyterlite-pyodide-kernel==0.8.6", "pyodide-lock[uv]==0.1.2", "jupyter-server"]
# The browser's side of the widgets, of the same version as in the course.
WIDGETS = [f"{name}=={version(name)}" for name in ("anywidget", "jupyterlab-widgets")]


def run(*command: str | Path, cwd: Path, **environment: str) -> None:
    """Run a command quietly in a folder; what it said is shown where it fails."""
    environment = os.environ | environment
    done = subprocess.run(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}")


def python_for_the_browser(folder: Path, scratch: Path) -> None:
    """Put Pyodide into a folder. Its list of packages is emptied: their files are not there, and ours make a list of their own."""
    run("npm", "pack", "--silent", f"pyodide@{PYODIDE}", cwd=scratch)
    shutil.unpack_archive(scratch / f"pyodide-{PYODIDE}.tgz", scratch)
    folder.mkdir(parents=True)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        shutil.move(scratch / "package" / name, folder)
    lock = json.loads((scratch / "package" / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock = {"info": lock["info"] | {"version": PYODIDE}, "packages": {}}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def wheels(folder: Path) -> None:
    """Build the two wheels that no index has: the course for the browser, and PyYAML without its optional C code."""
    folder.mkdir()
    run(UV, "build", "--quiet", "--wheel", "--out-dir", ".", ROOT / "lite", cwd=folder)
    build = [sys.executable, "-m", "pip", "wheel", "--no-cache-dir", "--no-deps", "--no-binary", "pyyaml", f"pyyaml=={version('pyyaml')}"]
    run(*build, cwd=folder, PYYAML_FORCE_LIBYAML="0")


def make(output: Path) -> None:
    """Build the site into a folder, which is emptied first."""
    shutil.rmtree(output, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        python_for_the_browser(site / "static" / "pyodide", Path(scratch))
        wheels(site / "wheels")
        (site / "content").mkdir()
        for notebook in (ROOT / "lite").glob("*.ipynb"):
            shutil.copy(notebook, site / "content")
        for settings in (*(ROOT / "lite").glob("*.json"), ROOT / "requirements.txt"):
            shutil.copy(settings, site)
        tool, *beside = [*JUPYTERLITE, *WIDGETS]
        given = [part for package in beside for part in ("--with", package)]
        run(UV, "tool", "run", "--quiet", "--from", tool, *given, "jupyter-lite", "build", "--output-dir", output, cwd=site)
    shutil.copy(ROOT / "lite" / "index.html", output)  # a page that says what this is, in place of one that opens an empty JupyterLab


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
