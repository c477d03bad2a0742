"""Practice in marking, without a browser: the desk, the file of marks, and the comparison with the key."""

import html
import math
import random

import pytest

from balancing_act.explorers.marking import MarkingDesk, practisable
from balancing_act.marking import MarkingError, essays, tasks
from balancing_act.marking.calibration import compare, read_marks, shuffled, write_marks


@pytest.fixture
def task():
    [task] = tasks("ps3_votes")
    return task


@pytest.fixture
def key(task):
    return {essay.key: dict(essay.marks) for essay in essays(task)}


def test_the_key_itself_agrees_with_the_key(task, key):
    comparison = compare(task, key)
    assert list(comparison.criteria["kappa"]) == pytest.approx([1] * 5)
    assert comparison.criteria.loc["total", "same"] == 10
    assert "is 1.00: good enough" in comparison.text
    assert "neither strict nor lenient" in comparison.text and "for and against fare alike" in comparison.text


def test_who_gives_less_is_strict_and_who_gives_more_is_lenient(task, key):
    levels = [criterion.key for criterion in task.criteria]
    strict = {essay: {name: max(0, points - 0.5) for name, points in marks.items()} for essay, marks in key.items()}
    lenient = {essay: dict.fromkeys(levels, 1) for essay in key}
    assert compare(task, strict).text.count("less than the key: strict.") == 1
    assert compare(task, lenient).text.count("more than the key: lenient.") == 1
    assert "not yet good enough" in compare(task, lenient).text


@pytest.mark.parametrize(("favoured", "other"), [("for", "against"), ("against", "for")])
def test_who_favours_a_side_is_told(task, key, favoured, other):
    biased = {essay.key: dict.fromkeys(essay.marks, 1) if essay.side == favoured else key[essay.key] for essay in essays(task)}
    comparison = compare(task, biased)
    assert f"essays {favoured} got" in comparison.text and f"than essays {other}: read those again" in comparison.text
    assert comparison.sides.loc[other, "difference"] == 0


def test_marks_at_random_agree_no_more_than_chance(task):
    dice = random.Random(5)
    kappas = [
        compare(task, {essay.key: {c.key: dice.choice(list(c.levels)) for c in task.criteria} for essay in essays(task)}).criteria["kappa"][
            "total"
        ]
        for _ in range(100)
    ]
    assert abs(sum(kappas) / len(kappas)) < 0.1


def test_a_criterion_in_which_nothing_differs_has_no_kappa(task, key, monkeypatch):
    same = {essay: {**marks, "limits": 1} for essay, marks in key.items()}
    for essay in essays(task):
        monkeypatch.setitem(essay.marks, "limits", 1)
    assert math.isnan(compare(task, same).criteria.loc["limits", "kappa"])


def test_the_key_stays_hidden_until_all_are_marked(task, key):
    del key["weathercock"]["limits"]
    with pytest.raises(MarkingError, match="9 of 10 essays are marked"):
        compare(task, key)


def test_the_order_says_nothing_about_the_key_and_is_the_same_tomorrow(task):
    orders = {seed: [essay.key for essay in shuffled(task, seed)] for seed in map(str, range(200))}
    assert orders["7"] == [essay.key for essay in shuffled(task, "7")]
    assert all(sorted(order) == sorted(orders["0"]) for order in orders.values())
    # Each essay comes first about as often as any other: 20 times in 200, with a standard deviation of about 4.
    assert all(5 <= sum(order[0] == essay for order in orders.values()) <= 40 for essay in orders["0"])


def test_marks_come_back_from_the_file_and_other_tasks_stay(tmp_path, task, key):
    file = tmp_path / "anna.csv"
    [other] = tasks("ps2_words")
    write_marks(file, other, {"same-sound": {"evidence": 1}})
    write_marks(file, task, key)
    assert read_marks(file, task) == key
    assert read_marks(file, other) == {"same-sound": {"evidence": 1}}
    write_marks(file, task, {})
    assert read_marks(file, task) == {} and read_marks(file, other) != {}
    assert [path.name for path in tmp_path.iterdir()] == ["anna.csv"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("essay,points\na,1\n", "anna.csv is no table of marks"),
        ("assignment,answer,essay,criterion,points\nps3_votes,essay\n", "anna.csv is no table of marks"),
        (
            "assignment,answer,essay,criterion,points\nps3_votes,essay,weathercock,limits,7\n",
            "anna.csv, line 2: .*7 fits no essay and level",
        ),
        ("assignment,answer,essay,criterion,points\nps3_votes,essay,weathercock,limits,much\n", "anna.csv, line 2"),
        ("assignment,answer,essay,criterion,points\nps3_votes,essay,nobody,limits,1\n", "anna.csv, line 2"),
    ],
)
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path, task, content, message):
    file = tmp_path / "anna.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(MarkingError, match=message):
        MarkingDesk(file, chosen="ps3_votes, essay")
    assert file.read_text(encoding="utf-8") == content


@pytest.fixture
def desk(tmp_path):
    return MarkingDesk(tmp_path / "anna.csv", chosen="ps3_votes, essay")


def shown(desk) -> str:
    return html.unescape(" ".join(child.value for child in desk.children if hasattr(child, "value") and isinstance(child.value, str)))


def test_every_written_task_with_essays_can_be_chosen():
    assert [name.split("_")[0] for name in practisable()] == [f"ps{number}" for number in range(1, 9)]


@pytest.mark.parametrize("name", practisable())
def test_nothing_on_the_desk_gives_the_key_away(tmp_path, name):
    desk = MarkingDesk(tmp_path / "anna.csv", chosen=name)
    for number, essay in enumerate(desk.pile, start=1):
        desk.number = number
        page = shown(desk)
        for paragraph in essay.text.split("\n\n"):
            assert paragraph in page
            page = page.replace(paragraph, "")
        assert essay.key not in page
        assert not any(reason in page for reason in essay.reasons.values() if len(reason) > 10)
        assert [choice.value for choice in desk._levels.children] == [None] * len(desk.task.criteria)


def test_marking_all_essays_through_the_controls_shows_the_comparison_with_reasons(desk, tmp_path):
    essay_with_a_difference = None
    for number, essay in enumerate(desk.pile, start=1):
        desk.number = number
        for criterion, choice in zip(desk.task.criteria, desk._levels.children, strict=True):
            choice.value = essay.marks[criterion.key]
        if essay.key == "eighteen-abstentions":
            desk.mark("evidence", 1)
            essay_with_a_difference = number
    page = shown(desk)
    assert "Weighted kappa for the totals is" in page
    assert f"Essay {essay_with_a_difference}, evidence for your position: you 1, the key 0.5: a why, but the figure is wrong" in page
    assert page.count("you 1, the key") == 1
    again = MarkingDesk(tmp_path / "anna.csv", chosen="ps3_votes, essay")
    assert again.marks == desk.marks and "Weighted kappa" in shown(again)


def test_another_day_begins_at_the_first_essay_without_a_mark(desk, tmp_path):
    for number in (1, 2):
        desk.number = number
        for criterion in desk.task.criteria:
            desk.mark(criterion.key, 0.5)
    assert "2 of 10 essays are marked" in shown(desk)
    again = MarkingDesk(tmp_path / "anna.csv", chosen="ps3_votes, essay")
    assert again.number == 3
    again.number = 1
    assert [choice.value for choice in again._levels.children] == [0.5] * 4


def test_turning_pages_stops_at_both_ends_and_loses_no_mark(desk):
    desk.mark("limits", 1)
    desk._back.click()
    assert desk.number == 1 and desk._back.disabled
    for _ in range(12):
        desk._on.click()
    assert desk.number == 10 and desk._on.disabled
    desk.number = 1
    assert desk._levels.children[3].value == 1


def test_a_choice_that_comes_after_the_page_was_turned_counts_for_its_own_essay(desk):
    first, chosen_late = desk.pile[0].key, desk._levels.children[0]
    desk._on.click()
    chosen_late.value = 0.5
    assert list(desk.marks) == [first]
    assert [choice.value for choice in desk._levels.children] == [None] * len(desk.task.criteria)


def test_tasks_do_not_mix(desk):
    desk.mark("limits", 1)
    desk.chosen = "ps5_north, essay"
    assert desk.marks == {} and "0 of 10" in shown(desk)
    desk.mark("kinds", 0.5)
    desk.chosen = "ps3_votes, essay"
    assert list(desk.marks.values()) == [{"limits": 1}]


def test_starting_again_forgets_this_task_only(desk):
    desk.mark("limits", 1)
    desk.chosen = "ps5_north, essay"
    desk.mark("kinds", 0.5)
    desk.start_again()
    assert desk.marks == {} and desk._levels.children[3].value is None
    desk.chosen = "ps3_votes, essay"
    assert desk.marks != {}


def test_the_length_is_counted_for_the_marker(desk):
    place = [essay.key for essay in desk.pile].index("too-short") + 1
    desk.number = place
    assert "51 words; the length costs half a point, which is taken off for you" in shown(desk)
