"""A warm process that kernels are forked from: ipykernel, pandas and the course's imports are loaded once, not once for each submission.

It runs none of the students' code. For each kernel bubblewrap builds a sandbox as for any other, with nothing but a placeholder in it. A
copy of this process then walks into the sandbox's namespaces (`setns`), takes on the same limits as a cold kernel (`launch.enter`), and
becomes the kernel. So all walls are bubblewrap's, and from inside neither this process nor another kernel can be seen or signalled.

Nothing in memory is secret: the environment is the sandbox's own, and what is loaded are installed modules. Run by `sandbox.Warm` as
``python -m nbsealed.warm DESCRIPTOR [MODULE ...]``.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import json
import os
import re
import signal
import socket
import sys
import traceback

from nbsealed import launch
from nbsealed.student import CHANNEL

USUAL = [  # what a kernel, a table and a figure load, some of it only when they are first shown
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "matplotlib_inline.config",
    "nbsealed.figures",
    "nbsealed.student",
    "pandas",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
]
SPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000  # mounts, cgroups, host name, IPC, processes, network
USER_SPACE = 0x10000000


def load(modules: list[str]) -> None:
    """Import what is installed; the rest is left to the notebook, which will say what is wrong."""
    for name in modules:
        with contextlib.suppress(Exception):
            if importlib.util.find_spec(name.partition(".")[0]):
                importlib.import_module(name)


def serve(channel: socket.socket) -> None:
    """Fork a kernel for each order. With it come descriptors: where to report, the sandbox, its files, a log, the channel for answers."""
    if len(os.listdir("/proc/self/task")) > 1:
        sys.exit("a module that the course imports has started a thread, so that kernels cannot be forked")
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies
    channel.sendall(b"warm")
    while True:
        text, fds, _, _ = socket.recv_fds(channel, 2**20, 8)
        if not text:
            return
        if not os.fork():
            try:
                _walk_in(json.loads(text), fds)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        for fd in fds:
            os.close(fd)


def _walk_in(order: dict, fds: list[int]) -> None:
    """In a copy: enter the sandbox and, in a child that belongs to it, become the kernel.

    Only children of a process that has entered a process namespace are in it, and only what a process in it leaves behind is taken over by
    its first process. Hence two forks: the kernel's parent is the sandbox's first process, which nothing in the sandbox can signal.
    """
    report, sandbox, files, log, answers = fds
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, fd in enumerate([os.open(os.devnull, os.O_RDONLY), log, log]):
        os.dup2(fd, number)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(sandbox, SPACES | (0 if os.geteuid() == 0 else USER_SPACE)):
        raise OSError(ctypes.get_errno(), f"cannot enter the sandbox: {os.strerror(ctypes.get_errno())}")
    inside = os.fork()
    if inside:
        os.waitpid(inside, 0)
        return
    gate, go = os.pipe()
    kernel = os.fork()
    if kernel:
        with socket.socket(fileno=report) as line:
            socket.send_fds(line, [b"k"], [os.pidfd_open(kernel)])
        os.write(go, b"!")
        os._exit(0)
    os.close(go)
    os.read(gate, 1)
    os.setsid()
    for fd in (gate, sandbox, log):
        os.close(fd)
    os.environ |= order["environment"] | {CHANNEL: str(answers)}
    launch.enter({**order, "files": files, "keep": [report, answers]})
    _become_kernel(order["arguments"], report)


def _become_kernel(arguments: list[str], report: int) -> None:
    if "matplotlib" in sys.modules:
        with contextlib.suppress(OSError):
            os.makedirs(sys.modules["matplotlib"].get_configdir(), exist_ok=True)  # it goes on using the one it was loaded with
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else every kernel would draw the same numbers
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    class KernelApp(IPKernelApp):
        """To build a parser of all that a kernel can be told takes a fifth of its start; plain settings need none."""

        def parse_command_line(self, argv: list[str] | None = None) -> None:
            settings = _settings(argv)
            if settings is None:
                super().parse_command_line(argv)
            else:
                self.update_config(settings)

    sys.dont_write_bytecode = True
    sys.argv = ["ipykernel_launcher", *arguments]
    app = KernelApp.instance()
    app.initialize(arguments)
    os.write(report, b"r")  # the sockets are bound; a client that came earlier would have to come back
    os.close(report)
    app.start()
    os._exit(0)


def _settings(arguments: list[str]) -> dict[str, dict[str, str]] | None:
    """The connection file, and settings by class and name; none where there are other arguments too."""
    from traitlets.config.loader import Config, DeferredConfigString  # noqa: PLC0415

    if arguments[:1] != ["-f"] or len(arguments) < 2:
        return None
    settings = Config({"IPKernelApp": {"connection_file": arguments[1]}})
    for argument in arguments[2:]:
        found = re.fullmatch(r"--(\w+)\.(\w+)=(.*)", argument, re.DOTALL)
        if not found:
            return None
        section, name, value = found.groups()
        settings[section][name] = DeferredConfigString(value)
    return settings


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path not in ("", "/")]
    load([*USUAL, *sys.argv[2:]])
    serve(socket.socket(fileno=int(sys.argv[1])))
