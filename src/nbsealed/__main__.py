"""The command `nbsealed`, also as `python -m nbsealed`."""

import contextlib
import sys
from pathlib import Path


def main() -> None:
    """Begin with what takes as long as nbgrader to load, then load nbgrader and do what the arguments say."""
    match sys.argv[1:]:
        case ["grade", assignment, *_] if not assignment.startswith("-"):
            with contextlib.suppress(Exception):  # what is wrong, the command itself will say
                _begin(assignment)
    from nbsealed.batch import app  # noqa: PLC0415  (loads nbgrader)

    app.main()


def _begin(assignment: str) -> None:
    from traitlets.config import PyFileConfigLoader  # noqa: PLC0415

    from nbsealed import CONFIG, prefork  # noqa: PLC0415
    from nbsealed.sandbox import Sandbox  # noqa: PLC0415

    config = PyFileConfigLoader(CONFIG, path=".").load_config()
    source = Path(config.CourseDirectory.get("source_directory", "source"), assignment)
    prefork.begin(Sandbox(config=config), next(source.glob("*.ipynb")))


if __name__ == "__main__":
    main()
