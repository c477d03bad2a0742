"""First steps inside the sandbox: fill the work folder, take on the limits, give up privileges; then become the kernel or the judge.

Run by path with ``python -I -S``, where the standard library is all there is; a warm kernel (see `warm`) calls `enter` instead. An order is
a JSON object (see `sandbox.Sandbox.sealed`).
"""

import contextlib
import ctypes
import json
import os
import resource
import sys
import tarfile

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38


def enter(order: dict) -> None:
    """Do all that comes before the student's code. Only descriptors 0 to 2 and those in ``order["keep"]`` stay open."""
    os.umask(0o077)
    with os.fdopen(order["files"], "rb") as stream, tarfile.open(fileobj=stream) as archive:
        archive.extractall(order["home"], filter="data")
    keep = {0, 1, 2, *order["keep"]}
    for fd in [int(name) for name in os.listdir("/proc/self/fd")]:
        if fd not in keep:
            with contextlib.suppress(OSError):  # the descriptor of the listing itself
                os.close(fd)
    if order["user"] is not None:
        for place, folders, files in os.walk(order["home"]):
            for name in [".", *folders, *files]:
                os.chown(os.path.join(place, name), order["user"], order["user"], follow_symlinks=False)
        os.setgroups([])
        os.setresgid(*[order["user"]] * 3)
        os.setresuid(*[order["user"]] * 3)
    if order["sealed"]:
        _give_up_privileges()
    for name, limit in order["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    os.environ.pop("JPY_PARENT_PID", None)  # of another process namespace; the kernel would think its parent dead
    os.chdir(order["folder"])


def _give_up_privileges() -> None:
    """No privilege is left, and none can be had by running a program."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this thread
    if libc.capset(header, (ctypes.c_uint32 * 6)()) or libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "cannot give up privileges")
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # a change of user hides a process's own files in /proc from it


def main(order: dict) -> None:
    enter(order)
    os.execv(order["command"][0], order["command"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
