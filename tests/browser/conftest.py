"""A real JupyterLab and a real browser for the tests of this folder, on this machine alone: no request may leave it."""

import functools
import http.server
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from commands import run
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]

# Milliseconds to wait for what comes in the end, on a machine that does much else.
PATIENCE = 120_000

# Whether the notebook in front has a kernel, and the kernel nothing to do.
IDLE = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


@dataclass
class Lab:
    """A running JupyterLab, started in a copy of the course.

    environment: that of the server, for commands that a teacher gives beside it. requested_elsewhere: addresses on other
    machines that pages asked for (and did not get) since the last page was opened.
    """

    address: str
    token: str
    folder: Path
    environment: dict[str, str]
    browser: Browser
    requested_elsewhere: list[str] = field(default_factory=list)

    def run(self, code: str, *, width: int = 1280, height: int = 900, theme: str = "JupyterLab Light") -> Page:
        """Open a new notebook with one cell of code, run it, and give the page once the cell shows its output."""
        name = f"{secrets.token_hex(4)}.ipynb"
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=kernel), self.folder / name)
        page = self.open(name, width=width, height=height)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.evaluate("theme => void jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        self.run_all(page)
        page.wait_for_selector(".jp-OutputArea-output")
        return page

    def run_all(self, page: Page) -> None:
        """Run all cells of the notebook in a page and wait until the kernel has done with them."""
        page.evaluate("async () => void (await jupyterapp.commands.execute('notebook:run-all-cells'))")
        page.wait_for_function(IDLE)

    def open(self, path: str, *, width: int = 1280, height: int = 900) -> Page:
        """Open JupyterLab in a new page, with one file of its folder and nothing else open; a notebook has its kernel."""
        page = self.visit(f"{self.address}/lab/tree/{path}?reset&token={self.token}", width=width, height=height)
        if path.endswith(".ipynb"):
            page.wait_for_function(IDLE)  # JupyterLab forgets cells that are run before the kernel is there
        return page

    def visit(self, address: str, *, width: int = 1280, height: int = 900) -> Page:
        """Open a new page at an address of this machine, which may be that of a file."""
        self.requested_elsewhere.clear()
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        page.route("**/*", self._stay_here)
        page.goto(address)
        return page

    def nbgrader(self, *command: str) -> None:
        """Run a command of nbgrader in the course folder, as a teacher does in a terminal."""
        run(["nbgrader", *command], self.folder, self.environment)

    def _stay_here(self, route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:", "file:")):
            route.continue_()
        else:
            self.requested_elsewhere.append(route.request.url)
            route.abort()


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    """JupyterLab on a free port in a copy of the course, stopped at the end of the session."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "course"
    for name in ("lessons", "exercises", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, token = f"http://127.0.0.1:{port}", secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}", f"--port={port}"]
    command += [f"--IdentityProvider.token={token}", "--ServerApp.ip=127.0.0.1", "--LabApp.expose_app_in_browser=True"]
    # Settings and runtime files of whoever runs the tests stay out of it.
    settings = {"JUPYTER_CONFIG_DIR": home / "config", "JUPYTER_RUNTIME_DIR": home / "runtime", "IPYTHONDIR": home / "ipython"}
    settings |= {"JUPYTER_DATA_DIR": home / "data", "NBGRADER_EXCHANGE": folder / "exchange"}
    settings |= {"JUPYTERLAB_SETTINGS_DIR": home / "settings", "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces"}
    # As in an activated environment: nbgrader starts alembic by its bare name.
    settings["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    log = (home / "server.log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        _wait_for(f"{address}/api/status?token={token}", home / "server.log")
        yield Lab(address, token, folder, environment, browser)
    finally:
        server.terminate()
        server.wait(timeout=120)
        log.close()


def _wait_for(url: str, log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start within a minute:\n{log.read_text()}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without writing each request to the terminal."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder as any web server does, and give its address."""
    with ExitStack() as stack:

        def start(folder: Path) -> str:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            for stop in (server.server_close, thread.join, server.shutdown):  # called from the last to the first
                stack.callback(stop)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


@pytest.fixture
def visit(browser) -> Iterator[Callable[[str], Page]]:
    """A new page that may ask one address alone; `asked` lists what it asked others for, `errors` what went wrong in it."""
    with ExitStack() as stack:

        def new_page(address: str) -> Page:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.asked, page.errors = [], []
            page.on("pageerror", lambda error: page.errors.append(str(error)))

            def stay_here(route):
                if route.request.url.startswith((address, "data:", "blob:")):
                    route.continue_()
                else:
                    page.asked.append(route.request.url)
                    route.abort()

            # Of the whole context: a page's workers ask too.
            context.route("**/*", stay_here)
            return page

        yield new_page
