"""pyproject.toml, requirements*.txt and environment.yml describe one environment, and Binder builds that one."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec
from repo2docker.app import Repo2Docker
from repo2docker.buildpacks.conda import CondaBuildPack

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

# The oldest machine that counts: the first release of the one Python version the course supports.
LINUX = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "implementation_name": "cpython",
    "sys_platform": "linux",
    "os_name": "posix",
}


def lines(file: str) -> list[str]:
    return [line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(requirements: list[str]) -> dict[str, str]:
    """Canonical name to pinned version, for the requirements that hold on Linux."""
    found = {}
    for requirement in map(Requirement, requirements):
        [specifier] = requirement.specifier
        assert specifier.operator == "==" and not specifier.version.endswith("*") and not requirement.url, f"{requirement} is not a pin"
        if requirement.marker is None or requirement.marker.evaluate(LINUX):
            found[canonicalize_name(requirement.name)] = specifier.version
    return found


def uv(*arguments: str) -> str:
    run = subprocess.run([sys.executable, "-m", "uv", *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def pip_part() -> list[str]:
    [part] = [entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    return part


def test_environment_yml_pins_what_requirements_txt_pins():
    assert pip_part() == lines("requirements.txt")


@pytest.mark.parametrize("name", ["jupyterlab", "nbgrader", "pandas", "ipywidgets"])
def test_what_the_course_is_built_on_is_a_direct_dependency(name):
    assert name in {Requirement(dependency).name for dependency in PROJECT["dependencies"]}


@pytest.mark.parametrize(
    ("file", "dependencies"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_pins_lie_in_the_ranges_of_pyproject(file, dependencies):
    pinned = pins(lines(file))
    for requirement in map(Requirement, dependencies):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), f"{file}: {requirement}"


def test_tests_run_on_the_course_pins():
    course, tests = pins(lines("requirements.txt")), pins(lines("requirements-dev.txt"))
    assert {name: tests.get(name) for name in course} == course


def test_make_lock_has_nothing_to_do(tmp_path):
    files = ["pyproject.toml", "requirements.txt", "requirements-dev.txt", "environment.yml"]
    for file in files:
        shutil.copy(ROOT / file, tmp_path)
    subprocess.run([sys.executable, ROOT / "tools" / "lock.py"], cwd=tmp_path, check=True)
    for file in files:
        assert (tmp_path / file).read_text() == (ROOT / file).read_text(), f"{file} is out of date: run make lock"


def test_pip_part_installs_on_linux_from_wheels_with_nothing_added(tmp_path):
    (tmp_path / "pip.in").write_text("\n".join(pip_part()))
    resolved = uv(
        *("pip", "compile", str(tmp_path / "pip.in"), "--quiet", "--no-annotate", "--no-header", "--only-binary", ":all:"),
        *("--python-version", LINUX["python_full_version"], "--python-platform", "x86_64-manylinux_2_28"),
    )
    assert pins(resolved.splitlines()) == pins(pip_part())


def test_conda_part_is_python_and_pip_from_conda_forge_alone():
    specs = {spec.name.normalized: spec.version for spec in map(MatchSpec, [e for e in ENVIRONMENT["dependencies"] if isinstance(e, str)])}
    assert set(specs) == {"python", "pip"}
    assert str(specs["python"]).removesuffix(".*") == "3.11"
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


def test_python_of_conda_is_the_python_of_the_package():
    supported = Requirement(f"python{PROJECT['requires-python']}").specifier
    assert [minor for minor in range(8, 20) if supported.contains(Version(f"3.{minor}.0"))] == [11]


@pytest.fixture
def binder_plan(monkeypatch) -> CondaBuildPack:
    """What repo2docker would build from the repository, as Binder calls it."""
    monkeypatch.chdir(ROOT)
    app = Repo2Docker()
    plans = (kind(base_image=app.base_image) for kind in app.buildpacks)
    plan = next((plan for plan in plans if plan.detect()), None) or app.default_buildpack(base_image=app.base_image)
    plan.platform = "linux/amd64"
    return plan


def test_binder_builds_from_environment_yml(binder_plan):
    assert isinstance(binder_plan, CondaBuildPack)
    assert binder_plan.environment_yaml_path == "environment.yml"
    assert binder_plan.python_version == "3.11"
    # Without -e or -r in it, Binder installs the packages before it copies the course, and keeps that layer.
    assert binder_plan._should_preassemble_env


def test_binder_runs_postbuild(binder_plan):
    assert binder_plan.get_post_build_scripts() == ["postBuild"]
    assert "./postBuild" in binder_plan.render({"NB_USER": "jovyan", "NB_UID": "1000"})


def test_binders_own_notebook_server_is_replaced_with_jupyterlab():
    # Binder's base environment holds an older notebook, which the newer jupyterlab would break.
    assert "notebook" in pins(pip_part())
