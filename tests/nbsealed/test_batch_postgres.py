"""`nbsealed grade` with the gradebook in a real PostgreSQL, which this test starts, and stops in the middle."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import nbformat
import pytest
from batch_course import EARNED, FEW, course, grade, graded, marks, start, until
from nbgrader.api import Gradebook
from sqlalchemy import text
from zoo_course import CONFIG, SEALED

pytestmark = [pytest.mark.proof, pytest.mark.timeout(1800)]


class Postgres:
    """A server of its own in a temporary folder, reached over a Unix socket. It does not run as root."""

    def __init__(self):
        found = shutil.which("pg_ctl") or next(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)), None)
        assert found, "PostgreSQL is missing. On Debian: apt-get install postgresql"
        self.programs = Path(found).parent
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 characters
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(self.folder, self.user)
        self.url = f"postgresql+psycopg://{self.user}@/postgres?host={self.folder}"
        self.run("initdb", "--auth=trust", "--no-sync", "-D", "data")
        self.control("start")

    def control(self, *what: str) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, *what)

    def run(self, program: str, *arguments: str) -> None:
        change = ["setpriv", "--reuid", self.user, "--regid", self.user, "--init-groups"] if os.geteuid() == 0 else []
        subprocess.run(
            [*change, str(self.programs / program), *arguments],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture
def postgres():
    server = Postgres()
    yield server
    server.control("-m", "immediate", "stop")
    shutil.rmtree(server.folder)


def test_the_marks_are_the_same_though_the_server_stops_on_the_way(postgres, tmp_path):
    """The rows of the cells are not in the order of the notebook, and the server is stopped and started again."""
    batch = course(tmp_path / "course", FEW, config=CONFIG + SEALED + f'c.CourseDirectory.db_url = "{postgres.url}"\n')
    with Gradebook(postgres.url) as gradebook:
        gradebook.db.execute(text("UPDATE source_cell SET locked = locked WHERE name = 'setup'"))  # as a change of the cell would
        gradebook.db.commit()
        names = [cell.name for cell in gradebook.find_notebook("ps1", "ps1").source_cells]
    assert names[0] != "setup"
    with start(batch.root) as running:
        until(lambda: len(graded(batch.root)) >= 2)
        postgres.control("-m", "immediate", "restart")
        said, _ = running.communicate()
    assert running.returncode == 0, said
    assert marks(postgres.url) == {name: EARNED[name] for name in FEW}
    moved = nbformat.read(batch.root / "autograded/honest/ps1/ps1.ipynb", as_version=4)
    assert not any("had been moved" in note for note in moved.metadata.get("nbsealed", {}).get("repairs", []))
    batch.nbgrader("generate_feedback", "ps1")
    batch.nbgrader("export")


def test_when_the_server_stays_away_nothing_is_lost(postgres, tmp_path):
    """The command gives up with exit code 1; started again it writes what it had, without running it again."""
    batch = course(
        tmp_path / "course", ("honest", "blank", "deleted"), config=CONFIG + SEALED + f'c.CourseDirectory.db_url = "{postgres.url}"\n'
    )
    with start(batch.root, "--workers", "1") as running:
        until(lambda: len(graded(batch.root)) >= 1)
        postgres.control("-m", "immediate", "stop")
        said, _ = running.communicate()
    assert running.returncode == 1, said
    assert "same command again" in said
    postgres.control("start")
    said = grade(batch.root).stdout
    assert "3 graded now" not in said
    assert marks(postgres.url) == {name: EARNED[name] for name in ("honest", "blank", "deleted")}
