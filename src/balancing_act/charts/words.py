"""Charts of lesson 2: events on a timeline, one row for each direction."""

import pandas as pd
from matplotlib.figure import Figure

from balancing_act.charts.base import PALETTE, Chart, from_figure, round_numbers, scale
from balancing_act.measures.words import DIRECTIONS, away_share, count_directions

QUARTER = 365.25 / 4  # days

_LOOK = {  # direction: colour, marker
    "away": (PALETTE["blue"], "o"),
    "balance": ("#777777", "D"),
    "with": (PALETTE["vermilion"], "s"),
    "pressure": (PALETTE["orange"], "^"),
    "outside": (PALETTE["sky"], "v"),
}


def timeline(events: pd.DataFrame, split: pd.Timestamp, turn: str, note: str = "") -> Chart:
    """Events by quarter of a year, one dot each, one row for each direction, and the share of "away" before and after a turn.

    events: columns date, direction (a key of DIRECTIONS) and recoded (True: a reader's own coding, ringed). split: the first
    day of the later period; turn: what happened then, as "the article". note: a last sentence of the twin, may be empty.
    Raises ValueError when there is no event.
    """
    if events.empty:
        raise ValueError("No event is left with these choices. Widen the years or choose more kinds of events.")
    # Quarters of a year counted from the turn, so that no quarter lies on both sides of it.
    when = split.year + (split.day_of_year - 1) / 365.25
    quarter = when + ((events["date"] - split).dt.days // QUARTER + 0.5) / 4
    place = events.assign(quarter=quarter).groupby(["direction", "quarter"]).cumcount()
    heights = {direction: place[events["direction"] == direction].max() + 1 for direction in DIRECTIONS}
    rows = {direction: 1 if pd.isna(height) else height for direction, height in heights.items()}
    total = sum(rows.values()) + len(rows)

    figure = Figure(figsize=(9, 0.7 + 0.17 * total))
    ax = figure.subplots(gridspec_kw={"left": 0.22, "right": 0.98, "top": 0.9, "bottom": 0.1})
    counts, base, middles = count_directions(events["direction"]), total, {}
    for direction, label in DIRECTIONS.items():
        base -= rows[direction] + 1
        middles[base + (rows[direction] - 1) / 2] = f"{label}: {counts[direction]}"
        ax.axhline(base - 1, color="#dddddd", linewidth=0.8)
        colour, marker = _LOOK[direction]
        for recoded, edge in [(False, "white"), (True, "black")]:
            dots = (events["direction"] == direction) & (events["recoded"] == recoded)
            style = {"color": colour, "markeredgecolor": edge, "markeredgewidth": 1.8 if recoded else 0.4, "zorder": 2 + recoded}
            ax.plot(quarter[dots], base + place[dots], marker=marker, markersize=7.5, linestyle="none", **style)
    ax.axvline(when, color="#555555", linestyle="--", linewidth=1)
    ax.annotate(turn, (when, 1.02), xycoords=("data", "axes fraction"), ha="center", fontsize=9, color="#333333")
    ax.set_ylim(-1, total - 1)
    years = events["date"].dt.year
    ax.set_xlim(min(years.min(), split.year), max(years.max(), split.year) + 1)
    scale(ax, "x", round_numbers(*ax.get_xlim()))
    scale(ax, "y", middles, middles.values())
    ax.spines[["top", "right", "left"]].set_visible(False)

    early, late = (count_directions(events.loc[part, "direction"]) for part in (events["date"] < split, events["date"] >= split))
    table = pd.DataFrame({f"before {turn}": early, f"from {turn} on": late, "all": counts}).rename(index=DIRECTIONS)
    text = f"{_counted(counts)} {_shift(early, late, turn)} {note}".strip()
    return from_figure(figure, "Events by direction, quarter by quarter", text, table)


def _counted(counts: pd.Series) -> str:
    said = ", ".join(f"{number} {DIRECTIONS[direction]}" for direction, number in counts.items() if number)
    return f"{counts.sum()} events: {said}."


def _shift(early: pd.Series, late: pd.Series, turn: str) -> str:
    before, after = away_share(early), away_share(late)
    if pd.isna(before) or pd.isna(after):
        return f"On one side of {turn} no event points to a side, so there is nothing to compare."
    moved = round(100 * after) - round(100 * before)
    verdict = "did not change" if moved == 0 else f"{'rose' if moved > 0 else 'fell'} by {abs(moved)} points"
    return (
        f"Of the events that point to a side, {before:.0%} point away before {turn} ({early['away']} of {early['away'] + early['with']}) "
        f"and {after:.0%} from then on ({late['away']} of {late['away'] + late['with']}): the share {verdict}."
    )
