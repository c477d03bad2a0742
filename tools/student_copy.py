"""Make the copy of the course that students get, in dist/balancing-act-student and as a zip file: `make student-copy`.

It holds what is named below and nothing else: no solutions, hidden tests, mark schemes or rubrics, no tests and no instructor's guide. The
answers to the *checkpoints* are in it, in src/, by design: the lessons reply at once, with no server to ask. They carry no points.
The grader's code is in it too, since one package description serves both; it knows no answers.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

COPY = Path("dist/balancing-act-student")
FOLDERS = ("lessons", "exercises", "data", "src", "etc")
FILES = ("pyproject.toml", "requirements.txt", "environment.yml", "postBuild", "nbgrader_config.py", "start.py")
FILES += ("LICENSE", "LICENSE-CONTENT", "CITATION.cff", ".gitignore")
TARGETS = ("help", "lab", "clean")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info")


def main() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    Path(f"{COPY}.zip").unlink(missing_ok=True)
    for folder in FOLDERS:
        shutil.copytree(folder, COPY / folder, ignore=LEFT_OUT)
    for file in FILES:
        shutil.copy(file, COPY)
    subprocess.run([sys.executable, "tools/released.py", COPY], check=True)
    shutil.copy("teaching/student_readme.md", COPY / "README.md")
    (COPY / "Makefile").write_text(student_makefile(Path("Makefile").read_text(encoding="utf-8")), encoding="utf-8")
    for notebook in [*COPY.glob("lessons/*.ipynb"), *COPY.glob("exercises/*/*.ipynb")]:
        clean(notebook)
    shutil.make_archive(str(COPY), "zip", COPY.parent, COPY.name)
    print(f"The students' copy is the folder {COPY}, and {COPY}.zip. It holds the answers to the checkpoints, and no others.")


def clean(path: Path) -> None:
    """Take results out of a notebook. Ends the program when it holds what nbgrader takes out of a release."""
    notebook = nbformat.read(path, as_version=4)
    solution, hidden, scheme = ClearSolutions(), ClearHiddenTests(), ClearMarkScheme()
    secret = (solution.begin_solution_delimeter, hidden.begin_test_delimeter, scheme.begin_mark_scheme_delimeter)
    for cell in notebook.cells:
        if marker := next((marker for marker in secret if marker in cell.source), None):
            shutil.rmtree(COPY)
            sys.exit(f"{path.relative_to(COPY)} holds {marker!r} in the cell {cell.id}. Run make exercises, then make student-copy again.")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


def student_makefile(whole: str) -> str:
    """The parts of the Makefile that open and clean the course; parts are divided by empty lines."""
    kept, found = [], set()
    for part in whole.strip().split("\n\n"):
        targets = re.findall(r"^([^\s:#]+):(?!=)", part, flags=re.MULTILINE)
        if ".PHONY" in targets:
            kept.append(".PHONY: help lab clean")
        elif found_here := set(targets) & set(TARGETS):
            kept.append(part)
            found |= found_here
        elif not targets and re.search(r"^(START|export PATH)\b", part, flags=re.MULTILINE):
            kept.append(part)
    if missing := set(TARGETS) - found:
        sys.exit(f"The Makefile has no rule for {', '.join(sorted(missing))}; tools/student_copy.py copies these rules.")
    return "\n\n".join(kept) + "\n"


if __name__ == "__main__":
    main()
