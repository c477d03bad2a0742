"""pyproject.toml, requirements*.txt and environment.yml describe one environment, and Binder builds that one."""

import runpy
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
MINORS = runpy.run_path(str(ROOT / "start.py"))["MINORS"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

# What uv calls the systems that the course runs on: Windows, Macs of both kinds, Linux on both kinds of processor.
LINUX = "x86_64-manylinux_2_28"
SYSTEMS = ["x86_64-pc-windows-msvc", "x86_64-apple-darwin", "aarch64-apple-darwin", LINUX, "aarch64-manylinux_2_28"]


def linux(minor: int) -> dict[str, str]:
    """What the markers of requirements see on Linux, on the first release of a Python version."""
    python = {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0", "implementation_name": "cpython"}
    return python | {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix"}


def lines(file: str) -> list[str]:
    return [line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(requirements: list[str], minor: int) -> dict[str, str]:
    """Canonical name to pinned version, for the requirements that hold on Linux."""
    found = {}
    for requirement in map(Requirement, requirements):
        [specifier] = requirement.specifier
        assert specifier.operator == "==" and not specifier.version.endswith("*") and not requirement.url, f"{requirement} is not a pin"
        if requirement.marker is None or requirement.marker.evaluate(linux(minor)):
            found[canonicalize_name(requirement.name)] = specifier.version
    return found


def uv(*arguments: str) -> str:
    run = subprocess.run([sys.executable, "-m", "uv", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
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


@pytest.mark.parametrize("minor", MINORS)
@pytest.mark.parametrize(
    ("file", "dependencies"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_pins_lie_in_the_ranges_of_pyproject(file, dependencies, minor):
    pinned = pins(lines(file), minor)
    for requirement in map(Requirement, dependencies):
        if requirement.marker is None or requirement.marker.evaluate(linux(minor)):
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), f"{file}: {requirement}"


@pytest.mark.parametrize("minor", MINORS)
def test_tests_run_on_the_course_pins(minor):
    course, tests = pins(lines("requirements.txt"), minor), pins(lines("requirements-dev.txt"), minor)
    assert {name: tests.get(name) for name in course} == course


def test_make_lock_has_nothing_to_do(tmp_path):
    files = ["pyproject.toml", "requirements.txt", "requirements-dev.txt", "environment.yml"]
    for file in files:
        shutil.copy(ROOT / file, tmp_path)
    subprocess.run([sys.executable, ROOT / "tools" / "lock.py"], cwd=tmp_path, check=True)
    for file in files:
        assert (tmp_path / file).read_text() == (ROOT / file).read_text(), f"{file} is out of date: run make lock"


def resolved(file: str, minor: int, system: str) -> list[str]:
    """What would be installed, from wheels alone, so that nobody needs a compiler."""
    wheels = ("--quiet", "--no-annotate", "--no-header", "--only-binary", ":all:")
    return uv("pip", "compile", file, *wheels, "--python-version", f"3.{minor}", "--python-platform", system).splitlines()


@pytest.mark.parametrize("minor", [min(MINORS), max(MINORS)])
def test_pins_install_on_linux_from_wheels_with_nothing_added(minor):
    assert pins(resolved("requirements.txt", minor, LINUX), minor) == pins(lines("requirements.txt"), minor)


@pytest.mark.proof
@pytest.mark.parametrize("minor", MINORS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_pins_have_wheels_for_every_system_and_python(minor, system):
    assert resolved("requirements-dev.txt", minor, system)  # what the course needs is part of it


def test_conda_part_is_python_and_pip_from_conda_forge_alone():
    specs = {spec.name.normalized: spec.version for spec in map(MatchSpec, [e for e in ENVIRONMENT["dependencies"] if isinstance(e, str)])}
    assert set(specs) == {"python", "pip"}
    assert str(specs["python"]).removesuffix(".*") == f"3.{max(MINORS)}"
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


def test_start_takes_the_pythons_that_the_package_allows():
    supported = Requirement(f"python{PROJECT['requires-python']}").specifier
    assert [minor for minor in range(8, 20) if supported.contains(Version(f"3.{minor}.0"))] == sorted(MINORS)


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
    assert binder_plan.python_version == f"3.{max(MINORS)}"
    # Without -e or -r in it, Binder installs the packages before it copies the course, and keeps that layer.
    assert binder_plan._should_preassemble_env


def test_binder_runs_postbuild(binder_plan):
    assert binder_plan.get_post_build_scripts() == ["postBuild"]
    assert "./postBuild" in binder_plan.render({"NB_USER": "jovyan", "NB_UID": "1000"})


def test_binders_own_notebook_server_is_replaced_with_jupyterlab():
    # Binder's base environment holds an older notebook, which the newer jupyterlab would break.
    assert "notebook" in pins(pip_part(), max(MINORS))
