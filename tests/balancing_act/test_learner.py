"""What a learner has done is kept in one file of the course's folder, and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from balancing_act import check
from balancing_act.learner import FILE, progress, record_set, start_anew


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course's folder, seen from its lessons."""
    lessons = tmp_path / "my course" / "lessons"
    lessons.mkdir(parents=True)
    (lessons / "00_start_here.ipynb").write_text('{"cells": [{"source": ["# 0. Start here\\n"]}]}')
    monkeypatch.chdir(lessons)
    return lessons.parent


def right(number: int) -> int:
    return next(lesson.right for lesson in progress().lessons if lesson.number == number)


def test_an_answer_counts_once_it_is_right_and_stays_so(course):
    check("3-abstentions", ...)
    check("3-abstentions", 45)
    assert right(3) == 0
    check("3-abstentions", 35)
    check("3-abstentions", 45)
    check("3-abstentions", 35)
    assert right(3) == 1
    assert right(0) == 0


def test_looking_at_a_lesson_writes_nothing(course):
    check("3-abstentions", ...)
    progress()
    assert [path.name for path in course.iterdir()] == ["lessons"]


def test_a_graded_set_is_shown_with_what_is_left_to_mark(course, monkeypatch):
    monkeypatch.chdir(course)
    record_set("ps3_votes", 10, 24, to_mark=4)
    record_set("ps3_votes", 17, 24, to_mark=4)
    shown = progress()
    assert "17 of 24 points, 4 more to mark yourself" in repr(shown) and "17 of 24 points" in shown._repr_html_()
    assert "1 of 9 problem sets are graded" in shown.text


@pytest.mark.parametrize("damage", [b"\xff\xfe\x00 not text\n", b'{"checkpoint": "3-abst', b'["a list"]\n{"set": "ps1_claims"}\n7\n'])
def test_damaged_lines_cost_no_other_line_and_stay(course, damage):
    check("3-abstentions", 35)
    before = (course / FILE).read_bytes()
    (course / FILE).write_bytes(damage + before + damage)
    check("3-video", "c")
    assert right(3) == 2
    assert f"damaged lines of {FILE} were skipped" in progress().text
    assert (course / FILE).read_bytes().startswith(damage + before + damage)


def test_starting_anew_puts_the_old_file_aside(course):
    assert "no progress" in start_anew()
    check("3-abstentions", 35)
    said = start_anew()
    assert right(3) == 0
    [aside] = course.glob("progress-until-*.jsonl")
    assert aside.name in said
    aside.rename(course / FILE)
    assert right(3) == 1


def test_lessons_open_side_by_side_lose_nothing(course):
    code = "from balancing_act import check\nfor _ in range(200): check('{}', 0)\n{}"
    ends = [("3-abstentions", "check('3-abstentions', 35)"), ("0-sum", "check('0-sum', 10)")]
    lessons = [subprocess.Popen([sys.executable, "-c", code.format(key, end)], cwd=course / "lessons") for key, end in ends]
    assert [lesson.wait() for lesson in lessons] == [0, 0]
    assert (right(3), right(0)) == (1, 1)
    assert len([line for line in (course / FILE).read_text().splitlines() if line]) == 402
    assert "damaged" not in progress().text


@pytest.mark.parametrize("place", ["autograded/me/ps3_votes", "exercises/ps3_votes", "."])
def test_outside_the_lessons_a_checkpoint_writes_nothing(course, monkeypatch, place):
    (course / place).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(course / place)
    assert check("3-abstentions", 35).state == "right"
    assert list(course.rglob(FILE)) == []


def test_the_toolbox_counts_checkpoints_and_no_set(course):
    check("toolbox-last", "yes")
    shown = progress()
    assert shown.text.startswith("You have answered 1 of ") and "0 of 9 problem sets" in shown.text
    assert "Toolbox: 1 of 5 checkpoints; set has none" in repr(shown)


def test_outside_a_course_it_is_said_that_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert check("3-abstentions", 35).state == "right"
    assert "No progress is kept here" in progress().text
    with pytest.raises(FileNotFoundError, match="does not lie in a folder of the course"):
        record_set("ps3_votes", 1, 2)


def test_a_file_that_cannot_be_written_breaks_no_lesson(course):
    (course / FILE).mkdir()  # as a read-only folder does, for root too
    assert check("3-abstentions", 35).state == "right"
    assert right(3) == 0
