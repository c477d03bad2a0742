"""First program inside the sandbox: fills the work folder, takes on the limits, gives up privileges, becomes the kernel or the judge.

Run by path with ``python -I -S``; the standard library is all there is. Its one argument is a JSON object (see `sandbox.sealed`).
"""

import contextlib
import json
import os
import resource
import sys
import tarfile


def main(order: dict) -> None:
    os.umask(0o077)
    if order["files"] is not None:
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
    for name, limit in order["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    os.environ.pop("JPY_PARENT_PID", None)  # of another process namespace; the kernel would think its parent dead
    os.chdir(order["folder"])
    os.execv(order["command"][0], order["command"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
