"""Checkpoints of lesson 4, What ties Astana to Moscow?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.trade import turnover
from balancing_act.tables import load


@cache
def _share(series: str, year: int, partner: str = "Russia", flow: str = "imports") -> float:
    """Share of a partner in per cent of the world."""
    amounts = turnover(load("trade_partners"), flow).loc[(series, year)]
    return float(100 * amounts[partner] / amounts["World"])


def _share_of_listed() -> float:
    trade = load("trade_partners").query("series == 'national' and year == 2021 and flow == 'imports'")
    amounts = trade.set_index("partner")["usd_million"]
    return float(100 * amounts["Russia"] / amounts.sum())


def _largest(year: int) -> str:
    trade = load("trade_partners")
    countries = trade.loc[~trade["group"], "partner"].unique()
    return turnover(trade, "both").loc[("national", year)].reindex(countries).idxmax()


def _step(before: str, after: str) -> float:
    return _share(after, 2018) - _share(before, 2017)


def _four_shares() -> pd.Series:
    shares = pd.Series({partner: _share("national", 2023, partner) / 100 for partner in ("Russia", "China", "European Union")})
    shares["others"] = 1 - shares.sum()
    return shares


def _oil_2025(routes: list[str]) -> float:
    oil = load("oil_routes").query("period_start.dt.year == 2025 and origin == 'kazakhstan'").set_index("route")["million_tonnes"]
    return float(oil[routes].sum())


def _arms(downloaded: str, first: int, last: int) -> float:
    rows = load("arms_vintages")
    return float(rows.loc[rows["downloaded"].eq(downloaded) & rows["year"].between(first, last), "tiv_million"].sum())


@cache
def _european_exports() -> pd.DataFrame:
    return load("eu_exports").pivot(index="year", columns="iso3", values="exports_eur") / 1e9


def _part_of_the_fall(country: str = "KAZ", base: int = 2021) -> float:
    exports = _european_exports()
    change = exports.loc[2023] - exports.loc[base]
    return float(-100 * change[country] / change["RUS"])


def _missing(year: int, rate: float | None = None) -> float:
    """What the European Union says it sent less what Kazakhstan says it received, billion dollars."""
    euros_per_dollar = load("exchange_rates").set_index("year")["euros_per_dollar"][year] if rate is None else rate
    imports = turnover(load("trade_partners"), "imports").loc[("national", year), "European Union"]
    return float(_european_exports().loc[year, "KAZ"] / euros_per_dollar - imports / 1000)


CHECKPOINTS = {
    "4-share": Checkpoint(
        answer=lambda: _share("national", 2021),
        because="In the last year before the war more than two fifths of what Kazakhstan bought abroad came from Russia.",
        hints=[
            "Divide the imports from Russia by the imports from the world, and multiply by 100.",
            "In the table above: row 2021, the column Russia by the column World.",
        ],
        misconceptions=lambda: {
            _share("national", 2021) / 100: "That is a share between 0 and 1. The answer is wanted in per cent.",
            _share("national", 2023): "That is 2023. Take the row 2021.",
            _share("national", 2021, flow="exports"): "That is Russia's share of exports. Imports are asked.",
            _share("national", 2021, flow="both"): "That is exports and imports together. Imports are asked.",
            _share_of_listed(): "You divided by the sum of all rows. It counts the groups and their members twice; use World.",
        },
        within=0.06,
    ),
    "4-largest": Checkpoint(
        answer=lambda: _largest(2023),
        because="It passed Russia in that year. The European Union is larger than both if its members count as one partner.",
        hints=["Sort the table and leave out the groups.", "The column group is true for World, European Union, EAEU and CIS."],
        misconceptions=lambda: {
            "Russia": "That was so up to 2022. Look at 2023.",
            "European Union": "That is a group of countries. The largest single country is asked.",
            "World": "That is the total, not a partner.",
            "CIS": "That is a group of countries, Russia among them.",
            "Italy": "It leads in exports in some years. Exports and imports together are asked.",
        },
    ),
    "4-seam": Checkpoint(
        answer=lambda: _step("imf", "imf"),
        because="Within the one series that has both years the share fell. Across the seam it seems to rise.",
        hints=[
            "Both years must come from the same series. Which one has 2017?",
            "Subtract the IMF's figure for 2017 from the IMF's figure for 2018.",
        ],
        misconceptions=lambda: {
            _step("imf", "national"): "You took 2017 from the IMF and 2018 from the Bureau: that step is the seam, not a change in trade.",
            -_step("imf", "imf"): "The sign is the wrong way round: later minus earlier.",
            -_step("imf", "national"): "You crossed the seam, and subtracted the later year from the earlier one.",
        },
        within=0.06,
    ),
    "4-by-hand": Checkpoint(
        answer=lambda: float((_four_shares() ** 2).sum()),
        because="The same as if there were about four equal partners, since 1 divided by the index is near 4.",
        hints=["Square each of the four shares, then add the squares.", "Use shares between 0 and 1, and do not forget the others."],
        misconceptions=lambda: {
            10_000 * float((_four_shares() ** 2).sum()): "Those are squared percentages. Use shares between 0 and 1.",
            float((_four_shares()[:3] ** 2).sum()): "You left the others out. Here they count as one partner.",
            float(_four_shares().sum()): "You added the shares. Square each of them first.",
        },
        within=0.005,
    ),
    "4-bypass": Checkpoint(
        answer=lambda: _oil_2025(["aktau_baku", "china"]),
        because="A small part of what the CPC pipeline alone carries.",
        hints=["Add the routes with crosses_russia equal to no.", "One of the sea routes from Aktau ends in a Russian port."],
        misconceptions=lambda: {
            _oil_2025(
                ["aktau_baku", "china", "aktau_makhachkala"]
            ): "Makhachkala is in Russia. A ship to it leaves Kazakhstan, but not the reach of Moscow.",
            _oil_2025(["aktau_baku", "aktau_makhachkala"]): "Makhachkala is in Russia, and the pipeline to China is missing.",
            _oil_2025(["aktau_baku"]): "There is one more: the pipeline to China.",
        },
        within=0.01,
    ),
    "4-arms": Checkpoint(
        answer=lambda: _arms("2026-02-12", 2020, 2023) - _arms("2025-01-03", 2020, 2023),
        because="All of it is the year 2021. The rest of the gap between the totals is 2024, which the older download does not have.",
        hints=["Compare only the years that both downloads have.", "Subtract column by column, then add up 2020 to 2023."],
        misconceptions=lambda: {
            _arms("2026-02-12", 2020, 2024)
            - _arms(
                "2025-01-03", 2020, 2023
            ): "That counts 2024, a year the older download does not have. A missing year is not a revision.",
            _arms("2026-02-12", 2024, 2024): "That is the new year alone. Which of the old years changed?",
        },
        within=0.5,
    ),
    "4-rise": Checkpoint(
        answer=_part_of_the_fall,
        because="Even if every additional euro went on to Russia, it would replace that part of what Russia lost. It is an upper bound.",
        hints=[
            "Divide Kazakhstan's rise from 2021 to 2023 by Russia's fall over the same years, and multiply by 100.",
            "Both numbers stand in the last row of the table above.",
        ],
        misconceptions=lambda: {
            _part_of_the_fall() / 100: "That is a share between 0 and 1. The answer is wanted in per cent.",
            _part_of_the_fall(base=2022): "That is from 2022 to 2023. Start from 2021, the year before the war.",
            -_part_of_the_fall(): "The sizes are right. Give the part as a positive number.",
            100 * (float(_european_exports().loc[2023, "KAZ"] / _european_exports().loc[2021, "KAZ"]) - 1): (
                "That is how much exports to Kazakhstan grew. How large is the rise beside Russia's fall?"
            ),
        },
        within=0.5,
    ),
    "4-missing": Checkpoint(
        answer=lambda: _missing(2022),
        because="Goods that one side says it sent and the other did not record. It is more than a quarter of what the Union says it sent.",
        hints=[
            "Take the row 2022: what the Union says, in dollars, less what Kazakhstan says.",
            "It is the column gap of the table above.",
        ],
        misconceptions=lambda: {
            _missing(2022, rate=1): "You subtracted dollars from euros. Convert first.",
            _missing(2023): "That is 2023. Take the row 2022.",
            -_missing(2022): "The size is right: what was sent less what was received is positive.",
        },
        within=0.06,
    ),
    "4-separate": Checkpoint(
        answer=lambda: "B",
        because="Re-export expects the same products to go out to Russia; growth at home expects them to stay. The two part there.",
        hints=[
            "Ask of each: would it look different if the goods stayed in Kazakhstan?",
            "Evidence that both explanations expect separates nothing.",
        ],
        misconceptions=lambda: {
            "A": "Higher totals fit both explanations. What happens to the goods after they arrive?",
            "C": "Both a government that stops re-export and one that looks away might say so.",
        },
    ),
}
