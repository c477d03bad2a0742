"""Forecasts and the record: every outcome follows from rows that exist, by the rule that is stated, on both sides alike."""

import pandas as pd
import pytest

from balancing_act import load
from balancing_act.tables import resource

FORECASTS = load("forecasts").set_index("forecast")
RULES = load("resolution_rules").set_index("rule")
OUTCOMES = load("forecast_outcomes").set_index("rule")


def rows(rule: str) -> pd.DataFrame:
    return load(OUTCOMES.table[rule]).query(OUTCOMES.rows[rule])


def tonnes(rule: str) -> pd.Series:
    return rows(rule).groupby("route", observed=True).million_tonnes.sum()


def import_share(rule: str) -> pd.Series:
    wide = rows(rule).pivot(index="year", columns="partner", values="usd_million")
    return (100 * wide.Russia / wide.World).round(1)


@pytest.mark.parametrize("rule", OUTCOMES.index[OUTCOMES.table.notna()])
def test_an_outcome_points_to_rows(rule):
    assert len(rows(rule)) > 0


def test_every_forecast_has_rules_and_every_rule_an_outcome():
    assert set(RULES.forecast) == set(FORECASTS.index) and list(RULES.index) == list(OUTCOMES.index)
    for forecast, readings in RULES.groupby("forecast").reading:
        kinds = list(readings.astype(str))
        assert kinds in (["only"], ["narrow", "wide"], ["narrow", "middle", "wide"]), forecast


def test_no_rule_ends_before_its_forecast_and_none_is_decided_after_its_day():
    said = RULES.forecast.map(FORECASTS.said)
    assert (RULES.by > said).all()
    decided = OUTCOMES.decided.dropna()
    # A figure for a year is published after the year: here its publication decides.
    late = decided[decided > RULES.by[decided.index]]
    assert set(late.index) == {"routes_cpc"}
    assert (decided > said[decided.index]).all()


def test_what_is_unresolved_has_no_day_and_the_rest_has_one():
    assert (OUTCOMES.decided.isna() == (OUTCOMES.outcome == "unresolved")).all()
    assert (OUTCOMES.outcome == "unresolved").sum() >= 3


def test_asking_less_never_turns_true_into_false():
    for forecast, group in RULES.groupby("forecast"):
        outcome = group.set_index("reading").index.astype(str), OUTCOMES.outcome[group.index]
        by_reading = dict(zip(outcome[0], outcome[1].astype(str), strict=True))
        if by_reading.get("narrow") == "came_true":
            assert by_reading["wide"] == "came_true", forecast


def test_outcomes_on_oil_follow_from_the_tonnes():
    totals = rows("routes_no_growth").assign(year=lambda table: table.period_end.dt.year)
    wide = totals.pivot(index="year", columns="route", values="million_tonnes")
    assert (100 * wide.all_bypassing_russia / wide.all_exports).round(1).to_dict() == {2022: 3.0, 2023: 5.3}
    assert OUTCOMES.outcome[["routes_no_growth", "routes_below_tenth"]].to_list() == ["did_not", "came_true"]
    assert 1.5 * 0.9 < tonnes("baku_full").aktau_baku < 1.5
    assert OUTCOMES.outcome[["baku_full", "baku_nearly"]].to_list() == ["did_not", "came_true"]
    assert tonnes("kmg_2025").aktau_baku < 12 * 0.18 and OUTCOMES.outcome["kmg_2025"] == "did_not"
    assert rows("germany_plan").period_end.max() < pd.Timestamp("2023-12-31") and OUTCOMES.outcome["germany_plan"] == "unresolved"


def test_outcomes_on_trade_follow_from_the_shares():
    assert import_share("grip_imports").to_dict() == {2021: 42.5, 2023: 27.9}
    assert import_share("bond_trade").to_dict() == {2022: 35.1, 2023: 27.9}
    exports = rows("sanctions_exports").set_index("year").exports_eur
    assert exports[2023] > 2 * exports[2021] and OUTCOMES.outcome["sanctions_exports"] == "did_not"


def test_outcomes_on_votes_follow_from_the_roll_calls():
    voted = load("ukraine_votes").query("iso3 == 'KAZ'").merge(load("ukraine_resolutions")[["resolution", "date"]], on="resolution")
    noes = voted[(voted.vote == "no") & (voted.date > "2022-10-31")]
    assert list(noes.resolution) == list(rows("decisions_votes").resolution) and list(noes.date) == [OUTCOMES.decided["decisions_votes"]]
    assert list(rows("grip_vote").vote) == ["yes"] and list(rows("decisions_recognition").vote) == ["abstain"]


def test_outcomes_on_pressure_follow_from_the_events():
    pressure = rows("threats_more").date
    after = (pressure >= "2022-11-01").sum()
    assert (len(pressure) - after, after) == (6, 1) and OUTCOMES.outcome["threats_more"] == "did_not"
    acts = rows("conflict_armed")
    assert not (acts.kind == "security").any() and list(rows("conflict_coercion").date) == [OUTCOMES.decided["conflict_coercion"]]


def test_outcomes_on_migrants_follow_from_the_figures():
    people = load("population_regions").query("year == 2023").set_index("region").persons
    assert int(rows("demographics_country").persons.iloc[0]) / people.sum() < 0.01
    assert int(rows("demographics_city").persons.iloc[0]) / people["Almaty city"] > 0.02


def test_outcomes_on_memberships_follow_from_the_table():
    assert (rows("course_member").status == "member").all() and len(rows("course_member")) == 3
    assert list(rows("brics_no_tie").status) == ["partner"]
    assert OUTCOMES.outcome[["brics_no_tie", "brics_not_member"]].to_list() == ["did_not", "came_true"]


def test_the_premature_expert_was_a_fortnight_early():
    named = rows("china_first").date.iloc[0]
    assert (named - FORECASTS.said["lansing_china"]).days == 15 and OUTCOMES.outcome["china_first"] == "did_not"


def test_each_side_has_forecasts_that_came_true_that_did_not_and_that_cannot_be_resolved():
    sides = RULES.forecast.map(FORECASTS.side.astype(str))
    counts = pd.crosstab(sides, OUTCOMES.outcome.astype(str))
    assert (counts.loc[["independent", "not_independent"]] >= 2).all(axis=None)
    authors = FORECASTS.groupby("side", observed=True).who.nunique()
    assert authors["independent"] >= 3 and authors["not_independent"] >= 3


def test_the_articles_look_ahead_is_there_paragraph_by_paragraph():
    assert set(FORECASTS.paragraph.dropna()) == {"p4", "p8", "p12", "p13"}
    positions = load("positions").set_index("position")
    placed = FORECASTS.dropna(subset=["position"])
    assert (placed.side.astype(str) == placed.position.map(positions.side.astype(str))).all()
    assert (placed.source == placed.position.map(positions.source)).all()


def test_the_numbers_in_the_description_are_those_of_the_tables():
    counts = OUTCOMES.outcome.value_counts()
    said = f"{counts['came_true']} came true, {counts['did_not']} did not, {counts['unresolved']} are unresolved."
    assert resource("forecast_outcomes")["coverage"] == f"{len(OUTCOMES)} outcomes up to February 2026: {said}"
    assert resource("resolution_rules")["coverage"] == f"{len(RULES)} rules for {len(FORECASTS)} forecasts."
    assert resource("forecasts")["coverage"].startswith(f"{len(FORECASTS)} forecasts")
