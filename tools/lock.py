"""Pin what pyproject.toml asks for: `make lock`.

Writes requirements.txt (what the course needs), requirements-dev.txt (the same and what its tests need) and the pins in
environment.yml. A pin stays while it fits; `make lock LOCK=--upgrade` takes the newest versions.
"""

import re
import subprocess
import sys
from pathlib import Path

# Universal: one set of versions, with markers for what only Windows or macOS needs, from Python 3.11 on.
COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--fork-strategy", "fewest", "--python-version", "3.11"]


def main(options: list[str]) -> None:
    # The tests' packages first: what the course needs must fit beside them.
    compile_to("requirements-dev.txt", "--extra", "dev", *options)
    compile_to("requirements.txt", "--constraints", "requirements-dev.txt", *options)
    environment = Path("environment.yml")
    head, pip, _ = environment.read_text(encoding="utf-8").partition("  - pip:\n")
    pins = re.findall(r"^[^#\s].*", Path("requirements.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    environment.write_text(head + pip + "".join(f"      - {pin}\n" for pin in pins), encoding="utf-8")


def compile_to(file: str, *options: str) -> None:
    output = ["--quiet", "--custom-compile-command", "make lock", "--output-file", file]
    subprocess.run([sys.executable, "-m", *COMPILE, *output, *options], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
