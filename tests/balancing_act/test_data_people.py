"""Censuses, shares, regions and districts: sums, series kept apart, published figures reproduced."""

import pytest

from balancing_act import load


@pytest.fixture(scope="module")
def census():
    return load("census").pivot(index="year", columns="group", values="persons")


@pytest.fixture(scope="module")
def totals():
    return load("census_totals").set_index(["year", "series"]).persons


def share(part, whole):
    return round(100 * part / whole, 2)


@pytest.mark.parametrize(("year", "group"), [(y, g) for y in (1999, 2009, 2021) for g in ("Kazakhs", "Russians")])
def test_census_persons_give_the_published_shares(census, totals, year, group):
    published = load("ethnic_shares").query("series == 'census'").set_index(["year", "group"]).percent
    assert share(census[group][year], totals[year, "census"]) == pytest.approx(published[year, group], abs=0.06)


def test_no_group_of_a_census_exceeds_its_total(census, totals):
    for year in (1999, 2009, 2021):
        named = census.loc[year].sum()
        assert 0.9 < named / totals[year, "census"] < 1


def test_series_of_shares_are_never_merged():
    """1989 has a Soviet and a re-based share, the census of 2021 stands beside the register of 2022."""
    shares = load("ethnic_shares").query("group == 'Russians'").set_index(["year", "series"]).percent.to_dict()
    assert {series: share for (year, series), share in shares.items() if year == 1989} == {"soviet_census": 37.8, "rebased": 37.4}
    assert shares[2022, "register"] - shares[2021, "census"] == pytest.approx(2.93)
    assert not load("ethnic_shares").duplicated(["year", "group", "series"]).any()


def test_dividing_one_count_by_the_total_of_another_gives_neither_published_share(census, totals):
    """The trap of 1989: Soviet persons over the re-based total."""
    assert share(census.Russians[1989], totals[1989, "rebased"]) == 38.44


def test_regions_cover_the_country_and_districts_the_regions():
    regions = load("regions").set_index("region")
    assert len(regions) == 20 and (regions.kind == "city").sum() == 3
    districts = load("districts")
    assert len(districts) == 224 and set(districts.region) == set(regions.index)
    codes = districts.region.map(regions.iso_3166_2).str.removeprefix("KZ-")
    assert (districts.kato.str[:2] == codes).all()


def test_districts_reproduce_the_published_counts_below_forty_per_cent():
    below = load("districts").query("kazakh_share == 'below_40'").region.value_counts()
    expected = {"Kostanay": 10, "North Kazakhstan": 9, "East Kazakhstan": 4, "Karaganda": 4, "Akmola": 3}
    assert {region: below[region] for region in expected} == expected
    assert below.get("Pavlodar", 0) == below.get("West Kazakhstan", 0) == 0


def test_population_of_the_regions_sums_to_the_published_country_totals():
    country = load("population_regions").groupby("year").persons.sum()
    published = {2000: 14_901_641, 2021: 18_879_552, 2022: 19_503_159, 2023: 19_766_807}
    assert {year: country[year] for year in published} == published


def test_a_region_has_no_population_before_it_was_formed():
    formed = load("regions").dropna(subset=["formed"]).set_index("region").formed
    first = load("population_regions").groupby("region").year.min()
    for region, year in formed.items():
        assert first[region] >= year - 1, region


def test_shares_of_one_row_do_not_exceed_the_whole():
    table = load("composition_regions")
    assert (table[["kazakh_percent", "russian_percent", "ukrainian_percent"]].sum(axis=1) <= 100).all()
    counted = table.dropna(subset=["kazakh_percent", "kazakh_persons", "population"])
    computed = 100 * counted.kazakh_persons.astype(float) / counted.population.astype(float)
    assert (computed - counted.kazakh_percent).abs().max() < 0.1


def test_russians_are_the_largest_group_in_one_region_of_the_census_of_2021():
    table = load("composition_regions").query("series == 'census' and year == 2021 and city.isna()")
    larger = table[table.russian_percent > table.kazakh_percent]
    assert list(larger.region) == ["North Kazakhstan"]
    assert {"Pavlodar", "Akmola"} <= set(table.region)


def test_a_city_row_is_told_apart_from_its_region():
    kostanay = load("composition_regions").query("region == 'Kostanay' and year in (2018, 2022)")
    assert dict(zip(kostanay.year, kostanay.city.isna(), strict=True)) == {2018: True, 2022: False}


def persons(measure, start, end):
    """The one figure stated for a measure and a period."""
    rows = load("russian_citizens").query("measure == @measure")
    (figure,) = rows[(rows.period_start == start) & (rows.period_end == end)].persons
    return figure


@pytest.mark.parametrize(
    ("start", "end", "net"),
    [
        ("2022-02-24", "2022-04-11", 10_000),
        ("2022-09-21", "2022-09-27", 34_000),
        ("2022-09-21", "2022-10-04", 53_000),
        ("2022-10-03", "2022-10-03", -4_000),
        ("2022-09-21", "2022-11-29", 80_000),
        ("2022-09-21", "2022-12-31", 57_000),
    ],
)
def test_net_flows_of_russian_citizens(start, end, net):
    assert persons("entries", start, end) - persons("exits", start, end) == net


def test_every_stated_exit_has_its_entry():
    flows = load("russian_citizens").query("measure in ('entries', 'exits')")
    counted = flows.groupby(["said", "period_start", "period_end"]).measure.agg(set)
    assert all("entries" in measures for measures in counted)


def test_periods_of_flows_are_in_order_and_stocks_are_of_one_day():
    table = load("russian_citizens")
    assert (table.period_start <= table.period_end).all()
    stocks = table[table.measure == "stock"]
    assert (stocks.period_start == stocks.period_end).all() and set(stocks.persons) == {130_000, 298_000}


def test_the_figures_the_article_quotes_without_a_traceable_source_are_not_data():
    assert not load("russian_citizens").persons.isin([353_000, 6_940]).any()


def test_answers_to_one_question_stay_within_the_whole():
    polls = load("polls").groupby(["pollster", "asked"]).percent
    for survey in (("Gallup", "2021"), ("Gallup", "2022"), ("Demoscope", "2022-03")):
        assert polls.get_group(survey).sum() <= 100
