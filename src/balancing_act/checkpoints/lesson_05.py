"""Checkpoints of lesson 5, Who lives in the north?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.people import count_below, newest
from balancing_act.tables import load

STATES, YEARS, EVENTS = 14, 2022 - 1992 + 1, 2


@cache
def _census() -> pd.DataFrame:
    return load("census").pivot(index="year", columns="group", values="persons")


def _total(year: int) -> int:
    return int(load("census_totals").query("series == 'census'").set_index("year").loc[year, "persons"])


def _russians(year: int) -> int:
    return int(_census().loc[year, "Russians"])


def _published(year: int, series: str) -> float:
    shares = load("ethnic_shares").query("group == 'Russians'").set_index(["year", "series"])["percent"]
    return float(shares[year, series])


@cache
def _fall_per_year() -> pd.Series:
    """The change of the number of Russians per year since 1989, by the year in which the period begins."""
    persons = _census().loc[1989:, "Russians"]
    return pd.Series((persons.diff() / persons.index.diff())[1:].to_numpy(), index=persons.index[:-1])


def _share(russians: int, others: int) -> float:
    return 100 * russians / (russians + others)


def _others(year: int) -> int:
    return _total(year) - _russians(year)


@cache
def _regions(series: str) -> pd.DataFrame:
    table = load("composition_regions")
    return newest(table[table["series"] == series])


@cache
def _most(series: str) -> str:
    table = load("composition_regions").query("series == @series")
    return table.loc[table["russian_persons"].astype(float).idxmax(), "region"]


@cache
def _below() -> pd.Series:
    return count_below(load("districts"), 40)["below"]


def _chance(rate: float, years: int) -> float:
    return 1 - (1 - rate) ** years


CHECKPOINTS = {
    "5-37": Checkpoint(
        answer=lambda: "B",
        because="It rounds to 37, and the Soviet count does not. Either way the figure is of 1989, two years before independence.",
        hints=["Round both figures of 1989 to whole numbers.", "Look at the column series of the row that rounds to 37."],
        misconceptions=lambda: {
            "A": "The Soviet count rounds to 38. Another figure of the same year is nearer.",
            "C": "The first count after 1991 is that of 1999, and its figure is far lower.",
        },
    ),
    "5-census": Checkpoint(
        answer=lambda: 100 * _russians(2021) / _total(2021),
        because="Nearly three points below the figure that the article quotes, and published three months before it.",
        hints=[
            "Divide the Russians of 2021 by the total of the same census, times 100.",
            'The total is totals[2021, "census"], the Russians are census.loc[2021, "Russians"].',
        ],
        misconceptions=lambda: {
            _russians(2021) / _total(2021): "That is a share between 0 and 1. Per cent is asked: times 100.",
            _published(2022, "register"): "That is the register of 1 January 2022, the article's figure. The census is asked.",
            100 * _russians(2021) / int(_census().loc[2021].sum()): (
                "You divided by the sum of the ten groups in the table. They are not everybody: take the total."
            ),
            100 * _census().loc[2021, "Kazakhs"] / _total(2021): "That is the share of Kazakhs.",
        },
        within=0.03,
    ),
    "5-fall": Checkpoint(
        answer=lambda: int(_fall_per_year().idxmin()),
        because="The fastest fall ended years before the programme of 2006 began. Benefits may explain later moves, hardly these.",
        hints=["Read the column 'change per year'. A fall is negative.", "Each row closes the period that began with the row above it."],
        misconceptions=lambda: {
            1999: "In that row the period of the fastest fall ends. When did it begin?",
            2009: "Look at the column 'change per year': an earlier period has a larger minus.",
            2006: "That is the year of the resettlement programme. Take the year from the table of censuses.",
        },
    ),
    "5-counterfactual": Checkpoint(
        answer=lambda: _share(_russians(1999), _others(2021)),
        because="More than half of the fall would have come anyway, because everybody else grew. Problem set 5 makes this exact.",
        hints=[
            "Take the Russians of 1999 and divide by a sum of two numbers.",
            "The sum is the Russians of 1999 plus everybody else of 2021. Times 100.",
        ],
        misconceptions=lambda: {
            100 * _russians(1999) / _total(2021): (
                "You divided by the real total of 2021. With more Russians there would be more people too: add them to everybody else."
            ),
            _share(_russians(1999), _others(1999)): "That is the real share of 1999. Take everybody else of 2021.",
            _share(_russians(2021), _others(1999)): "The other way round: Russians of 1999, everybody else of 2021.",
            _share(_russians(2021), _others(2021)): "That is the real share of 2021. Take the Russians of 1999.",
        },
        within=0.06,
    ),
    "5-larger": Checkpoint(
        answer=lambda: str(_regions("census").query("year == 2021 and lead > 0")["region"].item()),
        because="One region of three with a census figure. For the other seventeen regions and great cities we found none.",
        hints=["In the chart for the census, look for the row where the square lies to the right.", "It is the row on top."],
        misconceptions=lambda: {
            _regions("register").query("lead > 0")["region"].item(): (
                "That is the register of 2018, by one point. For the census of 2021 we found no figure for it."
            ),
            "Pavlodar": "It has a census figure for 2021, but Kazakhs are well ahead there.",
            "Akmola": "It has a census figure for 2021, but Kazakhs are well ahead there, and it has no border with Russia.",
        },
    ),
    "5-most": Checkpoint(
        answer=lambda: _most("register"),
        because="In the borders of that time, and hardly ahead of Karaganda. With new borders and after the census Almaty leads.",
        hints=["Keep the rows of the series register, year 2022.", "The table is sorted: the first row of the register is the one."],
        misconceptions=lambda: {
            _most("post_census"): "That city leads in the estimate after the census, with new borders. The register is asked.",
            "Almaty": "The city leads in the estimate after the census, with new borders. The register of 2022 is asked.",
            "North Kazakhstan": "It has the highest share, but it is small. A share is not a number of people.",
            "Karaganda": "Close: five hundred people fewer than another region.",
        },
    ),
    "5-districts": Checkpoint(
        answer=lambda: int(_below()["North Kazakhstan"]),
        because="Nearly two thirds of its units. In Kostanay it is half of them, elsewhere far fewer.",
        hints=["Find the row of North Kazakhstan.", "The column is 'below', not 'units'."],
        misconceptions=lambda: {
            int(_below()["Kostanay"]): "That is Kostanay.",
            int((load("districts")["region"] == "North Kazakhstan").sum()): "That is the number of all its districts and cities.",
            int(_below().sum()): "That is the whole country.",
        },
    ),
    "5-below": Checkpoint(
        answer=lambda: "C",
        because="Others live there too: Ukrainians, Germans, Tatars in the north, and quite other groups in the south.",
        hints=[
            "Who else than Kazakhs and Russians lives in Kazakhstan? Look at the census.",
            "The source gives the share of Kazakhs only.",
        ],
        misconceptions=lambda: {
            "A": "All the others together are more than 60 per cent. Russians are only some of them.",
            "B": "It may be so in many northern districts, but the source does not say it, and in Sayram it would be a bold guess.",
        },
    ),
    "5-kind": Checkpoint(
        answer=lambda: "C",
        because="And only if the words were his, which is disputed. A statement is weaker evidence of intent than an order or a plan.",
        hints=["Do the words say what somebody can do, what people suffer, or what somebody wants?", "Read the question in the third row."],
        misconceptions=lambda: {
            "A": "Words say nothing about forces or roads.",
            "B": "The post claims a grievance, but a claim made in Moscow is no record of what people in the north feel.",
        },
    ),
    "5-base-rate": Checkpoint(
        answer=lambda: _chance(EVENTS / (STATES * YEARS), 10),
        because="About one in twenty, for this class and these years. Other classes give other numbers, and two events are few.",
        hints=["One minus the chance of none in ten years.", "1 - (1 - rate) ** 10"],
        misconceptions=lambda: {
            EVENTS / (STATES * YEARS): "That is the rate for one year. Ten years are asked.",
            (1 - EVENTS / (STATES * YEARS)) ** 10: "That is the chance of none in ten years. Take it from one.",
            100 * _chance(EVENTS / (STATES * YEARS), 10): "That is per cent. Give a share between 0 and 1.",
            EVENTS / STATES: "You divided by the states only. The fourteen states were watched for 31 years.",
        },
        within=0.0015,
    ),
}
