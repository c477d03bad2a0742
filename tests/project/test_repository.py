"""What holds for the repository as a whole: its notebooks, its words, its links, its versions, its wheel."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import mistune
import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]

# Ids that nbformat and JupyterLab make up: eight hexadecimal digits, or a UUID.
MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")
READABLE = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def notebooks(tracked) -> dict[str, dict]:
    found = {str(path.relative_to(ROOT)): json.loads(path.read_text(encoding="utf-8")) for path in tracked if path.suffix == ".ipynb"}
    assert found
    return found


def test_notebooks_hold_no_results(notebooks):
    ran = [
        f"{name}: {cell.get('id')}"
        for name, notebook in notebooks.items()
        for cell in notebook["cells"]
        if cell.get("outputs") or cell.get("execution_count") is not None
    ]
    assert not ran, "Run make format: it strips these cells."


def test_cell_ids_can_be_read_and_are_unique(notebooks):
    for name, notebook in notebooks.items():
        if name.startswith("tests/"):  # submissions with faults in them
            continue
        ids = [cell.get("id", "") for cell in notebook["cells"]]
        assert len(set(ids)) == len(ids), f"{name}: the same id twice"
        assert [id for id in ids if MADE_UP.fullmatch(id) or not READABLE.fullmatch(id)] == [], name


# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [".".join(host) for host in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"))]
# The home folder inside the grader's sandbox is no folder of this machine.
HOME = re.compile(r"(?<![\w.~])/(?!home/student\b)(?:root|home|Users|work)/\w+|[A-Z]:\\\\?Users\b")


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine(tracked):
    found = []
    for path in tracked:
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {host}" for host in REGISTRIES if host in text]
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in HOME.finditer(text)]
        found += [f"{path.relative_to(ROOT)}: {ROOT}"] if str(ROOT) in text else []
    assert not found


def test_one_version_everywhere():
    versions = {
        "pyproject.toml": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "lite/pyproject.toml": tomllib.loads((ROOT / "lite" / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "CITATION.cff": yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"],
        "data/datapackage.json": json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))["version"],
    }
    assert len(set(versions.values())) == 1, versions


def links(markdown: str) -> list[str]:
    """Where a text links to and what it shows, whether written in Markdown or in HTML."""
    page = BeautifulSoup(mistune.create_markdown(escape=False, plugins=["table"])(markdown), "html.parser")
    return [tag[key] for key in ("href", "src") for tag in page.select(f"[{key}]")]


def test_links_inside_the_repository_lead_somewhere(tracked, notebooks):
    texts = [(path, path.read_text(encoding="utf-8")) for path in tracked if path.suffix == ".md"]
    for name, notebook in notebooks.items():
        texts += [(ROOT / name, "".join(cell["source"])) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    dead = []
    for path, text in texts:
        for link in links(text):
            parts = urlsplit(link)
            outside = parts.scheme or parts.netloc or not parts.path or parts.path.startswith("attachment:")
            if not outside and not (path.parent / unquote(parts.path)).exists():
                dead.append(f"{path.relative_to(ROOT)}: {link}")
    assert not dead


def imported(file: Path) -> set[str]:
    """The top-level names of what a Python file imports, at any depth of it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize(("package", "other"), [("nbsealed", "balancing_act"), ("balancing_act", "nbsealed")])
def test_the_two_packages_do_not_know_each_other(package, other):
    files = list((ROOT / "src" / package).rglob("*.py"))
    assert files
    assert [file.name for file in files if other in imported(file)] == []


def test_the_wheel_holds_the_tables(tmp_path):
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "build", "--quiet", "--wheel", "--out-dir", tmp_path / "dist", ROOT], check=True)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    subprocess.run([*uv, "pip", "install", "--quiet", "--no-deps", "--target", tmp_path / "site", wheel], check=True)
    code = "import balancing_act as b; print(b.__file__); [b.load(name) for name in b.tables.names()]; print(len(b.tables.names()))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    file, tables = run.stdout.split()
    assert Path(file).is_relative_to(tmp_path / "site")
    assert int(tables) > 0


def test_make_lint_finds_nothing():
    # The environment of a running test is not made anew.
    subprocess.run(["make", "--assume-old=.venv/dev", "lint"], cwd=ROOT, check=True)


def test_pre_commit_configuration_is_valid():
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", ROOT / ".pre-commit-config.yaml"], check=True)
