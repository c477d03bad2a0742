"""Fill the tables of criteria and the mark schemes of solutions/ from marking/: part of `make exercises`."""

import json
from pathlib import Path

from balancing_act.marking import tasks
from balancing_act.marking.rubric import assignments, fill

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"


def main() -> None:
    for name in assignments():
        path = SOLUTIONS / name / f"{name}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        filled = fill(notebook, tasks(name))
        if filled != notebook:
            path.write_text(json.dumps(filled, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
