"""Charts of lesson 4: two series and their seam, exports beside exports, and a tie with a part of it cut."""

import pandas as pd
from matplotlib.figure import Figure

from balancing_act.charts.base import MARKERS, PALETTE, Chart, from_figure, round_numbers, scale
from balancing_act.measures.trade import NOT_LISTED, cut, herfindahl

SERIES = {"imf": "IMF", "national": "Bureau of National Statistics"}


def seam(shares: pd.DataFrame, what: str) -> Chart:
    """A share in both trade series, each with its own line, so that the years in which they overlap show the seam.

    shares: rows are years, columns imf and national, values 0 to 1. what: "Russia's share of imports".
    """
    figure = Figure(figsize=(8, 3.6))
    ax = figure.subplots(gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.86, "bottom": 0.1})
    for (series, name), colour, marker in zip(SERIES.items(), (PALETTE["blue"], PALETTE["vermilion"]), MARKERS, strict=False):
        line = 100 * shares[series].dropna()
        ax.plot(line.index, line, marker=marker, markersize=5, color=colour, label=name)
    both = shares.dropna()
    ax.axvspan(both.index.min() - 0.3, both.index.max() + 0.3, color="#eeeeee", zorder=0, label="both series")
    _plain(ax, "per cent", round_numbers(*ax.get_ylim()))
    gap = 100 * (both["national"] - both["imf"])
    years = f"{both.index.min()} to {both.index.max()}"
    text = f"The series overlap from {years}. There the national figure lies {gap.min():+.1f} to {gap.max():+.1f} points from the IMF's."
    return from_figure(figure, f"{what} in two series", text, (100 * shares).round(1))


def side_by_side(exports: pd.DataFrame, names: dict[str, str], base: int) -> Chart:
    """Exports to several destinations, each as a multiple of a base year, on a logarithmic axis: equal steps, equal factors.

    exports: rows are years, columns ISO codes, any one currency. names: ISO code to English name.
    """
    multiples = exports / exports.loc[base]
    figure = Figure(figsize=(8, 4))
    ax = figure.subplots(gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.86, "bottom": 0.1})
    for country, colour, marker in zip(multiples, PALETTE.values(), MARKERS, strict=False):
        line = multiples[country]
        ax.plot(line.index, line, marker=marker, markersize=5, color=colour, label=names[country])
    ax.set_yscale("log", base=2)
    low, high = ax.get_ylim()
    _plain(ax, f"multiple of {base}", [factor for factor in (0.25, 0.5, 1, 2, 4, 8, 16) if low <= factor <= high])
    last = multiples.index.max()
    said = ", ".join(f"{names[country]} {multiple:.1f}" for country, multiple in multiples.loc[last].items())
    table = multiples.rename(columns=names).round(2)
    return from_figure(figure, f"Exports of the European Union, {base} = 1", f"In {last}, as multiples of {base}: {said}.", table)


def tie(amounts: pd.DataFrame, parts: list[str], what: dict[str, str], year: int, replaced: float = 0.0) -> Chart:
    """A tie over the years, and what a cut of some of its parts would remove in one of them.

    amounts: rows are years, columns the parts of the whole. parts: the columns that are cut. what: words for the title and
    the twin: tie ("imports of goods"), cut ("Russia"), unit ("billion dollars"), when ("In 2023"), note (a last sentence,
    may be empty). replaced: the share of the cut amount, 0 to 1, that the other parts make good. On the left the shares of
    the largest parts over the years, on the right the amounts in the year. Raises ValueError when the parts have no figure
    in that year.
    """
    now = amounts.loc[year].fillna(0)
    if not now[parts].sum():
        raise ValueError(f"There is no figure for {what['cut']} in {year}. Choose a later year or another part to cut.")
    after = cut(now, parts, replaced)
    shares = amounts.div(amounts.sum(axis="columns"), axis="index")
    shown = [*parts, *now.drop(labels=[*parts, NOT_LISTED], errors="ignore").nlargest(6 - len(parts)).index]
    shown = [part for part in shown if now[part] > 0]

    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2, gridspec_kw={"left": 0.06, "right": 0.93, "top": 0.8, "bottom": 0.12, "wspace": 0.55})
    others = (colour for name, colour in PALETTE.items() if name != "vermilion")
    colours = {part: PALETTE["vermilion"] if part in parts else next(others) for part in shown}
    for part, marker in zip(shown, MARKERS, strict=False):
        line = 100 * shares[part]
        width = 2.4 if part in parts else 1.1
        left.plot(line.index, line, marker=marker, markersize=4, color=colours[part], linewidth=width, label=part)
    left.axvline(year, color="#555555", linestyle="--", linewidth=1)
    left.set_ylim(bottom=0)
    _plain(left, "share, per cent", round_numbers(*left.get_ylim()), columns=2)

    order = sorted(shown, key=now.get)
    for place, part in enumerate(order):
        made_good = replaced * now[part] if part in parts else 0
        colour = PALETTE["vermilion"] if part in parts else "#9db8c9"
        right.barh(place, now[part] - made_good, color=colour, hatch="//" if part in parts else None, edgecolor="white")
        if made_good:
            right.barh(place, made_good, left=now[part] - made_good, color="white", hatch="..", edgecolor="#777777")
        right.annotate(f" {_amount(now[part])}", (now[part], place), va="center", fontsize=8)
    scale(right, "y", range(len(order)), order, size=8)
    scale(right, "x", [], title=what["unit"])  # each bar carries its amount
    right.set_title(f"{year}: hatched = cut" + (", dotted = replaced" if replaced else ""), fontsize=9)
    right.spines[["top", "right"]].set_visible(False)

    table = pd.DataFrame({what["unit"]: now[shown], "share, per cent": 100 * shares.loc[year, shown]})
    table[f"share after the cut of {what['cut']}, per cent"] = 100 * after[shown] / after.sum()
    title = f"{what['tie'][0].upper()}{what['tie'][1:]}, and a cut of {what['cut']}"
    return from_figure(figure, title, _what_goes(now, after, parts, what), table)


def _what_goes(now: pd.Series, after: pd.Series, parts: list[str], what: dict[str, str]) -> str:
    lost, share = now.sum() - after.sum(), now[parts].sum() / now.sum()
    others = now.drop(labels=[*parts, NOT_LISTED], errors="ignore")
    text = f"{what['when']} {what['cut']} stood for {share:.1%} of Kazakhstan's {what['tie']}. A cut removes "
    text += f"{_amount(lost)} {what['unit']}, {lost / now.sum():.1%} of the whole. "
    if others.max() > 0:
        compared = "more" if others.max() > lost else "less"
        text += f"A full cut of the largest other part, {others.idxmax()}, would remove {compared}: {others.max() / now.sum():.1%}. "
    if after.sum() > 0:
        before_and_after = pd.DataFrame([now / now.sum(), after / after.sum()]).drop(columns=NOT_LISTED, errors="ignore")
        was, becomes = herfindahl(before_and_after)["low"]
        text += f"The concentration (Herfindahl-Hirschman index) would go from {was:.2f} to {becomes:.2f}. "
    return (text + what["note"]).strip()


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _plain(ax, unit: str, numbers: list[float], columns: int = 4) -> None:
    scale(ax, "y", numbers, title=unit, grid=True)
    scale(ax, "x", round_numbers(*ax.get_xlim(), most=6))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize=8, ncols=columns, loc="lower left", bbox_to_anchor=(0, 1))
