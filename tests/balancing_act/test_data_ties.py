"""Trade, oil, arms and indicators: series kept apart, parts within wholes, published figures reproduced."""

import pytest

from balancing_act import load


@pytest.fixture(scope="module")
def trade():
    return load("trade_partners")


def turnover(trade, year, series="national"):
    """Exports plus imports by partner, million US dollars."""
    return trade[(trade.series == series) & (trade.year == year)].groupby("partner").usd_million.sum()


def test_shares_of_goods_trade_in_2023_are_those_published(trade):
    partners = turnover(trade, 2023)
    shares = (100 * partners / partners["World"]).round(1)
    assert (shares["European Union"], shares["China"], shares["Russia"]) == (29.6, 21.5, 19.4)


@pytest.mark.parametrize(("year", "share"), [(2021, 42.5), (2022, 35.1), (2023, 27.9)])
def test_russian_share_of_imports_is_that_published(trade, year, share):
    imports = trade.query("series == 'national' and flow == 'imports' and year == @year").set_index("partner").usd_million
    assert round(100 * imports["Russia"] / imports["World"], 1) == share


def test_the_two_trade_series_overlap_differ_and_are_kept_apart(trade):
    both = trade.query("partner == 'Russia' and flow == 'imports' and year == 2019").set_index("series").usd_million
    assert dict(both.round(-1)) == {"imf": 14_070, "national": 14_310}
    years = trade.groupby("series", observed=True).year.agg(["min", "max"])
    assert list(years.loc["imf"]) == [1992, 2020] and list(years.loc["national"]) == [2018, 2023]


def test_groups_are_marked_and_countries_stay_within_the_world(trade):
    assert set(trade[trade.group].partner) == {"World", "European Union", "EAEU", "CIS"}
    assert trade[trade.group].iso3.isna().all() and trade[~trade.group].iso3.notna().all()
    listed = trade[~trade.group].groupby(["series", "year", "flow"], observed=True).usd_million.sum()
    world = trade[trade.partner == "World"].set_index(["series", "year", "flow"]).usd_million
    assert (listed <= world.loc[listed.index]).all()


def test_months_of_european_exports_sum_to_the_years():
    monthly = load("eu_exports_monthly")
    sums = monthly.groupby(monthly.month.dt.year).exports_eur.agg(["size", "sum"])
    yearly = load("eu_exports").query("iso3 == 'KAZ'").set_index("year").exports_eur
    for year in range(2019, 2024):
        assert sums["size"][year] == 12
        assert sums["sum"][year] == pytest.approx(yearly[year], abs=100)
    assert sums["size"][2024] == 8


def test_european_exports_to_kazakhstan_doubled_while_those_to_russia_fell():
    billions = (load("eu_exports").pivot(index="year", columns="iso3", values="exports_eur") / 1e9).round(2)
    assert list(billions.KAZ[[2021, 2022, 2023]]) == [5.49, 10.35, 12.11]
    assert list(billions.RUS[[2021, 2022, 2023]].round()) == [89, 55, 38]


@pytest.mark.parametrize(("first", "last", "share", "total"), [(2020, 2024, 88, 1175), (2015, 2019, 91, 1292)])
def test_russian_share_of_arms_deliveries(first, last, share, total):
    arms = load("arms").query("recipient == 'KAZ' and @first <= year <= @last").groupby("supplier").tiv_million.sum()
    assert round(100 * arms["Russia"] / arms.sum()) == share
    assert round(arms["Russia"]) == total


def test_no_supplier_of_arms_is_its_own_recipient():
    arms = load("arms")
    assert (arms.recipient != arms.supplier_iso3).all()
    assert (arms.supplier == "Unknown").eq(arms.supplier_iso3.isna()).all()


def oil(route, year, origin="kazakhstan"):
    rows = load("oil_routes").query("route == @route and origin == @origin")
    rows = rows[(rows.period_start.dt.year == year) & (rows.period_start.dt.month == 1) & (rows.period_end.dt.month == 12)]
    (quantity,) = rows.million_tonnes
    return quantity


def test_the_pipeline_through_russia_carries_four_fifths_of_the_exports():
    assert round(100 * oil("cpc", 2022) / oil("all_exports", 2022)) == 81


@pytest.mark.parametrize(("year", "share"), [(2022, 3.0), (2023, 5.3)])
def test_share_of_oil_that_bypasses_russia(year, share):
    assert round(100 * oil("all_bypassing_russia", year) / oil("all_exports", year), 1) == share


@pytest.mark.parametrize(("year", "cpc_origin", "share"), [(2024, "kazakhstan", 3.8), (2025, "three_fields", 3.3)])
def test_share_of_stated_routes_that_bypass_russia(year, cpc_origin, share):
    """2024 (ten months) and 2025 have no total: the stated routes are added, with the best figure for Kazakh oil by the CPC."""
    routes = load("oil_routes").query("route != 'aktau_all' and origin in ('kazakhstan', @cpc_origin)")
    routes = routes[routes.period_start.dt.year == year]
    bypass = routes[routes.crosses_russia == "no"].million_tonnes.sum()
    assert round(100 * bypass / routes.million_tonnes.sum(), 1) == share


def test_aktau_contains_its_two_sea_routes():
    assert oil("aktau_baku", 2023) + oil("aktau_makhachkala", 2023) == pytest.approx(oil("aktau_all", 2023))


def test_periods_are_in_order():
    routes = load("oil_routes")
    assert (routes.period_start < routes.period_end).all()


def test_growth_of_the_middle_corridor_fits_one_definition_only():
    whole = load("middle_corridor").query("measure == 'whole_route'").set_index("year").million_tonnes
    growth = (100 * (whole / whole.shift(1) - 1)).round()
    assert (growth[2023], growth[2024], growth[2025]) == (84, 62, -8)


def test_the_world_bank_population_is_not_the_national_one():
    bank = load("indicators").set_index(["iso3", "year"]).population["KAZ", 2022]
    national = load("population_regions").query("year == 2022").persons.sum()
    assert round(bank / 1e6, 2) == 20.03 and round(national / 1e6, 2) == 19.5


def test_net_migration_turned_once_in_2022():
    migration = load("indicators").query("iso3 == 'KAZ'").set_index("year").net_migration
    assert migration[2022] == 45_755 and migration[2021] < 0 and migration[2023] < 0
