"""Commands as typed in a folder, for tests and benchmarks."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], *, status: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, its program found by the environment's PATH, and give what it printed.

    Raises RuntimeError, with the end of what it printed, when it ends with another exit status than this; None allows any.
    """
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if status not in (None, done.returncode):
        printed = f"{done.stdout[-2000:]}{done.stderr[-5000:]}"
        raise RuntimeError(f"{' '.join(map(str, command))} ended with exit status {done.returncode}:\n{printed}")
    return done
