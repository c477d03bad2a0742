"""The course takes no side: what it says and shows for and against the article is counted, printed and kept in balance.

The argument map, the hypotheses and the model essays are counted where they are tested; here are the lessons' "other side"
and their reading. For and against means: for or against what the article says in the paragraphs that a lesson is about.
"""

import json
import re
from collections import Counter

import pytest
from prose import LINK, NOTEBOOKS, read

from balancing_act.tables import data_folder

BIBLIOGRAPHY = json.loads((data_folder() / "bibliography.json").read_text(encoding="utf-8"))
LESSONS = [name for name in NOTEBOOKS if re.match(r"0[1-9]_", name)]
SIDES = ("for", "against")


def section(name: str, cell: str) -> str:
    return next(each.source for each in read(name).cells if each.id == cell)


def paragraphs(name: str) -> dict[str, str]:
    """What a lesson says for and against; the form of every lesson has one paragraph of each."""
    found = {}
    for paragraph in section(name, "other-side").split("\n\n"):
        if lead := re.match(r"\*\*(For|Against)\b", paragraph):
            found.setdefault(lead[1].casefold(), paragraph)
    return found


def works(name: str) -> list[str | None]:
    """The side of each work under "Further reading"; None for a work on method."""
    lines = [line for line in section(name, "reading").splitlines() if line.startswith("- ")]
    sides = []
    for line in lines:
        linked = {link.removeprefix("https://doi.org/") for link in LINK.findall(line)}
        entry = next(
            (each for each in BIBLIOGRAPHY if {each.get("DOI"), each.get("URL")} & linked or re.split("[:?]", each["title"])[0] in line), {}
        )
        sides.append(entry.get("custom", {}).get("side"))
    return sides


def count() -> dict[str, Counter]:
    counts = {"words": Counter(), "sources": Counter(), "reading": Counter()}
    for name in LESSONS:
        for side, paragraph in paragraphs(name).items():
            counts["words"][side] += len(LINK.sub("]", paragraph).split())
            counts["sources"][side] += len(LINK.findall(paragraph))
        counts["reading"].update(side for side in works(name) if side)
    return counts


def test_the_sides_of_the_lessons_are_in_balance(capsys):
    counts = count()
    with capsys.disabled():
        print("\nThe other side and the reading of the lessons, for and against the article:")
        for what, numbers in counts.items():
            print(f"  {what:8}", *(f"{side} {numbers[side]:4} " for side in (*SIDES, "both") if numbers[side]))
    for what, numbers in counts.items():
        assert 2 / 3 <= numbers["for"] / numbers["against"] <= 3 / 2, what


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_puts_both_sides(name):
    said = paragraphs(name)
    assert set(said) == set(SIDES)
    assert 1 / 2 <= len(said["for"].split()) / len(said["against"].split()) <= 2


def test_a_work_on_a_side_says_so():
    assert {each["custom"].get("side") for each in BIBLIOGRAPHY} == {"for", "against", "both", None}
    positions = [each for each in BIBLIOGRAPHY if each["keyword"] == "published positions"]
    assert [each["id"] for each in positions if "side" not in each["custom"]] == []
