"""Who lives where: the two explorers of lesson 5, over the years by series and across districts."""

from functools import cache

import pandas as pd
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.people import district_tiles, share_lines
from balancing_act.explorers.base import Explorer, choose, choose_several, tick, whole_number
from balancing_act.measures.people import SERIES, place_shares
from balancing_act.tables import load

COUNTRY = "Kazakhstan"
LIMITS = {40: "40 per cent", 60: "60 per cent", 80: "80 per cent"}


@cache
def _shares() -> pd.DataFrame:
    """Every published share: of the country, its regions and cities."""
    country = load("ethnic_shares").assign(place=COUNTRY)
    return pd.concat([country, place_shares(load("composition_regions"))])[["place", "series", "year", "group", "percent"]]


@cache
def _places() -> dict[str, str]:
    names = sorted(set(_shares()["place"]) - {COUNTRY})
    return {name: name for name in [COUNTRY, *names]}


@cache
def _districts() -> pd.DataFrame:
    return load("districts")


class CompositionExplorer(Explorer):
    """Shares of Kazakhs and Russians in a place, by series; tick to join the series and see what that invents."""

    place = traitlets.Unicode(COUNTRY)
    series = traitlets.List(traitlets.Unicode(), default_value=list(SERIES))
    first_year = traitlets.Int(1959)
    last_year = traitlets.Int(2024)
    joined = traitlets.Bool(False)

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when no figure is left."""
        shares = _shares()
        keep = (shares["place"] == self.place) & shares["series"].isin(self.series)
        keep &= shares["year"].between(self.first_year, self.last_year)
        if not keep.any():
            raise ValueError(f"No figure for {self.place} is left. Choose more series or widen the years.")
        return share_lines(shares[keep].reset_index(drop=True), self.place, self.joined)

    def controls(self):
        years = int(_shares()["year"].min()), int(_shares()["year"].max())
        return {
            "place": choose("Place", _places()),
            "first_year": whole_number("First year", *years),
            "last_year": whole_number("Last year", *years),
            "joined": tick("join the series as if they were one count"),
            "series": choose_several("Series", SERIES, rows=len(SERIES)),
        }


class NorthExplorer(Explorer):
    """Districts and cities by the share of Kazakhs; choose which regions are the north and what counts as few."""

    north = traitlets.List(traitlets.Unicode(), default_value=["Akmola", "Kostanay", "North Kazakhstan", "Pavlodar"])
    limit = traitlets.Enum(list(LIMITS), default_value=40)

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when no region is chosen."""
        if not self.north:
            raise ValueError("Choose at least one region as the north.")
        return district_tiles(_districts(), self.north, self.limit)

    def controls(self):
        regions = {region: region for region in sorted(_districts()["region"].unique())}
        return {"limit": choose("Kazakhs below", LIMITS), "north": choose_several("The north is", regions, rows=len(regions))}
