"""The chart of calibrated marking: a marker's points beside the key's, essay by essay."""

from matplotlib.figure import Figure

from balancing_act.charts.base import PALETTE, Chart, from_figure, scale
from balancing_act.marking.calibration import Comparison


def beside_key(comparison: Comparison, numbers: dict[str, int], most: float) -> Chart:
    """Two markers for each essay, the key's points and the points given, from the weakest essay up to the strongest.

    numbers: essay key to the number under which the marker saw it; most: the points of the task.
    """
    table = comparison.essays.rename(index=lambda key: f"essay {numbers[key]}").sort_values(["key", "given"])
    figure = Figure(figsize=(7.5, 0.9 + 0.32 * len(table)))
    ax = figure.subplots(gridspec_kw={"left": 0.25, "right": 0.97, "top": 0.88, "bottom": 0.14})
    for place, row in enumerate(table.itertuples()):
        ax.plot([row.key, row.given], [place, place], color="#999999", linewidth=2, zorder=1)
    places = range(len(table))
    ax.plot(table["key"], places, "D", color=PALETTE["black"], markersize=6, label="key")
    ax.plot(table["given"], places, "o", color=PALETTE["vermilion"], markersize=11, fillstyle="none", markeredgewidth=2, label="you")
    ax.set_xlim(-0.15, most + 0.15)
    scale(ax, "x", range(int(most) + 1), title="points", grid=True)
    scale(ax, "y", places, [f"{name} ({side})" for name, side in zip(table.index, table["side"], strict=True)])
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)
    ax.spines[["top", "right"]].set_visible(False)
    return from_figure(figure, "Your points beside the key", comparison.text, table)
