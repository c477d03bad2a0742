"""How tests are spread over processes, what they took, and one browser for all that need one."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

# A browser in a container has no sandbox of its own, and should not phone home.
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium where there is one, else the one that Playwright installs."""
    expect.set_options(timeout=60_000)  # milliseconds, for a machine that does much else
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


# What starts most begins first, so that two processes end together.
LONGEST_FIRST = ("zoo", "pipeline", "nbsealed", "browser", "project", "matrix", "notebooks", "prose", "balancing_act")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file share their fixtures, so one process runs them all; a file may mark smaller groups."""
    items.sort(key=lambda item: LONGEST_FIRST.index(_folder(item.nodeid)))
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Seconds by folder, added up over processes."""
    seconds: Counter[str] = Counter()
    for report in terminalreporter.getreports("") + terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        seconds[_folder(report.nodeid)] += report.duration
    terminalreporter.section("seconds by folder")
    for folder, taken in seconds.most_common():
        terminalreporter.write_line(f"{taken:8.1f}  tests/{folder}")


def _folder(nodeid: str) -> str:
    return Path(nodeid.partition("::")[0]).parts[1]
