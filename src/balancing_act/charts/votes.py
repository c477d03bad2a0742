"""Charts of lesson 3: agreement in roll calls by year."""

import pandas as pd
from matplotlib.figure import Figure

from balancing_act.charts.base import MARKERS, PALETTE, Chart, from_figure, round_numbers, scale


def agreement_lines(by_year: pd.DataFrame, names: dict[str, str], partner: str, split: int) -> Chart:
    """Lines of yearly agreement with a partner, before and after a year that may have changed something.

    by_year: rows are years, columns ISO codes, values 0 to 1 (see measures.votes.agreement_by_year). names: ISO code to
    English name. partner: English name. split: the first year of the later period. The twin compares the mean of the years
    before the split with that from it on, for the years shown.
    """
    figure = Figure(figsize=(8, 4))
    ax = figure.subplots(gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.82, "bottom": 0.08})
    colours = list(PALETTE.values())
    # Years without data leave a gap in the line instead of being drawn over.
    shown = by_year.reindex(range(by_year.index.min(), by_year.index.max() + 1))
    for i, country in enumerate(by_year.columns):
        line = shown[country]
        style = {"linewidth": 2.6, "zorder": 3} if i == 0 else {"linewidth": 1.2}
        ax.plot(
            line.index, line, marker=MARKERS[i % len(MARKERS)], markersize=5, color=colours[i % len(colours)], label=names[country], **style
        )
    ax.axvline(split - 0.5, color="#555555", linestyle="--", linewidth=1)
    # Beside the line, on the side where there is room for it.
    side = {"ha": "left", "xytext": (3, 0)} if split < sum(ax.get_xlim()) / 2 else {"ha": "right", "xytext": (-3, 0)}
    place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    ax.annotate(f"from {split} on", (split - 0.5, 0.02), **place, **side, fontsize=9, color="#333333")
    ax.set_ylim(0, 1.02)
    scale(ax, "y", [0, 0.2, 0.4, 0.6, 0.8, 1], title="agreement, 0 to 1", grid=True)
    scale(ax, "x", round_numbers(*ax.get_xlim()))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize=9, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))

    early, late = by_year[by_year.index < split].mean(), by_year[by_year.index >= split].mean()
    table = pd.DataFrame({f"before {split}": early, f"from {split}": late, "change": late - early})
    table.index = [names[country] for country in table.index]
    return from_figure(figure, f"Agreement with {partner} by year", _sentence(table, partner, split), table)


def _sentence(table: pd.DataFrame, partner: str, split: int) -> str:
    name, (early, late, difference) = table.index[0], table.iloc[0]
    if pd.isna(difference):
        return f"There are too few votes on one side of {split} to compare {name} with {partner}."
    moved = "did not change" if abs(difference) < 0.005 else f"{'rose' if difference > 0 else 'fell'} by {abs(difference):.2f}"
    text = f"{name}'s agreement with {partner} {moved}: from {early:.2f} in the years before {split} to {late:.2f} from {split} on."
    others = table["change"].iloc[1:].dropna()
    if len(others):
        text += f" The others shown changed by between {others.min():+.2f} and {others.max():+.2f}."
    return text
