"""What a sealed process can see, do and leave behind."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from probes import PROBES

from nbsealed.launch import landlock
from nbsealed.sandbox import Sandbox, SandboxMissing, _archive


@pytest.fixture
def material(tmp_path):
    """A course's folder with something to read and something to hide."""
    folder = tmp_path / "course/ps1"
    (folder / "data").mkdir(parents=True)
    (folder / "data/table.csv").write_text("a,b\n1,2\n")
    (folder / "ps1.ipynb").write_text("hidden tests")
    (folder / "link").symlink_to("/etc/passwd")
    (tmp_path / "course/gradebook.db").write_text("marks")
    return folder


def run(code: str, material: Path, sandbox: Sandbox | None = None, **how) -> subprocess.CompletedProcess:
    sealed = (sandbox or Sandbox()).sealed([sys.executable, "-c", code], material, **how)
    try:
        return subprocess.run(
            sealed.command, env=sealed.env, pass_fds=sealed.pass_fds, capture_output=True, text=True, check=False, timeout=120
        )
    finally:
        sealed.ended()


def told(code: str, material: Path, sandbox: Sandbox | None = None, **how) -> object:
    """What the code's last expression `said` is, as JSON."""
    done = run(f"import json, os\n{code}\nprint(json.dumps(said))", material, sandbox, **how)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_work_folder_is_a_copy_without_notebooks_and_links(material):
    assert sorted(told("said = [f for _, d, f in os.walk('.') for f in [*d, *f]]", material)) == ["data", "table.csv"]
    told("open('data/table.csv', 'w').write('x'); open('new', 'w').write('x'); said = os.getcwd()", material)
    assert (material / "data/table.csv").read_text() == "a,b\n1,2\n"
    assert not (material / "new").exists()


def test_every_version_of_tarfile_unpacks_the_work_folder_alike(material, tmp_path):
    """Debian's Python 3.11.2 has no filters, and would hand on owners and special rights."""
    (material / "data").chmod(0o2577)
    (material / "data/table.csv").chmod(0o4755)
    if os.geteuid() == 0:
        os.chown(material / "data/table.csv", 4321, 4321)
    trees = []
    for number, sieve in enumerate([lambda member, _: member, tarfile.data_filter]):
        with _archive(material, None) as stream, tarfile.open(fileobj=stream) as archive:
            archive.extraction_filter = sieve
            archive.extractall(tmp_path / str(number))
        found = [tmp_path / str(number) / "ps1" / part for part in ("data", "data/table.csv")]
        trees.append([(path.stat().st_uid, path.stat().st_gid, path.stat().st_mode) for path in found])
    (of_folder, of_file), _ = trees
    assert of_folder[:2] == of_file[:2] == (os.geteuid(), os.getegid())
    assert of_folder[2] & 0o7777 == 0o700
    assert [tree[1] for tree in trees] == [of_file] * 2


def test_nothing_else_can_be_written_or_read(material):
    assert told(f"{PROBES}said = written()", material) == []
    secrets = [material.parent, Path.home() / ".bashrc", Path("/etc/shadow"), Path(__file__)]
    assert told(f"said = [os.path.exists(p) for p in {[str(p) for p in secrets]}]", material) == [False] * len(secrets)


def test_no_network_and_no_company(material):
    code = f"{PROBES}said = [reaches('192.0.2.1'), company(), socket.gethostname() == 'x']"
    assert told(code, material) == [False, [], False]


def test_environment_and_descriptors_are_clean(material):
    os.environ["ZOO_SECRET"] = "secret"
    readable, writable = os.pipe()
    os.set_inheritable(writable, True)
    environment, open_fds, user = told("said = [dict(os.environ), os.listdir('/proc/self/fd'), os.getuid()]", material)
    os.close(readable), os.close(writable)
    assert "ZOO_SECRET" not in environment and environment["HOME"] == "/home/student"
    assert len(open_fds) == 4  # three streams, and the listing itself
    assert user != 0 or os.getuid() != 0


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("bytearray(3 * 2**30)", "MemoryError"),
        ("open('big', 'wb').write(bytes(200 * 2**20))", "OSError"),
        ("[open(f'big{n}', 'wb').write(bytes(100 * 2**20)) for n in range(4)]", "OSError"),
        ("[open(f'/dev/shm/big{n}', 'wb').write(bytes(100 * 2**20)) for n in range(4)]", "OSError"),
        ("import os, time\nfor n in range(300):\n    if not os.fork():\n        time.sleep(5)\n        os._exit(0)", "BlockingIOError"),
    ],
)
def test_limits(material, code, error):
    done = run(code, material)
    assert done.returncode
    assert error in done.stderr or done.returncode in (153, -25)


def test_what_it_starts_ends_with_it(material):
    run("import os\nif not os.fork():\n    os.setsid()\n    os.execvp('sleep', ['zoo-sleeper', '100'])", material)
    assert "zoo-sleeper" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


def test_more_can_be_made_readable_and_secrets_in_it_stay_hidden(material):
    sandbox = Sandbox(readable=[str(material.parent)])
    database, source = material.parent / "gradebook.db", material / "data"
    code = f"""
try:
    marks = open({str(database)!r}).read()
except OSError:
    marks = ""
said = [open({str(material / "ps1.ipynb")!r}).read(), marks, os.listdir({str(source)!r})]
"""
    assert told(code, material, sandbox) == ["hidden tests", "marks", ["table.csv"]]
    assert told(code, material, sandbox, secrets=(database, source)) == ["hidden tests", "", []]


def test_without_bubblewrap_it_refuses_until_told_otherwise(material):
    with pytest.raises(SandboxMissing, match=r"(?s)bwrap is not installed.*allow_unsealed"):
        run("pass", material, Sandbox(bwrap=""))
    with pytest.raises(SandboxMissing, match="cannot make namespaces"):
        run("pass", material, Sandbox(bwrap="/bin/false"))
    assert told("said = sorted(os.listdir('.'))", material, Sandbox(bwrap="", allow_unsealed=True)) == ["data"]


@pytest.mark.skipif(not landlock(), reason="this system has no Landlock, and nbsealed says so")
def test_landlock_shuts_files_and_tcp_where_there_is_no_sandbox(material):
    sandbox = Sandbox(bwrap="", allow_unsealed=True)
    code = f"""
import signal, socket, subprocess, tempfile
def refused(act, *args):
    try:
        act(*args)
    except PermissionError:
        return True
    return False
server = socket.socket()
said = {{
    "read": [refused(open, path) for path in {[str(material / "ps1.ipynb"), str(material.parent / "gradebook.db"), "/etc/shadow"]!r}],
    "listed": refused(os.listdir, {str(material.parent)!r}),
    "written": [refused(open, path, "w") for path in ({str(material / "new")!r}, "/usr/new", "/tmp/new")],
    "reached": [refused(socket.create_connection, ("127.0.0.1", 9)), refused(server.bind, ("127.0.0.1", 0))],
    "signalled": refused(os.kill, {os.getpid()}, 0),
    "works": [open("data/table.csv").read(2), tempfile.TemporaryFile().write(b"x"), subprocess.run(["true"]).returncode],
}}
open("new", "w").write("x")
"""
    seen = told(code, material, sandbox)
    assert seen == {
        "read": [True] * 3,
        "listed": True,
        "written": [True] * 3,
        "reached": [landlock() >= 4] * 2,
        "signalled": landlock() >= 6,
        "works": ["a,", 1, 0],
    }
    assert not (material / "new").exists()


def test_without_a_sandbox_it_is_said_what_is_left(material):
    with pytest.raises(SandboxMissing, match="Landlock still keeps your files" if landlock() else "can do whatever you can"):
        run("pass", material, Sandbox(bwrap=""))
