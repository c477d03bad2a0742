"""Charts of lesson 5: shares by series, the two largest groups by place, districts by the share of Kazakhs."""

import itertools

import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from balancing_act.charts.base import PALETTE, Chart, from_figure, round_numbers, scale
from balancing_act.measures.people import CLASSES, SERIES, count_below, within_series

GROUPS = {"Kazakhs": PALETTE["blue"], "Russians": PALETTE["vermilion"]}
_MARKERS = dict(zip(SERIES, "^vosDPX", strict=True))
# Label, colour and ink of a tile. The label alone tells the classes apart.
_TILES = {
    "below_40": ("<40", PALETTE["vermilion"], "black"),
    "40_to_60": ("40-60", PALETTE["orange"], "black"),
    "60_to_80": ("60-80", PALETTE["sky"], "black"),
    "80_to_100": ("80+", PALETTE["blue"], "white"),
    "unknown": ("?", "white", "black"),
}


def share_lines(shares: pd.DataFrame, place: str, joined: bool = False) -> Chart:
    """Shares of Kazakhs and Russians over the years, one line for each series.

    shares: columns series, year, group, percent, in per cent (see measures.people.place_shares). place: what the title says.
    joined: draw one line through all series, as if they were one count, and say in the twin what that invents.
    """
    shares = shares.sort_values("year", kind="stable").reset_index(drop=True)
    figure = Figure(figsize=(8, 4.4))
    ax = figure.subplots(gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.74, "bottom": 0.08})
    for group, colour in GROUPS.items():
        part = shares[shares["group"] == group]
        if joined:
            ax.plot(part["year"], part["percent"], color=colour, linewidth=1.2)
        for series in [name for name in SERIES if name in set(part["series"])]:
            points = part[part["series"] == series]
            line = "none" if joined or series == "unknown" else "-"
            label = f"{group}: {SERIES[series]}"
            ax.plot(points["year"], points["percent"], marker=_MARKERS[series], linestyle=line, color=colour, label=label)
    ax.set_ylim(0, max(75, shares["percent"].max() + 5))
    scale(ax, "y", round_numbers(*ax.get_ylim()), title="share of the population, per cent", grid=True)
    scale(ax, "x", round_numbers(*ax.get_xlim()))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize=8, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    text = _joined_text(shares) if joined else _series_text(within_series(shares))
    return from_figure(figure, f"Kazakhs and Russians in the population: {place}", text, _side_by_side(shares))


def _side_by_side(shares: pd.DataFrame) -> pd.DataFrame:
    # Where sources disagree about a year they keep a row each.
    row = shares.groupby(["year", "series", "group"], observed=True).cumcount()
    wide = shares.assign(row=row).pivot(index=["year", "series", "row"], columns="group", values="percent")
    return wide.droplevel("row").rename(index=SERIES, level="series").rename_axis(columns=None)


def _series_text(changes: pd.DataFrame) -> str:
    if changes.empty:
        return "No series shown has figures of one group for two years, so no change can be computed."
    said = []
    for _, row in changes.sort_values(["group", "from"]).iterrows():
        moved = f"{row.start:.1f} per cent in {row['from']}, {row.end:.1f} in {row.to} ({row.change:+.1f} points)"
        said.append(f"{row.group}, {SERIES[row.series]}: {moved}")
    return "; ".join(said) + "."


def _joined_text(shares: pd.DataFrame) -> str:
    steps = []
    for group, part in shares.groupby("group"):
        for (_, before), (_, after) in itertools.pairwise(part.iterrows()):
            if before.series != after.series:
                step = after.percent - before.percent
                said = f"{group} {step:+.1f} points from {before.year} ({SERIES[before.series]}) to {after.year} ({SERIES[after.series]})"
                steps.append((step / max(after.year - before.year, 1), said))
    if not steps:
        return "Only one series is shown for each group, so joining changes nothing."
    steepest = dict.fromkeys([max(steps)[1], min(steps)[1]])
    return (
        f"The line runs through different counts. Its steepest steps from one count to another: {'; '.join(steepest)}. "
        "What of these happened among people, and what between offices, the figures cannot say."
    )


def two_groups(places: pd.DataFrame, series: str) -> Chart:
    """The shares of Kazakhs and Russians place by place, joined by a bar: who is the larger group, and by how much.

    places: columns place, year, kazakh_percent, russian_percent, lead (see measures.people.newest). series: a key of SERIES.
    Raises ValueError when there is no place to show.
    """
    if places.empty:
        raise ValueError(f"No place has both shares in the series {SERIES[series]!r}. Choose another series.")
    tall = 1.1 + 0.45 * len(places)
    figure = Figure(figsize=(8, tall))
    ax = figure.subplots(gridspec_kw={"left": 0.24, "right": 0.97, "top": 1 - 0.45 / tall, "bottom": 0.6 / tall})
    height = range(len(places), 0, -1)
    ax.hlines(height, places["kazakh_percent"], places["russian_percent"], color="#999999", linewidth=3)
    for group, column, marker in [("Kazakhs", "kazakh_percent", "o"), ("Russians", "russian_percent", "s")]:
        ax.plot(places[column], height, marker=marker, markersize=9, linestyle="none", color=GROUPS[group], label=group)
    ax.set_ylim(0.4, len(places) + 0.6)
    ax.set_xlim(0, 100)
    scale(ax, "x", range(0, 101, 20), title="share of the population, per cent", grid=True)
    scale(ax, "y", height, [f"{place}, {year}" for place, year in zip(places["place"], places["year"], strict=True)])
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    larger = places.loc[places["lead"] > 0, "place"]
    text = f"Russians are the larger of the two groups in {len(larger)} of {len(places)} places"
    text += f": {', '.join(larger)}." if len(larger) else "."
    table = places.set_index("place")[["year", "kazakh_percent", "russian_percent", "lead"]]
    return from_figure(figure, f"Kazakhs and Russians by place ({SERIES[series]})", text, table)


def district_tiles(districts: pd.DataFrame, north: list[str], limit: int) -> Chart:
    """One tile for each district or city, one row a region, coloured and labelled by the share of Kazakhs.

    districts: the table districts. north: the regions that count as the north; they stand on top. limit: 40, 60 or 80 per
    cent; the twin counts the units below it in the north and elsewhere. Tiles are units, not people: a city and a thinly
    settled district have the same size.
    """
    counts = count_below(districts, limit)
    share = districts["kazakh_share"].astype(object).fillna("unknown")
    order = sorted(counts.index, key=lambda region: (region not in north, -counts.below[region] / counts.units[region], region))
    figure = Figure(figsize=(9, 7))
    ax = figure.subplots(gridspec_kw={"left": 0.17, "right": 0.99, "top": 0.93, "bottom": 0.02})
    row = districts["region"].astype(str).map(order.index)
    tiles = pd.DataFrame({"y": row, "kind": pd.Categorical(share, list(_TILES))}).sort_values(["y", "kind"])
    tiles["x"] = tiles.groupby("y").cumcount()
    for kind, (label, colour, ink) in _TILES.items():
        corners = tiles.loc[tiles["kind"] == kind, ["x", "y"]].to_numpy(float)
        squares = corners[:, None] + [(0, -0.43), (0.94, -0.43), (0.94, 0.43), (0, 0.43)]
        ax.add_collection(PolyCollection(squares, facecolor=colour, edgecolor="#555555", linewidth=0.5), autolim=False)
        ax.add_artist(_Labels(label, corners + np.array([0.47, 0]), 6.5, ink))
    if 0 < len(north) < len(order):
        ax.axhline(len(north) - 0.5, color="black", linewidth=1.5)
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_xlim(0, counts.units.max())
    scale(ax, "y", range(len(order)), order, bold=north)
    scale(ax, "x", [])
    ax.spines[:].set_visible(False)
    key = "One tile is one district or city; the label is its share of Kazakhs, per cent. Bold: the north as chosen."
    ax.text(0, 1.01, key, transform=ax.transAxes, fontsize=9)
    below = districts[share.map({**CLASSES, "unknown": 101}) <= limit].groupby("region", observed=True)["district"].agg(", ".join)
    table = counts.loc[order].join(below.rename(f"below {limit} per cent")).fillna("-")
    return from_figure(figure, "Districts and cities by the share of Kazakhs", _tiles_text(counts, north, limit), table)


class _Labels(Text):
    """One short text centred on many points of an axes: a text object for each of them would take most of the time of a picture."""

    def __init__(self, words: str, points: np.ndarray, size: float, colour: str):
        super().__init__(0, 0, words, color=colour, fontsize=size, horizontalalignment="center", verticalalignment="center")
        self._points = points

    def draw(self, renderer) -> None:
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        _width, height, descent = renderer.get_text_width_height_descent(self.get_text(), self.get_fontproperties(), ismath=False)
        tall = renderer.get_canvas_width_height()[1]
        for point, (x, y) in zip(self._points, self.get_transform().transform(self._points), strict=True):
            # The renderer takes the middle from the text, and the base line, counted from the top, from here.
            self.set_position(point)
            renderer.draw_text(gc, x, tall - y + height / 2 - descent, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        gc.restore()


def _tiles_text(counts: pd.DataFrame, north: list[str], limit: int) -> str:
    inside, outside = counts[counts.index.isin(north)].sum(), counts[~counts.index.isin(north)].sum()
    every = inside.below + outside.below
    text = f"In the north as chosen, {inside.below} of {inside.units} districts and cities have fewer than {limit} per cent Kazakhs; "
    text += f"elsewhere {outside.below} of {outside.units}. "
    text += f"Of all {every} such units, {inside.below / every:.0%} lie in that north. "
    return text + "Few Kazakhs does not mean many Russians: the source gives no other group."
