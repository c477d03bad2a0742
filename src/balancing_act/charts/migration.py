"""Charts of lesson 6: gross and net flows, people in the country under a model, and the model beside each official figure."""

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from balancing_act.charts.base import PALETTE, Chart, from_figure, round_numbers, scale
from balancing_act.measures.migration import MOBILISATION, net_flows, rounding

NAMES = {
    "entries": "entries",
    "exits": "exits",
    "stock": "in the country",
    "remaining": "of the wave still there",
}
# Before the first official stock, the model has nothing to be compared with.
_FIRST_DRAWN = pd.Timestamp("2022-03-25")
# Ratios of the model to an official figure beyond these ends are drawn at the end.
_FARTHEST = 8


def gross_and_net(flows: pd.DataFrame) -> Chart:
    """Entries, exits and net entries of several periods side by side.

    flows: rows of measures.migration.net_flows, crossings.
    """
    periods = [period(row.period_start, row.period_end) for row in flows.itertuples()]
    figure = Figure(figsize=(8, 3.8))
    ax = figure.subplots(gridspec_kw={"left": 0.09, "right": 0.98, "top": 0.96, "bottom": 0.09})
    place = np.arange(len(flows))
    for offset, name, colour, hatch in [(-0.27, "entries", "sky", ""), (0, "exits", "orange", "//"), (0.27, "net", "black", "")]:
        bars = ax.bar(place + offset, flows[name] / 1000, 0.26, color=PALETTE[colour], hatch=hatch, edgecolor="white", label=name)
        ax.bar_label(bars, fmt="{:,.0f}", fontsize=9)
    scale(ax, "x", place, periods)
    scale(ax, "y", round_numbers(*ax.get_ylim()), title="crossings, thousands", grid=True)
    ax.legend(frameon=False, ncols=3)
    ax.spines[["top", "right"]].set_visible(False)
    said = [
        f"{when}: {row.entries:,} in, {row.exits:,} out, net {row.net:+,}" for when, row in zip(periods, flows.itertuples(), strict=True)
    ]
    table = flows.assign(period=periods).set_index("period")[["said_by", "entries", "exits", "net"]]
    return from_figure(figure, "Russian citizens crossing the border of Kazakhstan", "; ".join(said) + ".", table)


def people_there(days: pd.DatetimeIndex, simulated: dict, figures: pd.DataFrame, line: tuple[int, str], text: str) -> Chart:
    """The modelled stock and the wave over time as bands, with the official stocks and net flows as points.

    simulated: see measures.migration.simulate. figures: rows of measures.migration.compare, of which those with a stock or
    remaining persons are drawn, and of each pair of flows since the mobilisation the net. line: a number of persons and its
    label, drawn across. text: the sentence of the twin.
    """
    figure = Figure(figsize=(9, 4.6))
    ax = figure.subplots(gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.8, "bottom": 0.09})
    for name, colour, words in [("stock", "blue", "model: all in the country"), ("remaining", "vermilion", "model: the wave, still there")]:
        low, middle, high = np.percentile(simulated[name], [5, 50, 95], axis=1) / 1000
        ax.fill_between(days, low, high, color=PALETTE[colour], alpha=0.2, linewidth=0)
        ax.plot(days, middle, color=PALETTE[colour], linestyle="-" if name == "stock" else "--", label=words)
    for name, colour, marker, words in [("stock", "blue", "s", "in the country"), ("remaining", "vermilion", "o", "still there")]:
        part = figures[figures["measure"] == name]
        style = {"colour": PALETTE[colour], "marker": marker, "label": f"official: {words}"}
        _points(ax, part["period_end"], part["persons"], [part["low"], part["high"]], **style)
    since = net_flows(figures[figures["period_start"] == MOBILISATION])
    ends = [[rounding(row.entries)[end] - rounding(row.exits)[1 - end] for row in since.itertuples()] for end in (0, 1)]
    style = {"colour": "black", "marker": "D", "label": "official: entries minus exits since 21 September 2022"}
    _points(ax, since["period_end"], since["net"], ends, **style)
    number, label = line
    ax.axhline(number / 1000, color="#555555", linestyle=":")
    ax.annotate(
        label, (1, number / 1000), xycoords=("axes fraction", "data"), xytext=(0, 3), textcoords="offset points", ha="right", fontsize=9
    )
    ax.set_ylim(0, max(400, 1.1 * simulated["stock"].max() / 1000))
    ax.set_xlim(_FIRST_DRAWN, days[-1] + pd.Timedelta(days=10))
    quarters = pd.date_range(_FIRST_DRAWN, days[-1], freq="QS")
    scale(ax, "y", round_numbers(*ax.get_ylim()), title="persons, thousands", grid=True)
    scale(ax, "x", date2num(quarters), quarters.strftime("%b %Y"))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize=8.5, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    return from_figure(figure, "Russian citizens in Kazakhstan: model and official figures", text, comparison_table(figures))


def _points(ax, when, persons, ends, *, colour, marker, label) -> None:
    if not len(persons):
        return
    middle = np.asarray(persons, dtype=float) / 1000
    bars = np.abs(np.array(ends, dtype=float) / 1000 - middle)
    ax.errorbar(
        when,
        middle,
        yerr=bars,
        color=colour,
        marker=marker,
        markeredgecolor="white",
        markersize=8,
        capsize=3,
        linestyle="none",
        label=label,
    )


def figures_met(figures: pd.DataFrame, text: str) -> Chart:
    """The model divided by each official figure: 1 means that they are the same.

    figures: rows of measures.migration.compare. text: the sentence of the twin.
    """
    tall = 1.3 + 0.24 * len(figures)
    figure = Figure(figsize=(9, tall))
    ax = figure.subplots(gridspec_kw={"left": 0.41, "right": 0.97, "top": 1 - 0.4 / tall, "bottom": 0.55 / tall})
    height = np.arange(len(figures), 0, -1)
    stated = figures["persons"].to_numpy()
    low, middle, high = (
        np.clip(figures[name] / stated, 1 / _FARTHEST, _FARTHEST) for name in ("modelled_low", "modelled", "modelled_high")
    )
    ax.hlines(height, figures["low"] / stated, figures["high"] / stated, color="#bbbbbb", linewidth=9)
    agrees = figures["agrees"].to_numpy()
    for chosen, colour, marker in [(agrees, PALETTE["blue"], "o"), (~agrees, PALETTE["vermilion"], "X")]:
        ax.hlines(height[chosen], low[chosen], high[chosen], color=colour, linewidth=1.8)
        ax.plot(middle[chosen], height[chosen], marker=marker, markersize=7, linestyle="none", color=colour, markeredgecolor="white")
    ax.axvline(1, color="black", linewidth=1)
    ax.set_xscale("log", base=2)
    ax.set_xlim(0.9 / _FARTHEST, 1.1 * _FARTHEST)
    ax.set_ylim(0.2, len(figures) + 0.8)
    ratios = {1 / 8: "1/8", 1 / 4: "1/4", 1 / 2: "half", 1: "the same", 2: "twice", 4: "4 times", 8: "8 times"}
    scale(ax, "x", ratios, ratios.values(), title="model, compared with the official figure", grid=True)
    scale(ax, "y", height, [_label(row) for row in figures.itertuples()], size=8.5)
    ax.spines[["top", "right", "left"]].set_visible(False)
    handles = [
        Line2D([], [], color=PALETTE["blue"], marker="o", markeredgecolor="white", markersize=7, label="agrees"),
        Line2D([], [], color=PALETTE["vermilion"], marker="X", markeredgecolor="white", markersize=7, label="does not"),
        Line2D([], [], color="#bbbbbb", linewidth=9, label="what the official figure may have been rounded from"),
    ]
    ax.legend(handles=handles, frameon=False, fontsize=8.5, ncols=3, loc="lower right", bbox_to_anchor=(1, 1))
    return from_figure(figure, "The model beside each official figure", text, comparison_table(figures))


def comparison_table(figures: pd.DataFrame) -> pd.DataFrame:
    """The twin of both pictures of the model: one row an official figure, persons or crossings in whole thousands."""
    table = pd.DataFrame(
        {
            "figure": [_label(row) for row in figures.itertuples()],
            "said by": figures["said_by"],
            "model, low": figures["modelled_low"].round(-3).astype("int64"),
            "model, high": figures["modelled_high"].round(-3).astype("int64"),
            "agrees": np.where(figures["agrees"], "yes", "no"),
        }
    )
    return table.set_index("figure")


def _label(figure) -> str:
    # Persons still there are those who came since the mobilisation, so the first day of the period says nothing more.
    start = figure.period_end if figure.measure == "remaining" else figure.period_start
    return f"{NAMES[figure.measure]}, {period(start, figure.period_end)}: {figure.persons:,}"


def period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """A period in words, as short as it can be said: 21-27 Sep 2022."""
    last = f"{end.day} {end:%b %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{last}"
    return f"{start.day} {start:%b}-{last}" if start.year == end.year else f"{start.day} {start:%b %Y}-{last}"
