"""Makes of this Linux another system, for the course's own modules: what that system lacks is gone, in each Python that is started.

The standard library and other packages choose by the system what they use, and go on to see the real one. What they can do without is
taken from them too. ELSEWHERE names the system, as sys.platform does.
"""

import builtins
import ctypes
import importlib
import os
import select
import socket
import sys
import types

SYSTEM = os.environ["ELSEWHERE"]
OURS = ("balancing_act", "nbsealed")

LINUX = {  # what no other system has
    "os": ["O_PATH", "memfd_create", "pidfd_open", "sched_getaffinity", "setns", "setresgid", "setresuid", "unshare"],
    "select": ["epoll"],
    "signal": ["pidfd_send_signal"],
    "socket": ["AF_NETLINK"],
}
POSIX = {  # what Windows lacks
    "os": ["chown", "fchmod", "fork", "forkpty", "geteuid", "getuid", "killpg", "mkfifo", "pread", "setgroups", "setpgid", "setsid"],
    "select": ["poll"],
    "signal": ["SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL"],
    "socket": ["AF_UNIX", "recv_fds", "send_fds"],
}
POSIX_MODULES = ["fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"]  # of the standard library

windows = SYSTEM == "win32"
missing = {name: {*LINUX[name], *(POSIX[name] if windows else ())} for name in LINUX}
gone = set(POSIX_MODULES if windows else ())


class View(types.ModuleType):
    """A module without some of its names."""

    def __init__(self, module: types.ModuleType, without: set[str], **instead: str):
        super().__init__(module.__name__)
        vars(self)["_seen"] = module, without, instead

    def __getattr__(self, name):
        module, without, instead = vars(self)["_seen"]
        if name in without:
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r} on {SYSTEM}")
        return instead[name] if name in instead else getattr(module, name)

    def __setattr__(self, name, value):
        setattr(vars(self)["_seen"][0], name, value)


class CDLL(ctypes.CDLL):
    def __init__(self, name, *args, **kwargs):
        if windows and name is None:
            raise TypeError("bad argument type for built-in operation")
        super().__init__(name, *args, **kwargs)


views = {name: View(importlib.import_module(name), names) for name, names in missing.items()}
views["os"] = View(os, missing["os"], name="nt" if windows else "posix")
views["sys"] = View(sys, set(), platform=SYSTEM)
views["ctypes"] = View(ctypes, set(), CDLL=CDLL)

real_import = builtins.__import__


def import_elsewhere(name, globals=None, locals=None, fromlist=(), level=0):
    package = (globals or {}).get("__package__") or ""
    if package.partition(".")[0] in OURS and not level:
        if name in gone:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name in views:
            return views[name]
    return real_import(name, globals, locals, fromlist, level)


builtins.__import__ = import_elsewhere

# What CPython itself and other packages can do without is gone for them as well.
for module, names in ((os, ["memfd_create", "pidfd_open", *(["fork", "forkpty"] if windows else ())]), (select, ["epoll"])):
    for name in names:
        delattr(module, name)
if windows:
    for name in ("send_fds", "recv_fds"):
        delattr(socket, name)
