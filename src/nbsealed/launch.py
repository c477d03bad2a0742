"""First steps inside the sandbox: fill the work folder, take on the limits, give up privileges, have Landlock shut the rest of the file
system; then become the kernel or the judge.

Run by path with ``python -I -S``, where the standard library is all there is; a warm kernel (see `warm`) calls `enter` instead. An order is
a JSON object (see `sandbox.Sandbox.sealed`).
"""

import contextlib
import ctypes
import json
import os
import sys
import tarfile

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38

# Landlock's system calls have the same numbers on all processors. What each version can hold back: rights on files, on TCP, and reach.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ON_FILES = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 5: 0xFFFF}
ON_ANY_TCP, BEYOND = 0b11, 0b11  # bind and connect; abstract sockets of and signals to processes outside
READING = 0b1101  # run, read, list
OF_A_FILE = 0b1100000000000111  # what there is to allow where a file is no folder: run, write, read, truncate, control


def enter(order: dict) -> None:
    """Do all that comes before the student's code. Only descriptors 0 to 2 and those in ``order["keep"]`` stay open."""
    os.umask(0o077)
    with os.fdopen(order["files"], "rb") as stream, tarfile.open(fileobj=stream) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Debian's 3.11.2 has none; the archive needs none
        archive.extractall(order["home"])
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
    libc = ctypes.CDLL(None, use_errno=True)
    if order["sealed"]:
        _give_up_privileges(libc)
    _done(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "cannot rule out that a program gives privileges")
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # a change of user hides a process's own files in /proc from it
    if version := landlock():
        _lock(libc, version, order["readable"], order["writable"], tcp=order["sealed"])
    import resource  # noqa: PLC0415  (not on Windows, where `landlock` is imported all the same)

    for name, limit in order["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    os.environ.pop("JPY_PARENT_PID", None)  # of another process namespace; the kernel would think its parent dead
    os.chdir(order["folder"])


def _give_up_privileges(libc: ctypes.CDLL) -> None:
    """No privilege is left."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this thread
    _done(libc.capset(header, (ctypes.c_uint32 * 6)()), "cannot give up privileges")


def landlock() -> int:
    """The version of Landlock, Linux's own way for a process to shut itself in; 0 where there is none."""
    return max(0, ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, 1))


def _lock(libc: ctypes.CDLL, version: int, readable: list[str], writable: list[str], *, tcp: bool) -> None:
    """From now on only these files can be read or run, only those written to, and no process outside be signalled.

    tcp: whether it may be used, as it may where there is no network to reach.
    """
    rights = max(mask for first, mask in ON_FILES.items() if version >= first)
    held_back = (ctypes.c_uint64 * 3)(rights, ON_ANY_TCP if version >= 4 and not tcp else 0, BEYOND if version >= 6 else 0)
    rules = _done(libc.syscall(CREATE_RULESET, held_back, ctypes.sizeof(held_back), 0), "cannot make rules for Landlock")
    for paths, allowed in ((readable, READING), (writable, rights)):
        for path in filter(os.path.exists, paths):
            place = os.open(path, os.O_PATH)
            of_place = rights & allowed & (-1 if os.path.isdir(path) else OF_A_FILE)
            rule = of_place.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
            _done(libc.syscall(ADD_RULE, rules, 1, rule, 0), f"cannot allow {path}")
            os.close(place)
    _done(libc.syscall(RESTRICT_SELF, rules, 0), "cannot shut in the process")
    os.close(rules)


def _done(result: int, failed: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), failed)
    return result


def main(order: dict) -> None:
    enter(order)
    os.execv(order["command"][0], order["command"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
