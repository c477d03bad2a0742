"""Events, statements, decisions, memberships, positions and the bibliography."""

import json
import re

import pytest

from balancing_act import load
from balancing_act.tables import data_folder

BIBLIOGRAPHY = json.loads((data_folder() / "bibliography.json").read_text(encoding="utf-8"))
# Types of the Citation Style Language that the course uses.
TYPES = {"article", "article-journal", "article-magazine", "book", "broadcast", "paper-conference", "report", "thesis"}


def test_events_that_are_votes_carry_the_day_of_the_vote():
    voted = load("events").dropna(subset=["resolution"]).merge(load("ukraine_resolutions"), on="resolution")
    assert len(voted) >= 14 and (voted.date_x == voted.date_y).all() and (voted.kind == "vote").all()


def test_events_agree_with_the_roll_calls_on_what_kazakhstan_did():
    word = {"yes": "votes for", "no": "votes against", "abstain": "abstains", "not_voting": "does not vote"}
    kazakhstan = load("ukraine_votes").query("iso3 == 'KAZ'").set_index("resolution").vote
    for event in load("events").dropna(subset=["resolution"]).itertuples():
        assert word[kazakhstan[event.resolution]] in event.what, event.event


def test_the_two_codings_differ_and_agree_more_than_chance():
    events = load("events")
    agreed = (events.direction_a.astype(str) == events.direction_b.astype(str)).mean()
    a, b = (events[column].value_counts(normalize=True) for column in ("direction_a", "direction_b"))
    chance = sum(a[direction] * b[direction] for direction in a.index)
    assert 0.5 < (agreed - chance) / (1 - chance) < 0.9


def test_the_second_coding_follows_its_rule_where_a_test_can_see_it():
    events = load("events").set_index("event")
    assert (events[events.direction_b == "pressure"].actor == "russia").all()
    assert (events[events.direction_b == "outside"].actor == "other").all()
    abstained = events[events.what.str.contains("abstains") & (events.kind == "vote")].drop("security_council_syria")
    assert (abstained.direction_b == "balance").all()


def test_the_ministry_of_2014_and_of_2022_stand_side_by_side():
    words = load("statements").query(
        "speaker in ('Foreign Ministry', 'Aibek Smadiyarov') and topic == 'recognition' and side == 'kazakhstan'"
    )
    assert set(words.date.dt.year) == {2014, 2022} and words.quoted.all()
    (later,) = words[words.date.dt.year == 2022].text
    assert "territorial integrity" in later and "recogni" not in later


def test_both_governments_are_heard():
    sides = load("statements").side.value_counts()
    assert sides["kazakhstan"] >= 10 and sides["russia"] >= 10


def test_quotations_are_short():
    quoted = load("statements").query("quoted")
    assert quoted.text.str.split().str.len().max() <= 25


def test_the_article_quotes_what_the_tables_say_it_quotes():
    assert {"keosayan_2022_ukraine", "smadiyarov_2022_referendums", "tokayev_2022_interdependent", "cohen_2022"} <= set(
        load("statements").query("in_article").statement
    )
    assert len(load("events").query("in_article")) == 8


def test_every_misreading_is_told_with_what_the_source_says():
    decisions = load("decisions")
    assert decisions.popular_reading.notna().sum() >= 8 and decisions.what_the_source_says.notna().all()


@pytest.mark.parametrize(
    ("organisation", "members"),
    [
        ("NATO", 32),
        ("European Union", 27),
        ("CSTO", 6),
        ("Eurasian Economic Union", 5),
        ("CIS", 9),
        ("Shanghai Cooperation Organisation", 10),
    ],
)
def test_alliances_and_unions_are_complete(organisation, members):
    table = load("memberships").query("organisation == @organisation and status == 'member'")
    assert len(table) == members


def test_kazakhstan_is_in_no_western_alliance_and_in_every_post_soviet_one():
    joined = set(load("memberships").query("iso3 == 'KAZ' and status == 'member'").organisation)
    assert {"CSTO", "Eurasian Economic Union", "CIS"} <= joined and not {"NATO", "European Union"} & joined


def test_years_and_days_of_entry_agree():
    known = load("memberships").dropna(subset=["since"])
    assert (known.since.dt.year == known.since_year).all()


def test_positions_stand_on_every_side():
    sides = load("positions").side.value_counts()
    assert (sides >= 5).all()


def test_positions_point_to_entries_of_the_bibliography():
    known = {entry["id"] for entry in BIBLIOGRAPHY}
    assert set(load("positions").bibliography.dropna()) <= known


def test_the_bibliography_is_csl_json_that_can_be_cited():
    ids = [entry["id"] for entry in BIBLIOGRAPHY]
    assert ids == sorted(set(ids))
    for entry in BIBLIOGRAPHY:
        assert entry["type"] in TYPES and entry["title"], entry["id"]
        assert 1945 <= entry["issued"]["date-parts"][0][0] <= 2026, entry["id"]
        assert all(name.keys() in ({"family", "given"}, {"literal"}) for name in entry.get("author", [])), entry["id"]
        if "DOI" in entry:
            assert re.fullmatch(r"10\.\d{4,9}/\S+", entry["DOI"]), entry["id"]
        assert {"DOI", "URL", "publisher", "container-title"} & entry.keys(), entry["id"]


def test_every_entry_says_what_it_is_for():
    for entry in BIBLIOGRAPHY:
        lessons = entry["custom"]["lessons"]
        assert lessons and set(lessons) <= set(range(9)) and entry["note"] and entry["keyword"], entry["id"]
    read = {lesson for entry in BIBLIOGRAPHY for lesson in entry["custom"]["lessons"]}
    assert read == set(range(9))
