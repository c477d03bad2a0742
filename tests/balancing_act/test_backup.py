"""Whatever was saved comes back the same, nothing that is there is lost, and a bad file changes
nothing.
"""

import errno
import hashlib
import io
import json
import os
import shutil
import string
import tempfile
import warnings
import zipfile
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from balancing_act import check
from balancing_act.backup import MyWork, bring_it_back, save_my_work, work
from balancing_act.backup.archive import MANIFEST, RestoreError, unpack
from balancing_act.backup.commands import bring, look, save
from balancing_act.backup.restore import carry_out, plan
from balancing_act.learner import FILE, progress, record_set

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 29, 18, 5, tzinfo=UTC)
SHIPPED = {"lessons/00_start_here.ipynb": "# 0", "lessons/toolbox.ipynb": "# T", "exercises/ps0_x/ps0_x.ipynb": "# YOUR CODE HERE"}
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(*sources: str, outputs: str = "") -> bytes:
    """A notebook with these cells."""
    results = [{"output_type": "stream", "name": "stdout", "text": outputs}]
    cells = [{"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": results, "source": each} for n, each in enumerate(sources)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


@contextmanager
def course(files: dict[str, bytes] | None = None, shipped: dict[str, str] = SHIPPED):
    """A folder of a course that brings what is shipped, with a learner's files in it, in a folder
    of its own.
    """
    with tempfile.TemporaryDirectory() as around:
        folder = Path(around) / "my course"
        put(folder, {name: written(source) for name, source in shipped.items()})
        work._RELEASED = folder.parent / "released.json"
        work._RELEASED.write_text(json.dumps(work.released(folder)))
        work._listed.cache_clear()
        put(folder, files or {})
        yield folder


@pytest.fixture(autouse=True)
def listed(monkeypatch):
    monkeypatch.setattr(work, "_RELEASED", work._RELEASED)
    yield
    work._listed.cache_clear()


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def everything(folder: Path) -> dict[str, bytes | None]:
    """All files of a folder's surroundings, and all folders."""
    return {str(path.relative_to(folder.parent)): path.read_bytes() if path.is_file() else None for path in folder.parent.rglob("*")}


def saved(folder: Path) -> bytes:
    return save(folder, NOW)[1]


# What learners have: changed and new notebooks, other files, and lines of progress, known,
# unknown and damaged.
parts = st.text("abzAZ09-_ éж.", min_size=1, max_size=8).filter(lambda part: not part.startswith(".") and not part.endswith((".", " ")))
places = st.sampled_from(["lessons", "lessons/mine", "exercises/ps0_x", "ps0_x", "ps1_y/deep/er"])
names = st.one_of(
    st.sampled_from([*SHIPPED, "ps0_x/ps0_x.ipynb", "lessons/my-work.json", "progress-until-2026-11-26-180500-000001.jsonl"]),
    st.builds("{}.ipynb".format, parts),
    st.builds("{}/{}.ipynb".format, places, parts),
    st.builds("{}/{}.csv".format, places, parts),
)
notebooks = st.builds(written, st.text(max_size=20), st.text(max_size=20), outputs=st.sampled_from(["", "42"]))
lines = st.one_of(
    st.builds(
        '{{"when": "2026-11-2{}T10:00:00+00:00", "checkpoint": "0-sum", "state": "{}"}}'.format,
        st.integers(0, 9),
        st.sampled_from(["right", "wrong"]),
    ),
    st.just('{"when": "2026-11-26T10:00:00+00:00", "guess": "a later kind of line"}'),
    st.text(string.printable + "é", max_size=12),
)


@st.composite
def learners(draw):
    files = {name: draw(notebooks if name.endswith(".ipynb") else st.binary(max_size=40)) for name in draw(st.lists(names, max_size=5))}
    together, kept = work.Names(), {}
    for name, data in files.items():  # on a disk that does not tell capital from small letters
        try:
            together.add(name)
        except ValueError:
            continue
        kept[name] = data
    return kept | {FILE: "\n".join(draw(st.lists(lines, max_size=5))).encode()}


@few
@given(learners())
def test_whatever_was_saved_comes_back_the_same_and_once(files):
    with course(files) as before:
        data = saved(before)
        there = {file.name: file.data for file in work.collect(before).files}
        expected = {name for name, each in files.items() if name != FILE and work.release(name) != work.digest(name, each)}
        assert expected <= set(there)
    with course() as after:
        if not data:
            assert not expected and not work.answers(files[FILE])
            return
        report = bring(after, data)
        assert report.done, report
        back = {file.name: file.data for file in work.collect(after).files}
        assert work.lines(back.pop(FILE)) == work.lines(there.pop(FILE))
        assert back == there
        state = everything(after)
        assert not bring(after, data).done
        assert everything(after) == state


@few
@given(learners(), learners())
def test_nothing_that_is_here_is_lost_and_progress_is_merged(theirs, ours):
    with course(theirs) as other:
        data = saved(other)
        brought = {file.name: file.data for file in work.collect(other).files}
    with course(ours) as here:
        before, mine = everything(here), {file.name: file.data for file in work.collect(here).files}
        old = work.lines((here / FILE).read_bytes())
        report = bring(here, data) if data else None
        if not report or "nearly the same name" in report.text:
            return
        after = everything(here)
        contents = {(Path(name).parent, work.digest(name, each)) for name, each in after.items() if each is not None}
        for name, each in mine.items():
            if name != FILE:
                assert (Path(here.name, name).parent, work.digest(name, each)) in contents
        for name, each in brought.items():
            if name != FILE:
                assert work.digest(name, (here / name).read_bytes()) == work.digest(name, each)
        merged, new = work.lines((here / FILE).read_bytes()), work.lines(brought[FILE])
        assert merged[: len(old)] == old
        assert Counter(merged) == Counter(old) | Counter(new)
        assert set(before) <= set(after)
        assert not bring(here, data).done and everything(here) == after


@pytest.mark.parametrize("at", range(0, 14))
def test_where_a_step_fails_nothing_is_changed(at, monkeypatch):
    files = {"lessons/toolbox.ipynb": written("mine"), "ps1_y/new/a.csv": b"1", "exercises/ps0_x/ps0_x.ipynb": written("mine")}
    with course(files | {FILE: b'{"checkpoint": "0-sum", "state": "right"}\n'}) as other:
        data = saved(other)
    with course({"exercises/ps0_x/ps0_x.ipynb": written("here"), FILE: b"old\n"}) as here:
        will, state, left = plan(here, unpack(data)), everything(here), [at]

        def failing(call):
            def step(*args, **kwargs):
                left[0] -= 1
                if left[0] == -1:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "here")
                return call(*args, **kwargs)

            return step

        with monkeypatch.context() as full:
            full.setattr(os, "replace", failing(os.replace))
            for name in ("open", "mkdir", "write_bytes", "read_bytes"):
                full.setattr(Path, name, failing(getattr(Path, name)))
            try:
                carry_out(will)
            except RestoreError as problem:
                assert str(problem) == "Your work was not brought back: No space left on device."
        if left[0] < 0:
            assert everything(here) == state
        else:
            assert (here / "exercises/ps0_x/ps0_x.ipynb").read_bytes() == written("mine")


def test_one_tab_at_a_time_and_a_stopped_one_blocks_nobody_for_long():
    with course() as here:
        (here / ".bringing-back").mkdir()
        assert "Another tab is bringing work back" in bring(here, zipped(GOOD)).text
        os.utime(here / ".bringing-back", (0, 0))
        assert bring(here, zipped(GOOD)).done
        assert not (here / ".bringing-back").exists()


def zipped(files: dict[str, bytes], about: dict | None = None, change=lambda entry: None) -> bytes:
    """A file like that of Save my work, with these contents.

    about: what its manifest says otherwise; change: makes an entry another.
    """
    whole = io.BytesIO()
    described = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "saved": NOW.isoformat(), "released": None} for name, data in files.items()
    }
    manifest = {"format": 1, "course": "0.1.0", "saved": NOW.isoformat(), "files": described} | (about or {})
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same name twice
        for name, data in {MANIFEST: json.dumps(manifest).encode(), **files}.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            archive.writestr(entry, data, entry.compress_type)
    return whole.getvalue()


def link(entry):
    entry.external_attr = 0o120777 << 16


def exotic(entry):
    entry.compress_type = zipfile.ZIP_LZMA


GOOD = {"lessons/mine.ipynb": written("mine")}
MADE_BY_OTHERS = [
    "../outside.ipynb",
    "/etc/outside.ipynb",
    "lessons/../../outside.ipynb",
    "lessons/./a.csv",
    "lessons//a.csv",
    "C:/a.ipynb",
]
MADE_BY_OTHERS += [
    "lessons/a:b.csv",
    "lessons/CON.csv",
    "lessons/nul",
    "lessons/a.",
    "lessons/a ",
    ".bashrc",
    "lessons/.hidden/a.csv",
    "src/a.py",
]
MADE_BY_OTHERS += [
    "README.md",
    "lessons",
    "solutions/ps0_x/ps0_x.ipynb",
    "lessons/a\x1b.csv",
    "data/countries.csv",
    ".git/config",
    "setup.py",
]
BAD = {
    "a picture": ((ROOT / "docs" / "site.png").read_bytes(), "not a file that Save my work made"),
    "nothing": (b"", "not a file that Save my work made"),
    "a notebook": (written("1"), "not a file that Save my work made"),
    "half a file": (zipped(GOOD)[:-40], "damaged"),
    "a changed file": (
        zipped(GOOD, {"files": {"lessons/toolbox.ipynb": {"sha256": "0", "saved": NOW.isoformat(), "released": None}}}),
        "damaged",
    ),
    "a file too many": (zipped(GOOD | {"lessons/a.csv": b""}, {"files": {}}), "damaged"),
    "another manifest": (zipped(GOOD, {"files": ["lessons/toolbox.ipynb"]}), "damaged"),
    "no date": (zipped(GOOD, {"saved": "yesterday"}), "damaged"),
    "a newer format": (zipped(GOOD, {"format": 2, "files": "otherwise"}), "newer version of the course"),
    "a link": (zipped(GOOD, change=link), "does not make"),
    "another packing": (zipped(GOOD, change=exotic), "packed in a way"),
    "no notebook": (zipped({"lessons/toolbox.ipynb": b"{"}), "cannot be read as a notebook"),
    "a list as a notebook": (zipped({"lessons/toolbox.ipynb": b"[]"}), "cannot be read as a notebook"),
    "a deep notebook": (zipped({"lessons/toolbox.ipynb": b"[" * 10**6}), "cannot be read as a notebook"),
    "a bomb": (zipped({"lessons/a.csv": bytes(work.MAX_FILE + 1)}), "larger than anything"),
    "many files": (zipped({f"lessons/{n}.csv": b"" for n in range(work.MAX_FILES + 1)}), "larger than anything"),
    "a file and a folder": (zipped({"lessons/a": b"", "lessons/A/b": b""}), "nearly the same name"),
    "one name twice on a Mac": (zipped({"lessons/é.csv": b"", "lessons/É.csv": b""}), "nearly the same name"),
    **{repr(name): (zipped({**GOOD, name: b"{}"}), "does not make") for name in MADE_BY_OTHERS},
}


def other_zip() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("homework/a.txt", "1")
    return whole.getvalue()


BAD["a zip of something else"] = (other_zip(), "not made by Save my work")


@pytest.mark.parametrize(("data", "says"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_a_sentence_and_changes_nothing(data, says):
    with course() as here:
        state = everything(here)
        for report in (look(here, data), bring(here, data)):
            assert not report.done and says in report.text and "Nothing was changed" in report.advice
        assert everything(here) == state


@few
@given(st.data())
def test_a_damaged_file_changes_nothing_or_is_the_same(data):
    whole = bytearray(zipped({**GOOD, "lessons/a.csv": b"1,2", FILE: b'{"checkpoint": "0-sum", "state": "right"}'}))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    with course() as here:
        state = everything(here)
        report = bring(here, bytes(whole))
        if report.done:
            assert (here / "lessons" / "mine.ipynb").read_bytes() == GOOD["lessons/mine.ipynb"]
            assert set(everything(here)) - set(state) == {f"{here.name}/{name}" for name in ("lessons/a.csv", *GOOD, FILE)}
        else:
            assert report.text and everything(here) == state


@few
@given(
    st.dictionaries(
        st.one_of(st.text(string.printable + "é\u202e", min_size=1, max_size=20), st.builds("lessons/{}".format, st.text(max_size=9))),
        st.binary(max_size=9),
        max_size=3,
    )
)
@example({"lessons/a": b"", "lessons/a/b": b""})
def test_whatever_a_file_names_only_the_places_for_work_change(files):
    try:
        data = zipped(files)
    except (ValueError, UnicodeError):  # no zip file can hold such a name
        return
    with course() as here:
        state = everything(here)
        done = bring(here, data).done
        changed = {name for name, each in everything(here).items() if state.get(name, b"?") != each}
        assert not changed or (done and all(name.split("/")[1] in ("lessons", FILE) or name.endswith(".ipynb") for name in changed))


def test_what_the_course_brings_is_no_work_until_a_cell_is_changed():
    ran = {"lessons/toolbox.ipynb": written("# T", outputs="many results"), "ps0_x/ps0_x.ipynb": written("# YOUR CODE HERE", outputs="1")}
    with course(ran) as here:
        report = save(here, NOW)[2]
        assert not report.done and "nothing to save yet" in report.text and not (here / FILE).exists()
        put(here, {"ps0_x/ps0_x.ipynb": written("answer = 1")})
        assert "ps0_x/ps0_x.ipynb, saved" in repr(save(here, NOW)[2])


def test_this_course_lists_what_it_brings():
    assert json.loads((ROOT / "src/balancing_act/backup/released.json").read_text()) == work.released(ROOT), "Run make format."


def test_what_is_left_out_is_said_and_large_results_are_dropped(tmp_path):
    (tmp_path / "elsewhere.csv").write_text("secret")
    files = {"lessons/large.csv": bytes(work.MAX_FILE + 1), "lessons/a:b.csv": b"1", "lessons/broken.ipynb": b"{", "lessons/.hidden": b"1"}
    files |= {
        "lessons/long.ipynb": written("mine", outputs="x" * work.MAX_FILE),
        "lessons/notes/same.csv": b"1",
        "lessons/notes/SAME.csv": b"2",
    }
    with course(files) as here:
        (here / "lessons" / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
        _, data, report = save(here, NOW)
        for said in (
            "large.csv, because it is larger than 5 MB",
            "a:b.csv, because its name",
            "broken.ipynb, because",
            "link.csv, because it is a link",
        ):
            assert f"Left out: lessons/{said}" in repr(report)
        files = unpack(data).files
        assert set(files) - {FILE, "lessons/long.ipynb"} < {"lessons/notes/same.csv", "lessons/notes/SAME.csv"}
        assert len(files) == 3 and len(files["lessons/long.ipynb"]) < 1000 and b"mine" in files["lessons/long.ipynb"]


def test_a_course_in_another_edition_keeps_its_lesson_and_its_problem_set():
    mine = {"lessons/toolbox.ipynb": written("# T", "mine"), "exercises/ps0_x/ps0_x.ipynb": written("mine")}
    with course(mine) as last_term:
        data = saved(last_term)
    newer = {name: f"{source}, second edition" for name, source in SHIPPED.items()}
    with course(shipped=newer) as here:
        lesson, problem_set = here / "lessons", here / "exercises" / "ps0_x"
        assert "another edition here, so yours goes beside it" in repr(look(here, data))
        assert bring(here, data).done
        assert (lesson / "toolbox.ipynb").read_bytes() == written("# T, second edition")
        assert [path.read_bytes() for path in lesson.glob("toolbox-saved-2026-11-29-180500.ipynb")] == [mine["lessons/toolbox.ipynb"]]
        assert (problem_set / "ps0_x.ipynb").read_bytes() == written("mine")
        assert [path.read_bytes() for path in problem_set.glob("ps0_x-kept-*.ipynb")] == [written("# YOUR CODE HERE, second edition")]
        state = everything(here)
        assert not bring(here, data).done and everything(here) == state


def test_a_file_that_a_mac_packed_again_is_taken():
    repacked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped(GOOD))) as whole, zipfile.ZipFile(repacked, "w") as again:
        again.writestr("my-work-2026/", "")
        for name in whole.namelist():
            again.writestr(f"my-work-2026/{name}", whole.read(name))
            again.writestr(f"__MACOSX/my-work-2026/._{name}", "")
        again.writestr("my-work-2026/.DS_Store", "")
    with course() as here:
        assert bring(here, repacked.getvalue()).done
        assert (here / "lessons/mine.ipynb").read_bytes() == written("mine")


def test_what_is_in_the_way_is_said(tmp_path):
    data = zipped({"ps1_y/a.csv": b"1"})
    with course({"ps1_y": b"a file"}) as here:
        assert "ps1_y is no folder of the course" in look(here, data).text
    with course({"ps1_y/a.csv/deep": b""}) as here:
        assert "ps1_y/a.csv is a folder here" in bring(here, data).text
    with course() as here:
        (here / "ps1_y").symlink_to(tmp_path)
        assert "ps1_y is no folder of the course" in bring(here, data).text
        assert list(tmp_path.iterdir()) == []


def test_a_newer_grading_here_stays_the_latest(monkeypatch):
    old = b'{"when": "2020-01-01T00:00:00+00:00", "set": "ps3_votes", "points": 3.0, "max_points": 24.0, "to_mark": 0.0}\n'
    with course() as here:
        monkeypatch.chdir(here)
        record_set("ps3_votes", 17, 24)
        assert bring(here, zipped({FILE: old})).done
        assert "17 of 24 points" in repr(progress())
        monkeypatch.chdir(ROOT)


def test_without_buttons_a_file_is_written_and_brought_back(monkeypatch):
    with course() as here:
        monkeypatch.chdir(here / "lessons")
        assert "There is no file my-work.zip" in bring_it_back("my-work.zip").text
        check("0-sum", 10)
        assert "1 line of progress" in save_my_work().text
        [file] = here.glob("my-work-*.zip")
        (here / FILE).unlink()
        assert bring_it_back(file.name).lines == ("1 line of progress",)
        assert "1 of" in progress().text
        monkeypatch.chdir(ROOT)


def test_the_buttons_answer_the_view_that_asked(monkeypatch):
    with course({"lessons/toolbox.ipynb": written("mine")}) as here:
        monkeypatch.chdir(here / "lessons")
        buttons, sent = MyWork(), []
        monkeypatch.setattr(buttons, "send", lambda message, buffers=None: sent.append((message, buffers)))
        buttons._handle_custom_msg({"ask": "save", "view": "1"}, [])
        message, [data] = sent.pop()
        assert message["view"] == "1" and message["done"] and message["name"].startswith("my-work-")
        shutil.copy(here / "lessons/00_start_here.ipynb", here / "lessons/toolbox.ipynb")
        middle = len(data) // 2
        for ask, piece in [("first piece", b"another file"), ("first piece", data[:middle]), ("piece", data[middle:])]:
            buttons._handle_custom_msg({"ask": ask, "view": "2"}, [memoryview(piece)])
        for ask, said in [("look", "will be brought back"), ("bring", "is back")]:
            buttons._handle_custom_msg({"ask": ask, "view": "2"}, [])
            message, _ = sent.pop()
            assert message["view"] == "2" and said in message["said"]
        assert (here / "lessons/toolbox.ipynb").read_bytes() == written("mine")
        buttons.close()
        monkeypatch.chdir(ROOT)
