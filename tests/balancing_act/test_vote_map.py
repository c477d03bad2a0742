"""The vote map explorer without a browser: what it shows for every resolution, and how its state moves."""

import re

import pandas as pd
import pytest
import traitlets

from balancing_act.charts.world_map import members
from balancing_act.explorers.vote_map import PEERS, VoteMap, moves, resolutions, said, strip, view, votes
from balancing_act.tables import load

ALL = list(load("ukraine_resolutions")["resolution"])
OFFICIAL = load("ukraine_resolutions").set_index("resolution")
TALLY = ["yes", "no", "abstain", "not_voting"]


@pytest.mark.parametrize("resolution", ALL)
def test_every_member_has_one_vote_and_missing_rows_are_not_found(resolution):
    shown = view(resolution, "KAZ")
    assert set(shown["votes"]) == set(members())
    listed = OFFICIAL.loc[resolution, "members_listed"]
    assert shown["counts"]["not_found"] == 193 - listed
    assert sum(shown["counts"].values()) == 193


@pytest.mark.parametrize("resolution", ALL)
def test_text_gives_the_official_tally(resolution):
    row = OFFICIAL.loc[resolution]
    text = view(resolution, "KAZ")["text"]
    tally = f"{row['yes']} Yes, {row['no']} No, {row['abstain']} abstaining, "
    tally += "the number not voting was not found" if pd.isna(row["not_voting"]) else f"{row['not_voting']} not voting"
    assert tally in text
    if row["members_listed"] == 193:
        assert {vote: view(resolution, "KAZ")["counts"][vote] for vote in TALLY} == dict(row[TALLY])
    else:
        assert text.startswith(f"Our sources give the votes of {row['members_listed']} of 193 members")


def test_next_and_previous_walk_through_all_resolutions_by_date_and_stop_at_the_ends():
    walked = [ALL[0]]
    while onward := view(walked[-1], "KAZ")["next"]:
        assert view(onward, "KAZ")["previous"] == walked[-1]
        walked.append(onward)
    assert walked == ALL
    assert len(walked) == 27
    dates = [row["date"] for row in resolutions().values()]
    assert dates == sorted(dates)
    assert view(ALL[0], "KAZ")["previous"] is None


def test_arrow_keys_follow_the_map():
    assert moves()["KAZ"]["ArrowUp"] == "RUS"
    assert moves()["UZB"]["ArrowLeft"] == "TKM"
    assert moves()["UKR"]["ArrowUp"] == "BLR"
    assert "ArrowRight" not in moves()["WSM"]


@pytest.mark.parametrize(
    ("resolution", "country", "sentence"),
    [
        ("A/RES/ES-11/4", "KAZ", "Kazakhstan abstained on A/RES/ES-11/4 of 12 October 2022 (35 abstained)."),
        ("A/RES/ES-11/3", "KAZ", "Kazakhstan voted No on A/RES/ES-11/3 of 7 April 2022 (24 voted No)."),
        ("A/RES/77/284", "KAZ", "Kazakhstan voted Yes on A/RES/77/284 of 26 April 2023 (122 voted Yes)."),
        ("A/RES/78/221", "KAZ", "Kazakhstan did not vote on A/RES/78/221 of 19 December 2023 (21 did not vote)."),
        (
            "A/RES/78/316",
            "BRA",
            "The vote of Brazil on A/RES/78/316 of 11 July 2024 was not found in our sources; that does not mean it did not vote.",
        ),
        ("2026-02-24", "KAZ", "Kazakhstan abstained on the resolution of 24 February 2026 (51 abstained)."),
        ("2026-02-24", "TKM", "Turkmenistan did not vote on the resolution of 24 February 2026 (the number of others was not found)."),
    ],
)
def test_what_a_country_did_is_said_in_one_sentence(resolution, country, sentence):
    assert said(resolution, country) == sentence


def test_the_map_opens_at_the_referenda_and_kazakhstan():
    shown = VoteMap().view
    assert (shown["resolution"], shown["country"]) == ("A/RES/ES-11/4", "KAZ")
    assert shown["title"] == "A/RES/ES-11/4 of 12 October 2022: Territorial integrity: the referenda rejected"


def test_a_new_state_changes_all_that_is_shown():
    explorer = VoteMap(country="CHN")
    explorer.resolution = "A/RES/77/284"
    assert explorer.view == view("A/RES/77/284", "CHN")
    assert explorer.view["labels"]["CHN"] == "China: Yes"
    assert explorer.view["said"].startswith("China voted Yes")
    assert "<td>122</td>" in explorer.view["table"]
    explorer.country = "UZB"
    assert explorer.view["said"].startswith("Uzbekistan")


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"resolution": "A/RES/ES-11/44"}, "no resolution 'A/RES/ES-11/44'. Did you mean 'A/RES/ES-11/4'"),
        ({"country": "kaz"}, "no country 'kaz'. Did you mean 'KAZ'"),
        ({"country": "Atlantis"}, "The table countries lists them all"),
    ],
)
def test_an_unknown_state_is_refused_with_a_guess_and_the_old_one_stays(state, message):
    with pytest.raises(traitlets.TraitError, match=message):
        VoteMap(**state)
    explorer = VoteMap()
    with pytest.raises(traitlets.TraitError, match=message):
        explorer.set_trait(*next(iter(state.items())))
    assert explorer.view == view("A/RES/ES-11/4", "KAZ")


def test_page_has_a_labelled_choice_of_every_resolution_and_every_country():
    page = VoteMap().page
    assert re.findall(r'<option value="([^"]+)">20', page) == ALL
    assert set(re.findall(r'<option value="([A-Z]{3})">', page)) == set(members())
    assert page.count("<label") == 2
    assert 'role="status"' in page


def test_strip_shows_ten_members_on_all_resolutions_and_marks_the_one_on_the_map():
    table = strip("A/RES/ES-11/4")
    cells = re.findall(r'<td class="(\w+)( current)?" data-resolution="([^"]+)">(.)</td>', table)
    assert len(cells) == len(PEERS) * len(ALL)
    assert {symbol for _, current, symbol, _ in cells if current} == {"A/RES/ES-11/4"}
    kazakhstan = cells[: len(ALL)]
    assert [vote for vote, *_ in kazakhstan] == [votes(resolution)["KAZ"] for resolution in ALL]
    assert sum(map(int, re.findall(r'<colgroup span="(\d+)">', table))) == len(ALL)
    assert {vote: letter for vote, _, _, letter in cells} == {"yes": "Y", "abstain": "A", "no": "N", "not_voting": "–", "not_found": "?"}


def test_a_notebook_keeps_picture_and_words_for_readers_without_a_kernel():
    explorer = VoteMap(resolution="A/RES/79/184")
    data, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    for words in ("<svg", "Our sources give the votes of 158 of 193 members", "The official tally is 81 Yes", "Ten members on all 27"):
        assert words in data["text/html"]
    assert data["text/plain"].startswith("A/RES/79/184 of 17 December 2024")
    assert explorer.chart().table["count"].sum() == 193
