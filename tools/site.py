"""Make the course as a static site, to read without a kernel: ``python tools/site.py dist/site``.

Every lesson is run; a widget leaves the picture and the words that it carries. Problem sets, glossary and data cards are pages
too. A warning anywhere stops the build. Lessons named after the folder are run alone, and the others stand without results.
"""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import yaml
from nbclient import NotebookClient

from balancing_act.tables import names, resource, to_markdown

ROOT = Path(__file__).resolve().parents[1]
WIDGET = "application/vnd.jupyter.widget-view+json"
TO_READ = "*This page is to read. To answer the tasks and run their tests, open the problem set in JupyterLab, in the folder `exercises`.*"


def run(lesson: Path) -> nbformat.NotebookNode:
    """A lesson with its results."""
    notebook = nbformat.read(lesson, as_version=4)
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=300, store_widget_state=False, resources={"metadata": {"path": str(lesson.parent)}}
    )
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                sys.exit(f"{lesson.name}, cell {cell.id}, warns: {output.text}")
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def to_read(problem_set: Path) -> nbformat.NotebookNode:
    """A problem set with a line below its title that says where to work on it."""
    notebook = nbformat.read(problem_set, as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(TO_READ, id="to-read"))
    return notebook


def write(pages: Path, only: list[str]) -> None:
    """Write the sources of all pages, and jupyter-book's configuration, into a folder."""
    shutil.copytree(ROOT / "docs" / "site", pages)
    lessons = sorted((ROOT / "lessons").glob("*.ipynb"))
    problem_sets = sorted((ROOT / "exercises").glob("*/*.ipynb"))
    to_run = [lesson for lesson in lessons if not only or lesson.stem in only]
    with ThreadPoolExecutor(2) as pool:
        executed = dict(zip(to_run, pool.map(run, to_run), strict=True))
    made = {lesson: executed.get(lesson) or nbformat.read(lesson, as_version=4) for lesson in lessons}
    made |= {problem_set: to_read(problem_set) for problem_set in problem_sets}
    for source, notebook in made.items():
        page = pages / source.relative_to(ROOT)
        page.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, page)

    cards = pages / "data"
    cards.mkdir()
    for name in names():
        (cards / f"{name}.md").write_text(to_markdown(resource(name)).replace("## ", "# ", 1), encoding="utf-8")
    listed = "".join(f"- [{resource(name)['title']}]({name}.md) (`{name}`)\n" for name in names())
    (cards / "index.md").write_text(
        f"# The tables\n\nEach with its fields, units, sources, gaps and disputes.\n\n{listed}", encoding="utf-8"
    )

    def chapters(sources: list[Path]) -> list[dict]:
        return [{"file": source.relative_to(ROOT).with_suffix("").as_posix()} for source in sources]

    parts = [
        {"caption": "Lessons", "chapters": chapters(lessons)},
        {"caption": "Problem sets", "chapters": chapters(problem_sets)},
        {"caption": "Data", "chapters": [{"file": "data/index", "sections": [{"file": f"data/{name}"} for name in names()]}]},
    ]
    (pages / "_toc.yml").write_text(yaml.safe_dump({"format": "jb-book", "root": "index", "parts": parts}), encoding="utf-8")


def main() -> None:
    """The command line."""
    site, *only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder, "pages")
        write(pages, only)
        book = Path(sys.executable).with_name("jupyter-book")
        done = subprocess.run([book, "build", pages, "-W", "--keep-going", "--quiet"], check=False)
        if done.returncode:
            sys.exit(done.returncode)
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(pages / "_build" / "html", site)


if __name__ == "__main__":
    main()
