"""The fact check: every verdict rests on rows, and every computed figure follows from them."""

import pytest

from balancing_act import load

FACTS = load("fact_check").set_index("fact")
EVIDENCE = load("fact_evidence")


def share(part, whole, digits=1):
    return round(100 * part / whole, digits)


def kazakhstan():
    return load("ukraine_votes").query("iso3 == 'KAZ'").vote.value_counts()


def video_not_voting():
    """All members less those in the tally of 16 September 2022."""
    tally = load("other_votes").set_index("vote").loc["video_decision_2022", ["yes", "no", "abstain"]]
    return len(load("countries")) - tally.sum()


def video_against():
    return (load("video_decision").vote == "no").sum()


def residents(year):
    return load("census_totals").query("year == @year").persons.item()


def days(first, last):
    date = load("events").set_index("event").date
    return (date[last] - date[first]).days


def trade(year, flow=("exports", "imports")):
    rows = load("trade_partners").query("series == 'national' and year == @year and flow in @flow")
    return rows[~rows.group | (rows.partner == "World")].groupby("partner").usd_million.sum()


def concentration(year):
    """Herfindahl-Hirschman index of imports over the countries listed; the rest counts as many small partners."""
    imports = trade(year, ["imports"])
    return round(((imports.drop("World") / imports["World"]) ** 2).sum(), 3)


def arms(first):
    rows = load("arms").query("recipient == 'KAZ' and year >= @first").groupby("supplier").tiv_million.sum()
    return share(rows["Russia"], rows.sum(), 0)


def russians(year):
    return load("census").query("group == 'Russians'").set_index("year").persons[year]


def census_share(group):
    persons = load("census").query("year == 2021 and group == @group").persons.item()
    return share(persons, residents(2021), 2)


def published(year, series):
    rows = load("ethnic_shares").query("year == @year and series == @series and group == 'Russians'")
    return rows.percent.item()


def citizens(measure, said, period_end):
    rows = load("russian_citizens").query("measure == @measure and said == @said")
    return rows[rows.period_end == period_end].set_index("period_start").persons.sort_index().iloc[-1]


def oil(route):
    rows = load("oil_routes").query("route == @route and origin == 'kazakhstan'")
    return rows[(rows.period_start.dt.year == 2022) & (rows.period_end.dt.month == 12)].million_tonnes.item()


def regions_with_russians_ahead():
    rows = load("composition_regions").query("series == 'census' and year == 2021 and city.isna()")
    return (rows.russian_percent > rows.kazakh_percent).sum()


COMPUTED = {
    "shift_in_votes": lambda: kazakhstan()["yes"],
    "days_to_statement": lambda: days("un_speech", "referendums_statement"),
    "defence_ally": lambda: arms(2020),
    "trade_ally": lambda: share(trade(2021)["Russia"], trade(2021)["World"]),
    "video_not_voted": video_not_voting,
    "video_against": video_against,
    "russians_1991": lambda: published(1989, "rebased"),
    "many_left": lambda: share(russians(1989) - russians(2021), russians(1989), 0),
    "benefits": lambda: russians(1989) - russians(1999),
    "nineteen_million": lambda: residents(2021),
    "kazakhs_69": lambda: census_share("Kazakhs"),
    "russians_18": lambda: census_share("Russians"),
    "northern_cities": regions_with_russians_ahead,
    "staying_353000": lambda: citizens("stock", "2022-12", "2022-12-31"),
    "working_6940": lambda: citizens("working", "2022-11", "2022-11-29"),
    "crossed_98000": lambda: citizens("entries", "2022-09-27", "2022-09-27") - citizens("exits", "2022-09-27", "2022-09-27"),
    "some_return": lambda: citizens("entries", "2022-10-04", "2022-10-03") - citizens("exits", "2022-10-04", "2022-10-03"),
    "defence_and_trade_tie": lambda: share(oil("cpc"), oil("all_exports"), 0),
    "imports_from_russia": lambda: share(trade(2023, ["imports"])["Russia"], trade(2023, ["imports"])["World"]),
    "import_concentration": lambda: concentration(2023),
    "bold_position": lambda: load("ukraine_resolutions").set_index("resolution").yes["A/RES/ES-11/4"],
}


def test_every_computed_verdict_has_its_computation():
    assert set(COMPUTED) == set(FACTS.index[FACTS.computed])


@pytest.mark.parametrize("fact", COMPUTED)
def test_the_computation_gives_the_figure_found(fact):
    assert COMPUTED[fact]() == pytest.approx(FACTS.found[fact])


def test_figures_named_in_findings_beside_the_one_found():
    assert dict(kazakhstan()) == {"yes": 1, "abstain": 17, "no": 8, "not_voting": 1}
    assert (concentration(2021), FACTS.found["import_concentration"]) == (0.227, 0.152)
    assert share(trade(2021, ["imports"])["Russia"], trade(2021, ["imports"])["World"]) == 42.5
    assert share(oil("all_bypassing_russia"), oil("all_exports")) == 3.0
    assert published(1989, "soviet_census") == 37.8
    assert published(2022, "register") == 18.47


def test_the_scale_of_verdicts_is_used_and_the_check_is_long_enough():
    assert len(FACTS) >= 30
    assert (FACTS.verdict.value_counts() > 0).all()


def test_every_paragraph_that_can_be_checked_is_checked():
    paragraphs = set(load("article").paragraph)
    assert paragraphs - set(FACTS.paragraph) == {"p8"}


def test_stated_figures_have_a_unit_and_a_figure_beside_them():
    stated = FACTS[FACTS.stated.notna()]
    assert stated.found.notna().all() and FACTS[FACTS.found.notna()].unit.notna().all()


def test_an_outdated_figure_differs_from_what_was_known_and_a_confirmed_one_does_not():
    outdated = FACTS[FACTS.verdict == "outdated"]
    assert set(outdated.index) == {"kazakhs_69", "russians_18"}
    assert ((outdated.stated - outdated.found).abs() > 1).all()
    assert round(FACTS.found["russians_1991"]) == FACTS.stated["russians_1991"]


def test_every_statement_has_evidence_and_every_evidence_a_statement():
    assert set(EVIDENCE.fact) == set(FACTS.index)


@pytest.mark.parametrize("row", list(EVIDENCE.itertuples()), ids=lambda row: f"{row.fact}-{row.evidence}")
def test_evidence_points_to_rows_or_to_a_page(row):
    if isinstance(row.source, str):
        assert not isinstance(row.table, str) and not isinstance(row.rows, str)
    else:
        assert len(load(row.table).query(row.rows)) > 0
