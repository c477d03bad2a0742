"""Shares of a population in several counts that must not be mixed: Soviet censuses, re-based figures, censuses, registers.

Two figures may be subtracted when they come from the same count of the same place. Everything here keeps the count, called
series, beside the figure. What each count is stands in the descriptions of the tables ethnic_shares and composition_regions.
"""

import pandas as pd

SERIES = {
    "soviet_census": "Soviet census",
    "rebased": "Soviet census, re-based in the 1990s",
    "census": "census",
    "register": "register, before the census of 2021",
    "post_census": "estimate, after the census of 2021",
    "regional": "figure of a regional administration",
    "unknown": "series not stated",
}
CLASSES = {"below_40": 40, "40_to_60": 60, "60_to_80": 80, "80_to_100": 100}


def place_shares(composition: pd.DataFrame) -> pd.DataFrame:
    """The shares of regions and cities in long form: columns place, series, year, group, percent, one row a published share.

    composition: the table composition_regions, or rows of it. Rows without a year or a share are left out.
    """
    table = composition.assign(place=place_names(composition))
    long = table.melt(["place", "series", "year"], ["kazakh_percent", "russian_percent"], "group", "percent").dropna()
    names = {"kazakh_percent": "Kazakhs", "russian_percent": "Russians"}
    return long.assign(group=long["group"].map(names), year=long["year"].astype(int)).reset_index(drop=True)


def place_names(composition: pd.DataFrame) -> pd.Series:
    """The name of the region of each row, or of the city where the figure is for a city alone."""
    return (composition["city"] + " (city)").fillna(composition["region"])


def within_series(shares: pd.DataFrame) -> pd.DataFrame:
    """The change of each group's share inside each series that has two years or more, never across series.

    shares: columns series, year, group, percent (per cent). Figures whose series is unknown are left out. Where a series
    prints several figures for a year, the first counts.
    Returns one row a group and series: from, to (years), start, end (per cent), change (points).
    """
    shares = shares[shares["series"] != "unknown"]
    rows = []
    in_order = shares.sort_values("year", kind="stable").drop_duplicates(["series", "group", "year"])
    for (group, series), part in in_order.groupby(["group", "series"], observed=True):
        if len(part) > 1:
            first, last = part.iloc[0], part.iloc[-1]
            rows.append([group, series, first.year, last.year, first.percent, last.percent, last.percent - first.percent])
    return pd.DataFrame(rows, columns=["group", "series", "from", "to", "start", "end", "change"])


def newest(composition: pd.DataFrame) -> pd.DataFrame:
    """The newest row of each region or city that gives both shares, with the column lead: Russians minus Kazakhs, in points.

    composition: rows of the table composition_regions, of one series if the places are to be compared. Sorted by lead.
    """
    both = composition.dropna(subset=["year", "kazakh_percent", "russian_percent"])
    both = both.assign(place=place_names(both), lead=both["russian_percent"] - both["kazakh_percent"])
    return both.sort_values("year").groupby("place").tail(1).sort_values("lead", ascending=False)


def count_below(districts: pd.DataFrame, limit: int) -> pd.DataFrame:
    """How many districts and cities of each region have fewer Kazakhs than a limit of 40, 60 or 80 per cent.

    districts: the table districts. Returns one row a region: units, below, unclassified (units whose class is not known).
    """
    upper = districts["kazakh_share"].astype(object).map(CLASSES)
    counted = pd.DataFrame({"units": 1, "below": upper <= limit, "unclassified": upper.isna()}).groupby(districts["region"].astype(str))
    return counted.sum().astype(int)
