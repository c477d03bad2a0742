"""The sandbox: a process that sees the system read-only, its own work folder, and nothing else.

Built with bubblewrap: namespaces of its own (processes, network, mounts, host name, System V objects), a root file system made of the
Python installation and system libraries, size-limited temporary folders, a clean environment, and resource limits. The work folder is a
copy in memory; when the sandbox ends, every process in it is killed and everything written is gone.

`SealedKernelManager` starts Jupyter kernels in it, through the kernel provisioner `SealedProvisioner` (entry point ``sealed-provisioner``).
Kernels are reached over Unix sockets, so they need no network, and get one more socket, over which `student` serves answers. Where it can,
a kernel is forked from a process that has loaded what notebooks import (`Warm`); else it is started cold, in the same sandbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.util
import json
import os
import random
import select
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar

import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict, Instance, Integer, List, Tuple, Type, Unicode, default
from traitlets.config import SingletonConfigurable

from nbsealed import system
from nbsealed.launch import landlock
from nbsealed.memory import Watch
from nbsealed.student import CHANNEL

HOME = "/home/student"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
ETC = [
    "alternatives",
    "fonts",
    "group",
    "hosts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "passwd",
    "ssl",
    "timezone",
]
DEVICES = [f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm")]
INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel sets; matplotlib reads it when it is loaded
# For a process that is forked again and again: large pages make a copy three times as fast, and only malloc's memory can have them.
LARGE_PAGES = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
PROMPT = 5  # seconds within which a warm kernel greets and answers
WARM_UP = 120  # seconds for loading what the course imports, and for one kernel to start
MAX_MESSAGE = 64 * 2**20  # bytes of one message from a kernel


class SandboxMissing(RuntimeError):  # noqa: N818  (says what is missing)
    """The platform cannot build the sandbox."""


class Sandbox(SingletonConfigurable):
    """What a sealed process may see and use. Sizes are in megabytes, times in seconds."""

    allow_unsealed = Bool(False, help="Grade without a sandbox where there is none. The student's code then runs as you.").tag(config=True)
    readable = List(Unicode(), help="More files and folders that notebooks may read, for example the course's data.").tag(config=True)
    environment = Dict(help="More environment variables for notebooks; nothing else is inherited.").tag(config=True)
    memory = Integer(2048, help="Memory of one process.").tag(config=True)
    total_memory = Integer(3072, help="Memory of all processes of one sandbox together.").tag(config=True)
    folder = Integer(256, help="Size of the home folder with the work folder; the same for temporary files.").tag(config=True)
    file = Integer(128, help="Size of one file.").tag(config=True)
    cpu = Integer(300, help="Processor time of one process.").tag(config=True)
    processes = Integer(96, help="Processes and threads at once.").tag(config=True)
    bwrap = Unicode(help="The bubblewrap program.").tag(config=True)

    @default("bwrap")
    def _find_bwrap(self) -> str:
        return shutil.which("bwrap") or ""

    @functools.cached_property
    def _lack(self) -> system.Lack | None:
        if lack := system.not_linux():
            return lack
        if not self.bwrap:
            return system.NO_BUBBLEWRAP
        trial = subprocess.run(
            [self.bwrap, *self._walls(), *self._system(), "/bin/true"], capture_output=True, text=True, check=False, env={}, timeout=30
        )
        return system.no_namespaces(self.bwrap, trial.stderr.strip(), root=os.geteuid() == 0) if trial.returncode else None

    @property
    def missing(self) -> str:
        """Why the platform has no sandbox; empty where it has one."""
        return self._lack.why if self._lack else ""

    @property
    def refusal(self) -> str:
        """Why students' code is not to be run here, and what to do; empty where it may be."""
        if not self._lack or (self.allow_unsealed and not system.not_linux()):
            return ""
        refusal = f"Students' code must not run unprotected: {self._lack.why}. {self._lack.remedy}"
        if system.not_linux():
            return refusal
        return f"{refusal}\n{self.without} To accept the risk: c.Sandbox.allow_unsealed = True in nbgrader_config.py."

    @property
    def without(self) -> str:
        """What code that runs without the sandbox is kept from all the same."""
        version = landlock()
        if not version:
            return "Without a sandbox their code can do whatever you can."
        network = "the network" if version < 4 else "networks other than by TCP"
        signals = "can send signals to your other processes, " if version < 6 else ""
        return (
            "Without a sandbox Landlock still keeps your files from their code, but for those it needs to run; "
            f"it {signals}can use {network}, and its processes are not ended with it."
        )

    def sealed(
        self,
        command: list[str],
        material: Path,
        *,
        runtime: Path | None = None,
        keep: tuple[int, ...] = (),
        secrets: tuple[Path, ...] = (),
        info: int | None = None,
    ) -> Sealed:
        """The command line that runs `command` with a copy of the folder `material` (notebooks left out) as its work folder.

        `runtime` is a folder for the kernel's sockets, `keep` the descriptors to hand on, and `secrets` are hidden wherever they lie.
        Onto the descriptor `info` bubblewrap writes the number of the sandbox's first process, as JSON.
        Raises `SandboxMissing` where there is no sandbox and `allow_unsealed` is not set.
        """
        if self.refusal:
            raise SandboxMissing(self.refusal)
        files = _archive(material, _font_list(command[0]))
        home = tempfile.mkdtemp(prefix="nbsealed-") if self.missing else HOME
        folder = f"{home}/{material.name}"
        order = {
            "command": command,
            "folder": folder,
            "home": home,
            "files": files.fileno(),
            "keep": keep,
            "user": random.randrange(61184, 65519) if os.geteuid() == 0 and not self.missing else None,
            "limits": self._limits(),
            "sealed": not self.missing,
            "readable": self._reachable(command[0], home) if self.missing else ["/"],
            "writable": [home, *DEVICES, *([str(runtime)] if runtime else []), *([] if self.missing else ["/tmp"])],
        }
        start = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), json.dumps(order)]
        environment = self.variables(command[0], home)
        if self.missing:
            return Sealed([], start, order, environment, files=files, home=home)
        walls = [*self._walls(), *self._system(), *self._spaces(), *self._python(command[0])]  # in this order: a Python may lie in /tmp
        for path in self.readable:
            walls += _bind(Path(path).absolute())
        if runtime:
            walls += [*_parents(runtime), "--bind", str(runtime), str(runtime)]
            if order["user"]:
                os.chown(runtime, order["user"], order["user"])
        walls += self._masks(secrets)
        walls += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME]
        walls += [] if info is None else ["--info-fd", str(info)]
        return Sealed([self.bwrap, *walls, "--"], start, order, environment, files=files)

    def _walls(self) -> list[str]:
        walls = [
            "--unshare-ipc",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--die-with-parent",
            "--new-session",
        ]
        return walls if os.geteuid() == 0 else ["--unshare-user", *walls]

    def _system(self) -> list[str]:
        found = [part for path in SYSTEM for part in _bind(Path(path))]
        return [*found, *[part for name in ETC for part in _bind(Path("/etc", name))], "--proc", "/proc", "--dev", "/dev"]

    def _spaces(self) -> list[str]:
        size = ["--size", str(self.folder * 2**20), "--perms", "1777", "--tmpfs"]
        return [*size, "/tmp", *size, "/dev/shm", "--size", str(self.folder * 2**20), "--perms", "0755", "--tmpfs", HOME]

    def _python(self, python: str) -> list[str]:
        return [part for path in _installation(python) for part in _bind(Path(path))]

    def _reachable(self, python: str, home: str) -> list[str]:
        """What a process that runs without the sandbox may read."""
        return [*SYSTEM, *(f"/etc/{name}" for name in ETC), "/dev", "/proc", *_installation(python), *self.readable, home]

    def _masks(self, secrets: tuple[Path, ...]) -> list[str]:
        """Hide what must not be read, where a folder made readable above holds it."""
        masks = []
        for secret in secrets:
            if secret.is_dir():
                masks += ["--tmpfs", str(secret)] if self._shows(secret) else []
            elif secret.exists() and self._shows(secret):
                masks += ["--ro-bind", "/dev/null", str(secret)]
        return masks

    def _shows(self, path: Path) -> bool:
        shown = [*SYSTEM, *_installation(sys.executable), *(str(Path(p).absolute()) for p in self.readable)]
        return any(path.is_relative_to(top) or path.resolve().is_relative_to(top) for top in shown)

    def _limits(self) -> dict[str, int]:
        import resource  # noqa: PLC0415  (not on Windows, where this module is imported to say so)

        wanted = {
            "RLIMIT_DATA": self.memory * 2**20,
            "RLIMIT_FSIZE": self.file * 2**20,
            "RLIMIT_CPU": self.cpu,
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_NOFILE": 1024,
            "RLIMIT_CORE": 0,
        }
        if self.missing:
            del wanted["RLIMIT_NPROC"]  # would count everything the grader runs
        ceilings = {name: resource.getrlimit(getattr(resource, name))[1] for name in wanted}
        return {name: limit if ceilings[name] == resource.RLIM_INFINITY else min(limit, ceilings[name]) for name, limit in wanted.items()}

    def variables(self, python: str, home: str = HOME) -> dict[str, str]:
        """The environment of what runs in the sandbox by this Python."""
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
        return {
            "HOME": home,
            "LANG": "C.UTF-8",
            "MPLCONFIGDIR": f"{home}/.matplotlib",
            "PATH": os.pathsep.join([str(Path(python).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": home if self.missing else "/tmp",
            **threads,
            **{name: os.environ[name] for name in ("NBGRADER_EXECUTION", "TZ") if name in os.environ},
            **self.environment,
        }


class Sealed:
    """How a sealed process is started: what builds the sandbox (`walls`) and what runs in it (`start`, by `order`), its environment and
    the descriptors it needs; and what to let go of once it has started or ended.
    """

    def __init__(self, walls: list[str], start: list[str], order: dict, env: dict, *, files: Any, home: str | None = None):
        self.walls, self.command, self.order, self.env = walls, [*walls, *start], order, env
        self.files, self.pass_fds, self.user = files, (files.fileno(), *order["keep"]), order["user"]
        self._home = home

    def started(self) -> None:
        self.files.close()

    def ended(self) -> None:
        self.files.close()
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)


def _bind(path: Path) -> list[str]:
    if path.is_symlink() and path.parent == Path("/"):  # /bin -> usr/bin
        return ["--symlink", os.readlink(path), str(path)]
    return [*_parents(path), "--ro-bind", str(path), str(path)] if path.exists() else []


def _parents(path: Path) -> list[str]:
    """Folders above a mount, open to the student's user: bubblewrap would make them private to its own."""
    return [part for parent in reversed(path.parents[:-1]) for part in ("--perms", "0755", "--dir", str(parent))]


def _archive(material: Path, fonts: Path | None) -> Any:
    """A home folder as a tar stream: matplotlib's list of fonts, and the work folder with the regular files of `material`.

    Links are not followed, and notebooks stay out: graded ones hold the hidden tests. Owners and special rights stay out too, so that
    every version of tarfile unpacks it alike.
    """
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (closed by Sealed)
    with tarfile.open(fileobj=stream, mode="w") as archive:
        if fonts:
            archive.add(fonts, f".matplotlib/{fonts.name}", filter=_plain)
        archive.add(material, material.name, recursive=False, filter=_plain)
        for place, folders, files in os.walk(material):
            folders[:] = sorted(name for name in folders if not Path(place, name).is_symlink())
            for path in (Path(place, name) for name in [*folders, *sorted(files)]):
                if path.is_dir() or (path.is_file() and not path.is_symlink() and path.suffix != ".ipynb"):
                    archive.add(path, material.name / path.relative_to(material), recursive=False, filter=_plain)
    stream.seek(0)
    return stream


@functools.cache
def _font_list(python: str) -> Path | None:
    """matplotlib's list of fonts, made on first use; without it every kernel would spend seconds looking for fonts.

    It is in matplotlib's cache, with the version of its form in its name. To ask matplotlib itself takes half a second.
    """
    if python == sys.executable and (matplotlib := importlib.util.find_spec("matplotlib")):
        code = Path(matplotlib.origin).with_name("font_manager.py").read_text(encoding="utf-8")
        cache = os.environ.get("MPLCONFIGDIR") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "matplotlib")
        for kept in Path(cache).glob("fontlist-v*.json"):
            if f"__version__ = '{kept.stem.removeprefix('fontlist-v')}'" in code:
                return kept
    code = "import matplotlib.font_manager, matplotlib; print(matplotlib.get_cachedir())"
    made = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
    return next(iter(Path(made.stdout.strip()).glob("fontlist-*.json")), None) if made.returncode == 0 else None


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A folder or file of whoever unpacks it, who may write to it: nbgrader makes graded files read-only."""
    member.mode = 0o700 if member.isdir() else 0o600 | member.mode & 0o100
    member.uid, member.gid, member.uname, member.gname = os.geteuid(), os.getegid(), "", ""
    return member


@functools.cache
def _installation(python: str) -> tuple[str, ...]:
    """The folders a Python needs, without what the working folder or PYTHONPATH would add."""
    code = "import json, sys; print(json.dumps([sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path]))"
    listed = json.loads(subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout)
    wanted = {path for place in [*listed, str(Path(__file__).parent)] for path in (place, os.path.realpath(place)) if os.path.exists(path)}
    outermost = {path for path in wanted if not any(path != other and Path(path).is_relative_to(other) for other in [*wanted, *SYSTEM])}
    return tuple(sorted(outermost))


class Warm:
    """A process that kernels are forked from (see `warm`); one for each Python and list of modules, for as long as this process lives."""

    _running: ClassVar[dict[tuple, Warm]] = {}
    _lock = threading.Lock()

    @classmethod
    def of(cls, python: str, environment: dict[str, str], modules: Iterable[str]) -> Warm:
        key = os.getpid(), python, tuple(sorted(modules)), tuple(sorted(environment.items()))
        with cls._lock:
            if key not in cls._running or cls._running[key].process.poll() is not None:
                cls._running[key] = cls(python, environment, key[2])
            return cls._running[key]

    def __init__(self, python: str, environment: dict[str, str], modules: Iterable[str]):
        self.channel, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # orders of several threads do not mix
        matplotlib = tempfile.mkdtemp(prefix="nbsealed-", dir="/tmp")
        if fonts := _font_list(python):
            shutil.copy(fonts, matplotlib)
        with far:
            self.process = subprocess.Popen(
                [python, "-m", "nbsealed.warm", str(far.fileno()), *modules],
                cwd="/",
                env=environment | LARGE_PAGES | {"MPLBACKEND": INLINE, "MPLCONFIGDIR": matplotlib, "PYTHONDONTWRITEBYTECODE": ""},
                pass_fds=(far.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self.end = weakref.finalize(self, _cool, self.process, self.channel, matplotlib)
        self.channel.settimeout(WARM_UP)
        try:
            self.missing = "" if self.channel.recv(4) == b"warm" else self.process.stderr.read().decode(errors="replace").strip()
        except TimeoutError:
            self.missing = f"what the course imports was not loaded within {WARM_UP} seconds"
        self.channel.settimeout(None)

    def fork(self, order: dict, *fds: int) -> int:
        """Fork a kernel into a sandbox and give a descriptor of its process, once its sockets are bound. RuntimeError if it fails."""
        near, far = socket.socketpair()
        with near:
            with far:
                socket.send_fds(self.channel, [json.dumps(order).encode()], [far.fileno(), *fds])
            near.settimeout(WARM_UP)
            _, kernels, _, _ = socket.recv_fds(near, 1, 1)
            if not kernels or near.recv(1) != b"r":
                raise RuntimeError("The kernel that was forked from a warm process did not start.")
        return kernels[0]


def _cool(process: subprocess.Popen, channel: socket.socket, folder: str) -> None:
    channel.close()
    process.kill()
    process.wait()
    process.stderr.close()
    shutil.rmtree(folder, ignore_errors=True)


class SealedProvisioner(LocalProvisioner):
    """Starts a kernel in the sandbox, with its sockets in a private folder and a channel for answers (`channel`)."""

    channel: socket.socket
    is_warm = False
    _far: socket.socket
    _runtime: Path | None = None
    _is_ready = False
    _kernel: int | None = None  # a descriptor of a warm kernel's process; `process` is its sandbox
    _watch: Watch | None = None
    _sealed: Sealed
    _log: Any

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        self._runtime = Path(tempfile.mkdtemp(prefix="nbsealed-"))
        manager.transport, manager.ip = "ipc", str(self._runtime / "kernel")
        manager.connection_file = str(self._runtime / "connection.json")
        kwargs = await super().pre_launch(**kwargs)
        self.channel, self._far = socket.socketpair()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (closed in cleanup)
        self._told, self._telling = os.pipe()
        self._sealed = Sandbox.instance(parent=manager.parent).sealed(
            kwargs["cmd"],
            manager.material,
            runtime=self._runtime,
            keep=(self._far.fileno(),),
            secrets=manager.secrets,
            info=self._telling,
        )
        if self._sealed.user:
            os.chown(manager.connection_file, self._sealed.user, self._sealed.user)
        fds = (*self._sealed.pass_fds, self._telling)
        place = {"cmd": self._sealed.command, "cwd": "/", "pass_fds": fds, "stdout": self._log, "stderr": self._log}
        return {**kwargs, **place, "env": self._sealed.env | {CHANNEL: str(self._far.fileno())}}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        warm = self._warm()
        if warm:
            kwargs |= {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            cmd = [*self._sealed.walls, "/bin/cat"]  # holds the place until the kernel is there
        connection = await super().launch_kernel(cmd, **kwargs)
        os.close(self._telling)
        with open(self._told, encoding="utf-8") as told:
            first = json.loads(told.read() or "{}").get("child-pid")
        if first:
            self._watch = Watch(self.process, first, Sandbox.instance().total_memory * 2**20)
            self._watch.start()
        if warm and first:
            self._walk_in(warm, first)
        self._far.close()
        self._sealed.started()
        return connection

    def _warm(self) -> Warm | None:
        """The process to fork from; none for kernels that are not IPython's, and where there is no sandbox to walk into."""
        python, *arguments = self._sealed.order["command"]
        if not self._sealed.walls or arguments[:2] != ["-m", "ipykernel_launcher"]:
            return None
        warm = Warm.of(python, self._sealed.env, self.parent.modules)
        if warm.missing:
            self.log.warning("Kernels start cold: %s", warm.missing)
            return None
        return warm

    def _walk_in(self, warm: Warm, first: int) -> None:
        self.process.stdin.write(b"!")
        self.process.stdin.flush()
        self.process.stdout.read(1)  # when it echoes, the sandbox is complete
        sandbox = os.pidfd_open(first)
        order = {**self._sealed.order, "arguments": self._sealed.order["command"][3:], "environment": self._sealed.env}
        try:
            self._kernel = warm.fork(order, sandbox, self._sealed.files.fileno(), self._log.fileno(), self._far.fileno())
        except RuntimeError as error:
            self.log.error("%s %s", error, self._last_words())
            self.process.kill()
        finally:
            os.close(sandbox)
        self.is_warm = True

    async def poll(self) -> int | None:
        if self._kernel is not None and self.process and _ended(self._kernel):
            self.process.kill()
            self.process.wait()
        return await super().poll()

    async def kill(self, restart: bool = False) -> None:
        await super().kill(restart)
        while await self.poll() is None:  # the manager would look again only after 0.1 s
            await asyncio.sleep(0.002)

    def ready(self) -> None:
        """Called before the first cell runs: from now on nothing can be added to the folder of the sockets."""
        self._is_ready = True
        if self._sealed.user:
            os.chown(self._runtime, 0, 0)
            self._runtime.chmod(0o711)

    def settle(self) -> None:
        """Called after the last cell has run, before tests call the student's functions."""
        if self._watch:
            self._watch.keep()

    @property
    def reason(self) -> str:
        """Why the sandbox was ended, where it was not the kernel that ended."""
        return "its processes took too much memory together" if self._watch and self._watch.exceeded else ""

    def _last_words(self) -> str:
        """The end of what the kernel's process wrote, to explain why it did not start."""
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - 2000))
        return self._log.read().decode(errors="replace").strip()

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self._runtime:
            if not self._is_ready:
                self.log.error("The sealed kernel did not start. %s", self._last_words())
            if self._kernel is not None:
                os.close(self._kernel)
                self._kernel = None
            self.channel.close()
            self._log.close()
            self._sealed.ended()
            shutil.rmtree(self._runtime, ignore_errors=True)
            self._runtime = None


def _ended(process: int) -> bool:
    """Whether the process of a descriptor has ended."""
    poll = select.poll()
    poll.register(process, select.POLLIN)
    return bool(poll.poll(0))


class SealedKernelClient(AsyncKernelClient):
    """A client that does not wait longer than it has to."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs arrive. Raises RuntimeError when it has died, or after `timeout` seconds.

        jupyter_client's own way ends with 0.2 s of silence. A warm kernel is known to be there: it greets who listens to its outputs, and
        the last it sends for a request is that it is idle. Where one of these is lost, the slow way asks again and again.
        """
        if self.parent.provisioner.is_warm:
            with contextlib.suppress(TimeoutError):
                await self._greeted()
                return
        await super().wait_for_ready(timeout)

    async def _greeted(self) -> None:
        """Wait for the greeting, and for the answer to one request. Raises TimeoutError."""
        end = time.monotonic() + PROMPT
        await self._next(self.iopub_channel, end, lambda m: m["msg_type"] == "iopub_welcome")
        request = self.kernel_info()
        self._handle_kernel_info_reply(await self._next(self.shell_channel, end, lambda m: m["parent_header"].get("msg_id") == request))
        await self._next(
            self.iopub_channel,
            end,
            lambda m: m["parent_header"].get("msg_id") == request and m["content"].get("execution_state") == "idle",
        )

    async def _next(self, channel: Any, end: float, wanted: Callable[[dict], bool]) -> dict:
        while time.monotonic() < end:
            with contextlib.suppress(Empty):
                message = await channel.get_msg(timeout=1)
                if wanted(message):
                    return message
                continue
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise TimeoutError


class SealedKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels run in the sandbox, whatever their kernel spec says of provisioners."""

    material = Instance(Path, help="The folder whose files the notebook may use.")
    secrets = Tuple(help="Files and folders that are hidden from the kernel wherever they lie.")
    modules = Tuple(help="Names of installed modules that the notebook is known to import; a warm kernel has them loaded.")
    client_class = "nbsealed.sandbox.SealedKernelClient"
    client_factory = Type(SealedKernelClient)
    cache_ports = False

    @property
    def kernel_spec(self) -> KernelSpec | None:
        spec = super().kernel_spec
        sealed = {"kernel_provisioner": {"provisioner_name": "sealed-provisioner"}}
        return spec and KernelSpec(**{**spec.to_dict(), "metadata": {**spec.metadata, **sealed}, "interrupt_mode": "message"})

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
        return context
