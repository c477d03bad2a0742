"""What a newcomer does: clone, `make lab`, read. In a folder with a space in its name, by somebody who never used Jupyter."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
PYTHON = f"{sys.base_prefix}/bin/python3.{sys.version_info.minor}"

# Without the variables of a `make test` around these tests, make does what it does for a newcomer.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["make", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("first start") / "balancing act"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    # uv brings the packages in seconds. That pip does it too is shown by the environment these tests run in.
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--seed", "--python", PYTHON, folder / ".venv"], check=True)
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", folder / ".venv", "-r", folder / "requirements.txt"], check=True)
    installation = make(folder, ".venv/lab", f"PYTHON={PYTHON}")
    assert installation.returncode == 0, installation.stderr
    return folder


@pytest.fixture(scope="module")
def page(browser, clone, tmp_path_factory) -> Iterator[Page]:
    """JupyterLab as `make lab` opens it in a home folder that knows nothing of Jupyter, its kernel ready."""
    home = tmp_path_factory.mktemp("home")
    log = home / "log"
    # `make lab` would open a browser: the program named in BROWSER. `true` shows nothing; ours comes below.
    environment = ENVIRONMENT | {"HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "BROWSER": "true"}
    with log.open("w") as output:
        lab = subprocess.Popen(["make", "lab"], cwd=clone, env=environment, stdout=output, stderr=output, start_new_session=True)
    try:
        while not (address := re.search(r"http://localhost\S+\?token=\w+\n", log.read_text())):
            assert lab.poll() is None, log.read_text()
            time.sleep(0.1)
        page = browser.new_page()
        page.asked = set()
        page.on("request", lambda request: page.asked.add(urlsplit(request.url).hostname))
        page.goto(address[0].strip())
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
        yield page
        page.close()
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait()


def test_lab_opens_at_the_first_lesson(page):
    assert urlsplit(page.url).path == "/lab/tree/lessons/00_start_here.ipynb"
    expect(page.locator(".jp-Notebook:visible h1").first).to_be_visible()


def test_lab_asks_nothing_and_no_other_server(page):
    expect(page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)
    assert page.asked - {None} == {"localhost"}


def test_nbgraders_tools_are_there(page):
    expect(page.get_by_text("Validate", exact=True).first).to_be_visible()
    expect(page.get_by_role("tab", name="Create Assignment")).to_be_visible()
    page.get_by_role("menuitem", name="Nbgrader").click()
    for tool in ("Assignment List", "Course List", "Formgrader"):
        expect(page.get_by_role("menuitem", name=tool, exact=True)).to_be_visible()
    page.keyboard.press("Escape")


def test_second_start_installs_nothing(clone):
    before = (clone / ".venv" / "lab").stat()
    again = make(clone, ".venv/lab", f"PYTHON={PYTHON}")
    assert (again.returncode, again.stdout) == (0, "")
    assert (clone / ".venv" / "lab").stat() == before


def test_starting_and_making_an_exercise_changes_no_file(clone, page):
    exercises = make(clone, "exercises", "PS=ps0_rehearsal", f"PYTHON={PYTHON}")
    assert exercises.returncode == 0, exercises.stderr
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_postbuild_installs_the_course_and_its_settings(clone):
    """Binder's last step, and the second of conda's two commands, in the environment of `make lab` without the course."""
    prefix = clone / ".venv"
    settings = prefix / "etc/jupyter/jupyter_lab_config.py"
    settings.unlink()
    (prefix / "lab").unlink()
    subprocess.run([prefix / "bin/python", "-m", "pip", "uninstall", "--quiet", "--yes", "balancing-act"], check=True)
    path = f"{prefix / 'bin'}:{os.environ['PATH']}"
    subprocess.run(["./postBuild"], cwd=clone, env=ENVIRONMENT | {"PATH": path}, check=True)
    subprocess.run([prefix / "bin/python", "-c", "from balancing_act import load, names; load(names()[0])"], cwd="/", check=True)
    assert settings.exists()


def test_make_says_when_there_is_no_python():
    run = make(ROOT, "lab", "PYTHON=/no/such python")
    assert run.returncode != 0
    assert "There is no /no/such python. On Debian and Ubuntu: sudo apt-get install python3" in run.stderr


def test_make_alone_lists_what_it_can_do(tmp_path):
    run = make(ROOT)
    assert run.returncode == 0
    targets = ("lab", "test", "exercises", "grade", "student-copy", "site", "lite", "data", "map", "format", "lint", "lock", "clean")
    for target in targets:
        assert f"make {target} " in run.stdout
