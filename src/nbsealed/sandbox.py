"""The sandbox: a process that sees the system read-only, its own work folder, and nothing else.

Built with bubblewrap: namespaces of its own (processes, network, mounts, host name, System V objects), a root file system made of the
Python installation and system libraries, size-limited temporary folders, a clean environment, and resource limits. The work folder is a
copy in memory; when the sandbox ends, every process in it is killed and everything written is gone.

`SealedKernelManager` starts Jupyter kernels in it, through the kernel provisioner `SealedProvisioner` (entry point ``sealed-provisioner``).
Kernels are reached over Unix sockets, so they need no network, and get one more socket, over which `student` serves answers.
"""

from __future__ import annotations

import functools
import json
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict, Instance, Integer, List, Tuple, Unicode, default
from traitlets.config import SingletonConfigurable

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
MAX_MESSAGE = 64 * 2**20  # bytes of one message from a kernel


class SandboxMissing(RuntimeError):  # noqa: N818  (says what is missing)
    """The platform cannot build the sandbox."""


class Sandbox(SingletonConfigurable):
    """What a sealed process may see and use. Sizes are in megabytes, times in seconds."""

    allow_unsealed = Bool(False, help="Grade without a sandbox where there is none. The student's code then runs as you.").tag(config=True)
    readable = List(Unicode(), help="More files and folders that notebooks may read, for example the course's data.").tag(config=True)
    environment = Dict(help="More environment variables for notebooks; nothing else is inherited.").tag(config=True)
    memory = Integer(2048, help="Memory of one process.").tag(config=True)
    folder = Integer(256, help="Size of the home folder with the work folder; the same for temporary files.").tag(config=True)
    file = Integer(128, help="Size of one file.").tag(config=True)
    cpu = Integer(300, help="Processor time of one process.").tag(config=True)
    processes = Integer(96, help="Processes and threads at once.").tag(config=True)
    bwrap = Unicode(help="The bubblewrap program.").tag(config=True)

    @default("bwrap")
    def _find_bwrap(self) -> str:
        return shutil.which("bwrap") or ""

    @functools.cached_property
    def missing(self) -> str:
        """What the platform lacks for a sandbox; empty when nothing."""
        if not sys.platform.startswith("linux"):
            return f"bubblewrap needs Linux; this is {sys.platform}"
        if not self.bwrap:
            return "the program bwrap is not installed (Debian, Ubuntu, Fedora: the package bubblewrap)"
        trial = subprocess.run(
            [self.bwrap, *self._walls(), *self._system(), "/bin/true"], capture_output=True, text=True, check=False, env={}, timeout=30
        )
        if trial.returncode:
            return f"bubblewrap cannot make namespaces here ({trial.stderr.strip()}); a container needs to be allowed to"
        return ""

    def sealed(
        self, command: list[str], material: Path, *, runtime: Path | None = None, keep: tuple[int, ...] = (), secrets: tuple[Path, ...] = ()
    ) -> Sealed:
        """The command line that runs `command` with a copy of the folder `material` (notebooks left out) as its work folder.

        `runtime` is a folder for the kernel's sockets, `keep` the descriptors to hand on, and `secrets` are hidden wherever they lie.
        Raises `SandboxMissing` where there is no sandbox and `allow_unsealed` is not set.
        """
        if self.missing and not self.allow_unsealed:
            raise SandboxMissing(
                f"Students' code must not run unprotected: {self.missing}. "
                "Install what is missing, or accept the risk with c.Sandbox.allow_unsealed = True in nbgrader_config.py."
            )
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
        }
        start = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), json.dumps(order)]
        environment = {**self._environment(command[0], home), **self.environment}
        if self.missing:
            return Sealed(start, environment, (files.fileno(), *keep), files=files, home=home, user=None)
        walls = [*self._walls(), *self._system(), *self._spaces(), *self._python(command[0])]  # in this order: a Python may lie in /tmp
        for path in self.readable:
            walls += _bind(Path(path).absolute())
        if runtime:
            walls += [*_parents(runtime), "--bind", str(runtime), str(runtime)]
            if order["user"]:
                os.chown(runtime, order["user"], order["user"])
        walls += self._masks(secrets)
        walls += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME, "--"]
        return Sealed([self.bwrap, *walls, *start], environment, (files.fileno(), *keep), files=files, home=None, user=order["user"])

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

    def _environment(self, python: str, home: str) -> dict[str, str]:
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
        return {
            "HOME": home,
            "LANG": "C.UTF-8",
            "MPLCONFIGDIR": f"{home}/.matplotlib",
            "PATH": os.pathsep.join([str(Path(python).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": "/tmp",
            **threads,
            **{name: os.environ[name] for name in ("NBGRADER_EXECUTION", "TZ") if name in os.environ},
        }


class Sealed:
    """A command line with what it needs: environment, descriptors to hand on, and things to let go of once it has started or ended."""

    def __init__(self, command: list[str], env: dict, pass_fds: tuple[int, ...], *, files: Any, home: str | None, user: int | None):
        self.command, self.env, self.pass_fds, self.user = command, env, pass_fds, user
        self._files, self._home = files, home

    def started(self) -> None:
        self._files.close()

    def ended(self) -> None:
        self._files.close()
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

    Links are not followed, and notebooks stay out: graded ones hold the hidden tests.
    """
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (closed by Sealed)
    with tarfile.open(fileobj=stream, mode="w") as archive:
        if fonts:
            archive.add(fonts, f".matplotlib/{fonts.name}", filter=_owner_may_write)
        archive.add(material, material.name, recursive=False, filter=_owner_may_write)
        for place, folders, files in os.walk(material):
            folders[:] = sorted(name for name in folders if not Path(place, name).is_symlink())
            for path in (Path(place, name) for name in [*folders, *sorted(files)]):
                if path.is_dir() or (path.is_file() and not path.is_symlink() and path.suffix != ".ipynb"):
                    archive.add(path, material.name / path.relative_to(material), recursive=False, filter=_owner_may_write)
    stream.seek(0)
    return stream


@functools.cache
def _font_list(python: str) -> Path | None:
    """matplotlib's list of fonts, made on first use; without it every kernel would spend seconds looking for fonts."""
    code = "import matplotlib.font_manager, matplotlib; print(matplotlib.get_cachedir())"
    made = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
    return next(iter(Path(made.stdout.strip()).glob("fontlist-*.json")), None) if made.returncode == 0 else None


def _owner_may_write(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode |= 0o700 if member.isdir() else 0o600  # nbgrader makes graded files read-only
    return member


@functools.cache
def _installation(python: str) -> tuple[str, ...]:
    """The folders a Python needs, without what the working folder or PYTHONPATH would add."""
    code = "import json, sys; print(json.dumps([sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path]))"
    listed = json.loads(subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout)
    wanted = {path for place in [*listed, str(Path(__file__).parent)] for path in (place, os.path.realpath(place)) if os.path.exists(path)}
    outermost = {path for path in wanted if not any(path != other and Path(path).is_relative_to(other) for other in [*wanted, *SYSTEM])}
    return tuple(sorted(outermost))


class SealedProvisioner(LocalProvisioner):
    """Starts a kernel in the sandbox, with its sockets in a private folder and a channel for answers (`channel`)."""

    channel: socket.socket
    _far: socket.socket
    _runtime: Path | None = None
    _is_ready = False
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
        self._sealed = Sandbox.instance(parent=manager.parent).sealed(
            kwargs["cmd"], manager.material, runtime=self._runtime, keep=(self._far.fileno(),), secrets=manager.secrets
        )
        if self._sealed.user:
            os.chown(manager.connection_file, self._sealed.user, self._sealed.user)
        place = {"cmd": self._sealed.command, "cwd": "/", "pass_fds": self._sealed.pass_fds, "stdout": self._log, "stderr": self._log}
        return {**kwargs, **place, "env": self._sealed.env | {CHANNEL: str(self._far.fileno())}}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        connection = await super().launch_kernel(cmd, **kwargs)
        self._far.close()
        self._sealed.started()
        return connection

    def ready(self) -> None:
        """Called before the first cell runs: from now on nothing can be added to the folder of the sockets."""
        self._is_ready = True
        if self._sealed.user:
            os.chown(self._runtime, 0, 0)
            self._runtime.chmod(0o711)

    def _last_words(self) -> str:
        """The end of what the kernel's process wrote, to explain why it did not start."""
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - 2000))
        return self._log.read().decode(errors="replace").strip()

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self._runtime:
            if not self._is_ready:
                self.log.error("The sealed kernel did not start. %s", self._last_words())
            self.channel.close()
            self._log.close()
            self._sealed.ended()
            shutil.rmtree(self._runtime, ignore_errors=True)
            self._runtime = None


class SealedKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels run in the sandbox, whatever their kernel spec says of provisioners."""

    material = Instance(Path, help="The folder whose files the notebook may use.")
    secrets = Tuple(help="Files and folders that are hidden from the kernel wherever they lie.")
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
