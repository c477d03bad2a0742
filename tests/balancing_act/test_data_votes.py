"""Votes in the United Nations: tallies against rows, transcriptions against each other, published agreement reproduced."""

import pytest

from balancing_act import load

VOTES = ["yes", "abstain", "no", "not_voting"]
NEAR = {"yes": 1.0, "abstain": 0.5, "no": 0.0}


@pytest.fixture(scope="module")
def resolutions():
    return load("ukraine_resolutions").set_index("resolution")


@pytest.fixture(scope="module")
def votes():
    return load("ukraine_votes")


def complete():
    table = load("ukraine_resolutions")
    return list(table[table.members_listed == 193].resolution)


@pytest.mark.parametrize("resolution", complete())
def test_rows_of_a_complete_resolution_give_the_official_tally(resolutions, votes, resolution):
    counted = votes[votes.resolution == resolution].vote.value_counts()
    assert {vote: counted[vote] for vote in VOTES} == dict(resolutions.loc[resolution, VOTES].astype(int))


def test_rows_of_an_incomplete_resolution_stay_below_the_tally(resolutions, votes):
    """Without Afghanistan and Venezuela in 2025, and for votes known from the press."""
    for resolution, tally in resolutions[resolutions.members_listed < 193].iterrows():
        counted = votes[votes.resolution == resolution].vote.value_counts()
        for vote in ("yes", "no", "abstain"):
            assert counted[vote] <= tally[vote], (resolution, vote)


def test_every_member_is_listed_as_often_as_said(resolutions, votes):
    listed = votes.groupby("resolution").size()
    assert dict(listed) == dict(resolutions.members_listed)


def test_tallies_never_exceed_the_membership(resolutions):
    members = resolutions[VOTES].sum(axis=1)
    known = resolutions.not_voting.notna()
    assert (members[known] == 193).all() and (members[~known] < 193).all()


def test_kazakhstan_on_every_resolution(resolutions, votes):
    """The list of the research report, resolution by resolution, and the three votes found later."""
    kazakhstan = votes[votes.iso3 == "KAZ"].set_index("resolution").vote.astype(str)
    letters = kazakhstan.map({"yes": "Y", "no": "N", "abstain": "A", "not_voting": "x"})
    assert "".join(letters[resolutions.index]) == "ANNANANANANAANAANAYxAAAAAAA"


def test_the_two_transcriptions_agree_but_for_one_cell(resolutions, votes):
    """ukraine_votes and rollcall_votes come from different copies of the same records."""
    rolls = load("rollcalls").dropna(subset=["resolution"])[["rollcall", "resolution"]]
    both = load("rollcall_votes").merge(rolls, on="rollcall").merge(votes, on=["resolution", "iso3"])
    different = both[both.vote_x.astype(str) != both.vote_y.astype(str)]
    assert len(both) > 600 and set(different.resolution) <= {"A/RES/71/205"} and len(different) <= 1


@pytest.fixture(scope="module")
def agreement():
    """Kazakhstan with Russia by year: 1 for the same vote, 0.5 one step apart, 0 opposite; absences dropped."""
    rolls = load("rollcalls").set_index("rollcall")
    regular = load("rollcall_votes")
    regular = regular[~regular.rollcall.map(rolls.emergency_session) | (regular.rollcall.map(rolls.year) == 2025)]
    wide = regular[regular.iso3.isin(["KAZ", "RUS"])].pivot(index="rollcall", columns="iso3", values="vote").astype(object)
    near = wide.replace(NEAR).where(wide != "not_voting").dropna().astype(float)
    return (1 - (near.KAZ - near.RUS).abs()).groupby(rolls.year[near.index]).mean()


@pytest.mark.parametrize(
    ("year", "published"), [(2003, 0.92), (2013, 0.79), (2016, 0.71), (2021, 0.75), (2022, 0.75), (2023, 0.64), (2025, 0.82)]
)
def test_agreement_with_russia_is_that_computed_before(agreement, year, published):
    assert agreement[year] == pytest.approx(published, abs=0.006)


def test_the_authors_own_scores_tell_a_similar_story():
    scores = load("agreement_published").query("iso3 == 'KAZ'").set_index("session").rus
    assert list(scores[[76, 77, 78]].round(3)) == [0.675, 0.582, 0.557]


def test_ideal_points_lie_within_their_interval():
    points = load("ideal_points")
    assert ((points.low <= points.ideal_point) & (points.ideal_point <= points.high)).all()
    kazakhstan = points.query("iso3 == 'KAZ'").set_index("year").ideal_point.round(2)
    assert (kazakhstan[2022], kazakhstan[2023]) == (-0.93, -0.36)


def test_members_named_in_the_video_decision_stay_below_its_tally():
    named = load("video_decision").vote.value_counts()
    tally = load("other_votes").set_index("vote").loc["video_decision_2022"]
    assert named["no"] == tally["no"] and named["yes"] < tally["yes"] and named["abstain"] < tally["abstain"]
    assert "KAZ" not in set(load("video_decision").iso3)


def test_the_human_rights_council_has_forty_seven_members():
    votes = load("other_votes").query("body == 'Human Rights Council'")
    assert (votes[["yes", "no", "abstain"]].sum(axis=1) == 47).all()
    assert dict(votes.kazakhstan.value_counts()[["abstain", "no"]]) == {"abstain": 4, "no": 2}
