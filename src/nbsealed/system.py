"""What the sealed grader needs of the system that it runs on, and what to do where that lacks it. Can be imported on any system."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import NamedTuple

NAMES = {"win32": "Windows", "darwin": "macOS"}


class Lack(NamedTuple):
    """Why there is no sandbox, as part of a sentence, and what to do about it, in sentences."""

    why: str
    remedy: str


NO_BUBBLEWRAP = Lack("the program bwrap is not installed", "Install the package bubblewrap, as it is called on Debian, Ubuntu and Fedora.")

PROFILE = """\
Give it a profile of its own. Write this into /etc/apparmor.d/bwrap:

abi <abi/4.0>,
include <tunables/global>
profile bwrap {bwrap} flags=(unconfined) {{
  userns,
}}

Then: sudo apparmor_parser -r /etc/apparmor.d/bwrap"""

# What forbids namespaces to users other than root: a file of /proc/sys, what it then says, why, and the remedy.
FORBIDDEN = [
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor keeps user namespaces from it, as on Ubuntu since 23.10", PROFILE),
    (
        "kernel/unprivileged_userns_clone",
        "0",
        "this system gives user namespaces to root alone",
        "Let others have them: sudo sysctl -w kernel.unprivileged_userns_clone=1",
    ),
    (
        "user/max_user_namespaces",
        "0",
        "this system allows no user namespaces",
        "Allow some: sudo sysctl -w user.max_user_namespaces=15000",
    ),
]
CONTAINER = Lack(
    "a container has to be allowed to",
    "Have whoever starts the container allow it namespaces; with Docker: --cap-add SYS_ADMIN --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined",
)


def not_linux() -> Lack | None:
    """What to say on a system that the sealed grader can never run on."""
    if sys.platform == "linux":
        return None
    return Lack(
        f"the sealed grader needs Linux, and this is {NAMES.get(sys.platform, sys.platform)}",
        "Grade on a Linux machine, in a virtual machine with Linux or, on Windows, in WSL.",
    )


def no_namespaces(bwrap: str, said: str, *, root: bool, settings: Path = Path("/proc/sys")) -> Lack:
    """Why bubblewrap cannot make namespaces. `said` is its own message, `root` whether root has started it."""
    found = [] if root else [Lack(why, remedy.format(bwrap=bwrap)) for file, bad, why, remedy in FORBIDDEN if _read(settings / file) == bad]
    found = found or [CONTAINER]
    whys, remedies = zip(*found, strict=True)
    return Lack(f"bubblewrap cannot make namespaces here ({said}): {'; '.join(whys)}", "\n".join(remedies))


def _read(setting: Path) -> str:
    """What a setting says; nothing where this kernel does not have it."""
    with contextlib.suppress(OSError):
        return setting.read_text(encoding="utf-8").strip()
    return ""
