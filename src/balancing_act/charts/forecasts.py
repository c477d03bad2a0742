"""The chart of lesson 8: forecasts beside what became of them, and how well the probabilities fit."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from balancing_act.charts.base import PALETTE, Chart, from_figure, scale
from balancing_act.measures.forecasts import calibration

# Outcome: marker, colour, fill and what the reader sees.
OUTCOMES = {
    "came_true": ("o", PALETTE["blue"], "full", "came true"),
    "did_not": ("X", PALETTE["vermilion"], "full", "did not"),
    "unresolved": ("s", "#555555", "none", "cannot be resolved"),
}


def against_the_record(rows: pd.DataFrame, text: str) -> Chart:
    """Each forecast at the probability it was given, marked by its outcome; beside it the calibration of those resolved.

    rows: one row a forecast, with label, chance (0 to 1), outcome (came_true, did_not or unresolved) and true_if, the rule in
    words. text: the sentence of the twin. The table adds each forecast's score, the squared distance.
    """
    title = "Forecasts against the record"
    rows = rows.sort_values("chance", ascending=False, kind="stable")
    figure = Figure(figsize=(10, 1.9 + 0.26 * max(len(rows), 9)))
    # The margins are set by hand: measuring the text for a layout takes longer than drawing it.
    left, right = figure.subplots(1, 2, width_ratios=[3, 2], gridspec_kw={"left": 0.2, "right": 0.98, "top": 0.86, "bottom": 0.13})
    _forecasts(left, rows)
    _calibration(right, rows[rows["outcome"] != "unresolved"])
    said = [OUTCOMES[outcome][3] for outcome in rows["outcome"]]
    happened = rows["outcome"].map({"came_true": 1.0, "did_not": 0.0})
    table = pd.DataFrame(
        {
            "probability": rows["chance"].to_numpy(),
            "outcome": said,
            "score": ((rows["chance"] - happened) ** 2).to_numpy(),
            "true if": rows["true_if"].to_numpy(),
        },
        index=rows["label"].to_list(),
    )
    return from_figure(figure, title, text, table)


def _forecasts(ax, rows: pd.DataFrame) -> None:
    places = np.arange(len(rows))
    for outcome, (marker, colour, fill, _) in OUTCOMES.items():
        ended = (rows["outcome"] == outcome).to_numpy()
        ax.plot(100 * rows["chance"][ended], places[ended], marker=marker, color=colour, fillstyle=fill, markersize=9, linestyle="none")
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(-4, 104)
    scale(ax, "x", range(0, 101, 20), title="probability, per cent", grid=True)
    scale(ax, "y", range(len(rows)), rows["label"])
    ax.spines[["top", "right"]].set_visible(False)
    legend = [
        Line2D([], [], marker=marker, color=colour, fillstyle=fill, linestyle="none", markersize=9, label=words)
        for marker, colour, fill, words in OUTCOMES.values()
    ]
    ax.legend(handles=legend, loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=3, frameon=False)


def _calibration(ax, resolved: pd.DataFrame) -> None:
    ax.plot([0, 100], [0, 100], color="#999999", linestyle="--", zorder=0)
    ax.annotate("dashed: as often as said", (-4, 104), color="#555555", fontsize=9)
    if len(resolved):
        groups = calibration(resolved["chance"], resolved["outcome"] == "came_true")
        ax.scatter(100 * groups.index, 100 * groups["share"], s=40 + 50 * groups["forecasts"], color=PALETTE["sky"], edgecolor="black")
        for chance, row in groups.iterrows():
            ax.annotate(f"{row.forecasts:.0f}", (100 * chance, 100 * row.share), ha="center", va="center", fontsize=9)
    ax.set_xlim(-8, 108)
    ax.set_ylim(-10, 110)
    scale(ax, "x", range(0, 101, 20), title="probability, per cent")
    scale(ax, "y", range(0, 101, 20), title="of these came true, per cent")
    ax.set_title("Calibration (numbers: how many forecasts)", fontsize=10, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
