"""Kernels that are forked from a warm process: what is loaded, and what each can see of the others."""

import asyncio
import contextlib
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from probes import PROBES

from nbsealed.sandbox import SealedKernelManager, Warm
from nbsealed.warm import _settings


@pytest.fixture
def material(tmp_path):
    folder = tmp_path / "ps1"
    folder.mkdir()
    (folder / "table.csv").write_text("a,b\n1,2\n")
    return folder


@contextlib.asynccontextmanager
async def kernel(material, modules: tuple[str, ...] = ()):
    """The manager and the client of a kernel that has been started, and may not be ready yet."""
    manager = SealedKernelManager(kernel_name="python3", material=material, secrets=(), modules=modules)
    await manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
    client = manager.client()
    client.start_channels()
    try:
        yield manager, client
    finally:
        await manager.shutdown_kernel(now=True)
        client.stop_channels()


async def said(material, code: str, *, modules: tuple[str, ...] = ()) -> tuple[object, bool]:
    """What the code prints as JSON in a kernel of its own, and whether that kernel was warm."""
    async with kernel(material, modules) as (manager, client):
        await client.wait_for_ready(timeout=120)
        manager.provisioner.ready()
        printed = []
        await client.execute_interactive(
            f"import json, os, sys\n{code}\nprint(json.dumps(said))",
            timeout=120,
            output_hook=lambda m: printed.append(m["content"].get("text") or str(m["content"].get("traceback", ""))),
        )
        return json.loads("".join(printed)), manager.provisioner.is_warm


def answer(material, code: str, **how) -> tuple[object, bool]:
    """`said` in a thread of its own: in this one Playwright may be running its event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, said(material, code, **how)).result()


def run(material, code: str, **how) -> object:
    value, warm = answer(material, code, **how)
    assert warm
    return value


def test_what_notebooks_import_is_loaded(material):
    code = "said = [name in sys.modules for name in ('pandas', 'matplotlib.pyplot', 'wave', 'no_such_module')]"
    assert run(material, code, modules=("wave", "no_such_module")) == [True, True, True, False]


def test_a_kernel_takes_the_settings_it_is_given(material):
    assert run(material, "said = get_ipython().history_manager.hist_file") == ":memory:"
    assert _settings(["-f", "c.json", "--A.b=c=d", "--A.e="]) == {"IPKernelApp": {"connection_file": "c.json"}, "A": {"b": "c=d", "e": ""}}
    assert _settings(["-f", "c.json", "--pylab"]) is None


def test_a_lost_greeting_costs_no_kernel(material):
    async def ready_without_a_greeting() -> list:
        async with kernel(material) as (manager, client):
            lost = await client.iopub_channel.get_msg(timeout=60)
            assert (manager.provisioner.is_warm, lost["msg_type"]) == (True, "iopub_welcome")
            await client.wait_for_ready(timeout=60)
            manager.provisioner.ready()
            answers = []
            await client.execute_interactive("1 + 1", timeout=60, output_hook=lambda m: answers.append(m["content"].get("data")))
            return answers

    with ThreadPoolExecutor(1) as pool:
        (answer,) = filter(None, pool.submit(asyncio.run, ready_without_a_greeting()).result())
    assert answer["text/plain"] == "2"


def test_it_is_sealed_like_a_cold_kernel(material):
    os.environ["ZOO_SECRET"] = "secret"
    code = """
status = dict(line.split(':', 1) for line in open('/proc/self/status').read().splitlines())
said = {
    'folder': [os.getcwd(), os.listdir('.')],
    'network': reaches('192.0.2.1'),
    'written': written(),
    'processes': company(),
    'parent': os.getppid(),
    'privileges': [int(status[key], 16) for key in ('CapEff', 'CapPrm', 'CapInh', 'CapAmb')] + [status['NoNewPrivs'].strip()],
    'environment': 'ZOO_SECRET' in os.environ or b'ZOO_SECRET' in open('/proc/self/environ', 'rb').read(),
    'elsewhere': [os.path.exists(p) for p in PATHS],
    'files': [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}')],
    'user': os.getuid(),
}
""".replace("PATHS", repr([str(material), str(material.parent), __file__, "/etc/shadow", "/proc/1/root/root"]))
    seen = run(material, PROBES + code)
    assert seen["folder"] == ["/home/student/ps1", ["table.csv"]]
    assert not seen["network"] and not seen["written"] and not seen["processes"] and not seen["environment"]
    assert seen["parent"] == 1
    assert seen["privileges"] == [0, 0, 0, 0, "1"]
    assert seen["elsewhere"] == [False] * 5
    assert not [path for path in seen["files"] if path.startswith("/") and not path.endswith(("null", "(deleted)"))]
    assert seen["user"] != 0 or os.getuid() != 0


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("bytearray(3 * 2**30)", "MemoryError"),
        ("signal.signal(signal.SIGXFSZ, signal.SIG_IGN); open('big', 'wb').write(bytes(200 * 2**20))", "OSError"),
        ("os.setuid(0)", "PermissionError"),
        ("os.kill(1, 9); os.kill(1, 0); os.kill(os.getppid(), 15)", "PermissionError"),
        ("ctypes.CDLL(None).unshare(0x10000000) and 1/0", "ZeroDivisionError"),
    ],
)
def test_limits(material, code, error):
    code = f"import ctypes, signal\ntry:\n    {code}\n    said = ''\nexcept Exception as e:\n    said = type(e).__name__"
    assert run(material, code) in (error, "") if "kill" in code else run(material, code) == error


def test_two_at_once_do_not_meet(material):
    """Each waits until the other must be there, and then looks for it: in files, among processes, by the numbers that NumPy draws."""
    code = """
import time, numpy
mark = str(os.getpid()) + os.urandom(4).hex()
for place in ('/tmp', '/dev/shm', os.path.expanduser('~'), '.'):
    open(place + '/zoo-' + mark, 'w').close()
time.sleep(3)
strangers = [n for p in ('/tmp', '/dev/shm', os.path.expanduser('~'), '.') for n in os.listdir(p) if n.startswith('zoo-') and mark not in n]
said = [strangers, len([n for n in os.listdir('/proc') if n.isdigit()]) < 6, numpy.random.random()]
"""
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda _: run(material, code), range(2))
    assert one[:2] == two[:2] == [[], True]
    assert one[2] != two[2]


def test_the_warm_process_is_told_apart_by_what_it_loads_and_started_anew_when_it_ends(material):
    run(material, "said = 1", modules=("colorsys",))
    warm = next(w for key, w in Warm._running.items() if key[2] == ("colorsys",))
    warm.process.kill()
    warm.process.wait()
    assert run(material, "said = 2", modules=("colorsys",)) == 2


def test_a_module_that_starts_a_thread_makes_kernels_cold(material, tmp_path, monkeypatch):
    """A forked process has one thread only, so what another thread held would stay held."""
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages/threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=[600], daemon=True).start()"
    )
    monkeypatch.setattr("nbsealed.sandbox.Sandbox.variables", with_path(tmp_path / "packages"))
    assert answer(material, "said = 3", modules=("threaded",)) == (3, False)


def with_path(folder):
    from nbsealed.sandbox import Sandbox  # noqa: PLC0415

    plain = Sandbox.variables
    return lambda *args: plain(*args) | {"PYTHONPATH": str(folder)}
