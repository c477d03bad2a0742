"""The rival explanations: every likelihood rests on one scale and on rows that exist, and no explanation is favoured."""

import itertools
import json

import pandas as pd
import pytest

from balancing_act import load
from balancing_act.measures.hypotheses import posterior, table, verdicts, weights
from balancing_act.tables import data_folder

HYPOTHESES = list(load("hypotheses").hypothesis)
EVIDENCE = load("hypothesis_evidence").set_index("evidence")
LIKELIHOODS = load("likelihoods")
WORDS = load("likelihood_words")
MATRIX = table(LIKELIHOODS, WORDS)


@pytest.mark.parametrize("row", list(EVIDENCE.itertuples()), ids=lambda row: row.Index)
def test_evidence_points_to_rows_of_its_date(row):
    found = load(row.table).query(row.rows)
    assert len(found) > 0
    if "date" in found:
        assert row.date == found.date.min() or row.date in set(found.date)
    if row.table == "ukraine_votes":
        dates = load("ukraine_resolutions").set_index("resolution").date
        assert row.date == dates[found.resolution.unique()].min()
    if "year" in found:
        assert row.date == pd.Timestamp(found.year.max(), 12, 31)
    if "period_end" in found:
        assert row.date == found.period_end.max()


def test_figures_in_the_words_of_the_evidence_are_those_of_the_rows():
    votes = load("ukraine_votes").query(EVIDENCE.rows["crimea_noes"])
    assert len(votes) == 7 and (votes.resolution.map(load("ukraine_resolutions").set_index("resolution").topic) == "human_rights").all()
    assert set(load("ukraine_votes").query(EVIDENCE.rows["no_support"]).vote) == {"abstain", "not_voting"}
    assert sorted(load("ukraine_votes").query(EVIDENCE.rows["yes_vote"]).vote) == ["abstain"] * 3 + ["yes"]
    assert list(load("ukraine_votes").query(EVIDENCE.rows["noes_end"]).vote) == ["not_voting", "abstain", "abstain"]
    exports = load("eu_exports").query(EVIDENCE.rows["eu_exports"]).set_index("year").exports_eur
    assert exports[2023] > 2 * exports[2021]
    oil = load("oil_routes").query(EVIDENCE.rows["oil_routes"]).set_index("route").million_tonnes
    assert (oil["all_exports"], oil["all_bypassing_russia"]) == (70.5, 3.73)
    imports = load("trade_partners").query(EVIDENCE.rows["imports_fall"]).pivot(index="year", columns="partner", values="usd_million")
    assert (100 * imports.Russia / imports.World).round(1).to_dict() == {2021: 42.5, 2023: 27.9}
    arms = load("arms").query(EVIDENCE.rows["arms"]).groupby("supplier").tiv_million.sum()
    assert arms["Russia"] > arms.sum() / 2
    assert load("other_votes").set_index("vote").loc["hrc_rapporteur_2022", ["no", "abstain"]].tolist() == [6, 24]


def test_the_table_is_complete_and_long_enough():
    assert len(HYPOTHESES) >= 4 and len(EVIDENCE) >= 20
    assert MATRIX.shape == (len(EVIDENCE), len(HYPOTHESES)) and MATRIX.notna().all(axis=None)
    assert list(MATRIX.columns) == HYPOTHESES and list(MATRIX.index) == list(EVIDENCE.index)
    assert EVIDENCE.date.is_monotonic_increasing


def test_the_scale_goes_up_without_gaps_and_the_middle_is_the_middle():
    assert (WORDS.likelihood - (WORDS.low + WORDS.high) / 2).abs().max() < 1e-9
    assert (WORDS.low.iloc[1:].to_numpy() == WORDS.high.iloc[:-1].to_numpy()).all()


def test_one_rule_for_all_explanations():
    """Each explanation stands alone as the best under some rows and as the worst under others, and some rows tell none apart."""
    for end in (MATRIX.max(axis=1), MATRIX.min(axis=1)):
        alone = MATRIX.eq(end, axis=0)
        assert (alone[alone.sum(axis=1) == 1].sum() >= 2).all()
    assert (MATRIX.nunique(axis=1) == 1).sum() >= 3


def test_no_explanation_expects_more_of_what_was_seen_by_construction():
    assert MATRIX.mean().max() - MATRIX.mean().min() < 0.1


def test_the_ranges_of_the_words_let_every_explanation_come_first():
    low, high = table(LIKELIHOODS, WORDS, "low"), table(LIKELIHOODS, WORDS, "high")
    even = pd.Series(1.0, index=HYPOTHESES)
    for hypothesis in HYPOTHESES:
        favourable = low.assign(**{hypothesis: high[hypothesis]})
        assert posterior(favourable, even, weights(EVIDENCE.group, 1)).idxmax() == hypothesis
    assert verdicts(low, high, even, weights(EVIDENCE.group, 0)).idxmax(axis=1).nunique() > 1


def test_there_is_evidence_on_both_sides_of_every_pair():
    for one, other in itertools.combinations(HYPOTHESES, 2):
        assert (MATRIX[one] > MATRIX[other]).sum() >= 5 and (MATRIX[other] > MATRIX[one]).sum() >= 5, (one, other)


def test_every_reason_is_short_and_given():
    assert LIKELIHOODS.reason.str.len().between(10, 110).all()


def test_every_explanation_has_holders_and_every_holder_a_reference():
    holders = load("hypothesis_holders")
    assert (holders.groupby("hypothesis").size() >= 3).all() and set(holders.hypothesis) == set(HYPOTHESES)
    assert holders[["position", "bibliography", "source"]].notna().any(axis=1).all()
    known = {entry["id"] for entry in json.loads((data_folder() / "bibliography.json").read_text(encoding="utf-8"))}
    assert set(holders.bibliography.dropna()) <= known
    positions = load("positions").set_index("position").bibliography
    both = holders.dropna(subset=["position", "bibliography"])
    assert (both.position.map(positions) == both.bibliography).sum() >= 3
