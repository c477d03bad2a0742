"""A system that cannot seal says so before it touches a submission, and names the remedy."""

import os
import re
from pathlib import Path

import pytest
from batch_course import course
from commands import run
from zoo_course import ENVIRONMENT

from nbsealed.sandbox import Sandbox
from nbsealed.system import no_namespaces

SAID = "bwrap: setting up uid map: Permission denied"
ELSEWHERE = Path(__file__).parents[1] / "elsewhere"
CAUSES = {
    "kernel/apparmor_restrict_unprivileged_userns": ("1", "AppArmor", r"profile bwrap /opt/bwrap .*\n  userns,"),
    "kernel/unprivileged_userns_clone": ("0", "root alone", "sysctl -w kernel.unprivileged_userns_clone=1"),
    "user/max_user_namespaces": ("0", "no user namespaces", "sysctl -w user.max_user_namespaces="),
}
GOOD = {"kernel/apparmor_restrict_unprivileged_userns": "0", "kernel/unprivileged_userns_clone": "1", "user/max_user_namespaces": "9"}


@pytest.fixture
def refusing_bwrap(tmp_path) -> Path:
    """Fails as bubblewrap does on Ubuntu 24.04."""
    program = tmp_path / "bwrap"
    program.write_text(f"#!/bin/sh\necho '{SAID}' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def settings(folder: Path, values: dict[str, str]) -> Path:
    for name, value in values.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{value}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("others", [GOOD, {}], ids=["others allow", "others unknown"])
@pytest.mark.parametrize("cause", CAUSES)
def test_each_setting_that_forbids_namespaces_has_its_remedy(tmp_path, cause, others):
    bad = CAUSES[cause][0]
    lack = no_namespaces("/opt/bwrap", SAID, root=False, settings=settings(tmp_path, others | {cause: bad}))
    assert SAID in lack.why
    assert [one for one, (_, sign, _) in CAUSES.items() if sign in lack.why] == [cause]
    assert [one for one, (_, _, sign) in CAUSES.items() if re.search(sign, lack.remedy)] == [cause]


def test_several_settings_are_all_named(tmp_path):
    bad = {name: value for name, (value, _, _) in CAUSES.items()}
    lack = no_namespaces("/opt/bwrap", SAID, root=False, settings=settings(tmp_path, bad))
    assert all(why in lack.why and re.search(remedy, lack.remedy) for _, why, remedy in CAUSES.values())


@pytest.mark.parametrize(("root", "values"), [(False, GOOD), (False, {}), (True, {name: bad for name, (bad, _, _) in CAUSES.items()})])
def test_where_no_setting_forbids_them_it_is_a_container(tmp_path, root, values):
    lack = no_namespaces("/opt/bwrap", SAID, root=root, settings=settings(tmp_path, values))
    assert "container" in lack.why
    assert "--cap-add SYS_ADMIN" in lack.remedy


def test_bubblewrap_is_asked(refusing_bwrap):
    sandbox = Sandbox(bwrap=str(refusing_bwrap))
    assert SAID in sandbox.missing
    assert "allow_unsealed" in sandbox.refusal
    assert not Sandbox(bwrap=str(refusing_bwrap), allow_unsealed=True).refusal


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Path:
    """A course in which two have handed in, and one of them has been graded before."""
    root = course(tmp_path_factory.mktemp("refused") / "course", ("honest", "blank")).root
    graded = root / "autograded" / "honest" / "ps1" / "ps1.ipynb"
    graded.parent.mkdir(parents=True)
    graded.write_text("graded before", encoding="utf-8")
    return root


@pytest.mark.parametrize("command", [["nbgrader", "autograde", "--force"], ["nbsealed", "grade", "--regrade"]], ids=" ".join)
@pytest.mark.parametrize("system", ["refuses", "win32", "darwin"])
def test_it_is_said_once_and_nothing_is_touched(handed_in, refusing_bwrap, command, system):
    """Neither a traceback for each student, nor submissions of 0 in the gradebook, nor the loss of what was graded before."""
    before = (handed_in / "gradebook.db").read_bytes()
    if system == "refuses":
        options, environment, reason = [f"--Sandbox.bwrap={refusing_bwrap}"], {}, SAID
    else:
        options, reason = ["--Sandbox.allow_unsealed=True"], "the sealed grader needs Linux"  # there is no way to go on
        environment = {"ELSEWHERE": system, "PYTHONPATH": os.fspath(ELSEWHERE)}
    said = run([*command[:2], "ps1", *command[2:], *options], handed_in, ENVIRONMENT | environment, status=1).stderr
    assert said.count(reason) == 1
    assert "Traceback" not in said
    assert (handed_in / "gradebook.db").read_bytes() == before
    [graded] = (handed_in / "autograded").glob("*/*/*")
    assert graded.read_text(encoding="utf-8") == "graded before"
