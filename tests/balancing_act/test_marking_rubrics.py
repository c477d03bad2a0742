"""Rubrics, model answers and model essays: they add up, treat both sides alike, fill the notebooks, and stay with the teacher."""

import copy
import json
import re
from pathlib import Path
from statistics import mean

import pytest
import yaml

from balancing_act.marking import MarkingError, essays, rubric, tasks
from balancing_act.marking.rubric import BEGIN, END, SIDES, assignments, fill

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [task for name in assignments() for task in tasks(name)]
PRACTISED = [task for task in WRITTEN if essays(task)]


def by_name(task):
    return f"{task.assignment}-{task.answer}"


def notebook(assignment, folder="solutions"):
    return json.loads((ROOT / folder / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8"))


def source(cell):
    return "".join(cell["source"])


def test_every_answer_marked_by_hand_has_a_rubric():
    by_hand = set()
    for path in (ROOT / "solutions").glob("*/*.ipynb"):
        for cell in notebook(path.stem)["cells"]:
            if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("grade"):
                by_hand.add((path.stem, cell["metadata"]["nbgrader"]["grade_id"]))
    assert {(task.assignment, task.answer) for task in WRITTEN} == by_hand


@pytest.mark.parametrize("assignment", assignments())
def test_the_notebook_is_filled_from_the_rubric(assignment):
    assert fill(notebook(assignment), tasks(assignment)) == notebook(assignment), (
        f"solutions/{assignment} is not what marking/{assignment}/rubric.yml makes. Run `make exercises` and commit the result."
    )


@pytest.mark.parametrize("task", WRITTEN, ids=by_name)
def test_the_points_are_those_of_the_cell_and_of_the_heading(task):
    cells = {cell["id"]: cell for cell in notebook(task.assignment)["cells"]}
    assert cells[task.answer]["metadata"]["nbgrader"]["points"] == task.points
    headings = "\n".join(source(cell) for cell in cells.values() if cell["cell_type"] == "markdown")
    number = task.question.split("-")[1]
    assert f"## Task {number}. " in headings
    assert f"({rubric.in_words(task.points)}" in headings.split(f"## Task {number}. ")[1].splitlines()[0]


@pytest.mark.parametrize("task", WRITTEN, ids=by_name)
def test_the_length_asked_for_is_that_of_the_task(task):
    [question] = [source(cell) for cell in notebook(task.assignment)["cells"] if cell["id"] == task.question]
    assert task.words is None or f"{task.words['from']} to {task.words['to']} words" in question


@pytest.mark.parametrize("task", WRITTEN, ids=by_name)
def test_students_see_criteria_and_levels_but_no_answer(task):
    released = "\n".join(source(cell) for cell in notebook(task.assignment, "exercises")["cells"])
    assert task.table() in released
    assert BEGIN not in released and END not in released
    for answer in (*task.examples, *essays(task)):
        for sentence in answer.text.split(". "):
            assert len(sentence) < 25 or sentence not in released, sentence


def test_only_notebooks_are_released():
    assert {path.suffix for path in (ROOT / "exercises").rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts} == {
        ".ipynb"
    }


@pytest.mark.parametrize("task", WRITTEN, ids=by_name)
def test_model_answers_for_and_against_earn_the_same(task):
    earned = {answer.side: task.total(answer.marks, answer.text) for answer in task.examples}
    assert earned["for"] == earned["against"] == task.points


@pytest.mark.parametrize("task", PRACTISED, ids=by_name)
def test_ten_essays_on_all_sides_and_levels(task):
    found = essays(task)
    assert len(found) == 10
    totals = {side: [task.total(essay.marks, essay.text) for essay in found if essay.side == side] for side in SIDES}
    assert len(totals["for"]) == len(totals["against"]) and len(totals["neither"]) == 2
    for side in ("for", "against"):
        strong, weak = max(totals[side]), min(totals[side])
        assert strong >= 0.85 * task.points and weak <= 0.4 * task.points, side
        assert any(weak < total < strong for total in totals[side]), side


@pytest.mark.parametrize("task", PRACTISED, ids=by_name)
def test_the_key_treats_both_sides_alike(task):
    means = {side: mean(task.total(essay.marks, essay.text) for essay in essays(task) if essay.side == side) for side in ("for", "against")}
    assert abs(means["for"] - means["against"]) <= task.step


def test_over_the_whole_course_the_key_treats_both_sides_alike():
    shares = {
        side: mean(task.total(essay.marks, essay.text) / task.points for task in PRACTISED for essay in essays(task) if essay.side == side)
        for side in ("for", "against")
    }
    words = {side: mean(len(essay.text.split()) for task in PRACTISED for essay in essays(task) if essay.side == side) for side in shares}
    assert abs(shares["for"] - shares["against"]) <= 0.02
    assert abs(words["for"] - words["against"]) <= 10


@pytest.mark.parametrize("task", PRACTISED, ids=by_name)
def test_every_level_of_every_criterion_is_practised(task):
    for criterion in task.criteria:
        assert {essay.marks[criterion.key] for essay in essays(task)} == set(criterion.levels), criterion.name


@pytest.mark.parametrize("task", [task for task in PRACTISED if task.words], ids=by_name)
def test_length(task):
    for answer in (*task.examples, *essays(task)):
        words = len(answer.text.split())
        if sum(answer.marks.values()) > 0.5 * task.points:
            assert task.words["from"] <= words <= task.words["to"], answer.key
        else:
            assert words <= task.words["most"], answer.key


def test_the_length_of_a_memo_counts_under_form():
    [task] = tasks("ps8_memo")
    [form] = [criterion for criterion in task.criteria if criterion.key == "form"]
    (least, most), (short, _, _, long), bounds = ([int(n) for n in re.findall(r"\d{3}", text)] for text in form.levels.values())
    assert short < least < most < long and bounds == [short, long]
    for memo in (*task.examples, *essays(task)):
        words = len(memo.text.split())
        reached = 1 if least <= words <= most else 0.5 if short <= words <= long else 0
        assert memo.marks["form"] <= reached, memo.key
        assert memo.marks["form"] == reached or "hard to follow" in memo.reasons["form"], memo.key


def test_length_costs_points_beyond_the_bounds_only_and_a_total_is_never_below_nothing():
    [task] = tasks("ps3_votes")
    full = {criterion.key: max(criterion.levels) for criterion in task.criteria}
    none = dict.fromkeys(full, 0)
    assert [task.total(full, "word " * words) for words in (79, 80, 240, 241)] == [3.5, 4, 4, 3.5]
    assert task.total(none, "word") == 0


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A function that reads a changed copy of the rubric or the essays of problem set 3."""

    def read(change=lambda content: None, kind="rubric"):
        monkeypatch.setattr(rubric, "folder", lambda: tmp_path)
        (tmp_path / "ps3_votes").mkdir()
        for name in ("rubric", "essays"):
            content = yaml.safe_load((ROOT / "marking" / "ps3_votes" / f"{name}.yml").read_text(encoding="utf-8"))
            if name == kind:
                change(content["tasks"][0])
            (tmp_path / "ps3_votes" / f"{name}.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
        [task] = tasks.__wrapped__("ps3_votes")
        if kind == "essays":
            essays.__wrapped__(task)
        return task

    return read


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("rubric", lambda task: task.pop("rule"), "rubric.yml, tasks/0: 'rule' is a required property"),
        ("rubric", lambda task: task.update(points=5), "add up to 4 points, the task has 5"),
        (
            "rubric",
            lambda task: task["criteria"][0]["levels"].reverse(),
            r"levels go from most points to 0, each once; these are \[0, 0.5, 1\]",
        ),
        ("rubric", lambda task: task["criteria"][0]["levels"].pop(1), "criteria of different points have three levels each"),
        ("rubric", lambda task: task["examples"][0]["marks"].update(limits=0.7), "For the claim, limits: no level gives 0.7 points"),
        (
            "essays",
            lambda task: task["essays"][0]["marks"].pop("limits"),
            "drift-when-needed: marks are given for .*; the criteria are evidence,",
        ),
        ("essays", lambda task: task["essays"][1].update(key="drift-when-needed"), "drift-when-needed: a key may be used once only"),
        ("essays", lambda task: task["essays"][0].update(side="both"), "'both' is not one of"),
    ],
)
def test_a_mistake_is_named(written, kind, change, message):
    with pytest.raises(MarkingError, match=message):
        written(change, kind)


def test_criteria_of_different_points_are_marked_in_full_by_half_or_not_at_all(written):
    def change(task):
        for level, points in zip(task["criteria"][0]["levels"], (3, 1.5, 0), strict=True):
            level["points"] = points
        task["points"] = 6
        for example in task["examples"]:
            example["marks"]["evidence"] = 3

    table = written(change).table().splitlines()
    assert table[0] == "| criterion | full marks | half of them | 0 points |"
    assert table[2].startswith("| evidence for your position (3 points) | a result from tasks 1-7 with its figure")
    assert table[3].startswith("| strongest evidence against it (1 point) |")


def test_an_answer_may_have_paragraphs(written):
    text = "It does.\n\nIt does not."
    task = written(lambda task: task["examples"][0].update(text=text))
    assert task.examples[0].text == text and text in task.mark_scheme()


def test_a_cell_that_is_not_there_is_named():
    changed = copy.deepcopy(notebook("ps3_votes"))
    changed["cells"] = [cell for cell in changed["cells"] if cell["id"] != "essay"]
    with pytest.raises(MarkingError, match="ps3_votes: no cell 'essay' with '=== BEGIN MARK SCHEME ==='"):
        fill(changed, tasks("ps3_votes"))
