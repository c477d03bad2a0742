"""The matrix of lesson 7: evidence by explanation, and what it adds up to."""

import hashlib
import html
import textwrap
from collections.abc import Iterable

import numpy as np
import pandas as pd

from balancing_act.charts.base import PALETTE, Chart

# One pattern an explanation, so that the bars are told apart without colour.
_FILLS = ("", "M0 8 8 0", "M4 0V8", "M0 4H8M4 0V8", "M0 0 8 8", "M0 4H8")
_COLOURS = ("blue", "orange", "green", "purple", "sky", "vermilion")

# The layout, in units of the picture.
_WIDTH, _LEFT, _TOP, _ROW, _BAR = 860, 230, 20, 18, 24
_COLUMN = 96
_SCALE = 1.0  # log10 of the likelihood ratio at the end of the bars on the right
_DECIDES = "◆"


def matrix(likelihoods: pd.DataFrame, posterior: pd.Series, names: dict[str, str], rows: pd.DataFrame, text: str) -> Chart:
    """Posteriors as bars above the table of likelihoods, and beside it how far each row speaks for the first explanation.

    likelihoods: one row a piece of evidence, one column an explanation, 0 to 1 (see measures.hypotheses.table).
    posterior: probability of each explanation. names: explanation to what the reader sees. rows: for each piece of evidence
    its label; told, the log10 likelihood ratio for the first explanation against the second (see
    measures.hypotheses.evidence_for); and then, the name of the explanation that comes first without it, or an empty text
    where nothing changes. text: the sentence of the twin.
    """
    title = "The explanations and the evidence"
    first, second, *_ = posterior.sort_values(ascending=False, kind="stable").index
    top = _TOP + _BAR * len(names) + 62
    # Two matrices on one page must not share patterns: those of a hidden picture are not drawn.
    name = "matrix-" + hashlib.sha256(text.encode()).hexdigest()[:8]
    parts = [
        *_patterns(len(names), name),
        *_bars(posterior, names, name),
        *_head(names, f"for {names[first]}", f"against {names[second]}", top),
    ]
    for number, (row, chances) in enumerate(zip(rows.loc[likelihoods.index].itertuples(), likelihoods.to_numpy(), strict=True)):
        parts += _line(f"{row.label} {_DECIDES}" if row.then else row.label, chances, row.told, top + number * _ROW)
    height = top + _ROW * len(likelihoods) + 28
    parts.append(_text(_LEFT - 8, height - 8, f"{_DECIDES} without this row the verdict changes", anchor="end", size=11))
    label = html.escape(f"{title}. {text}")
    svg = (
        f'<svg role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'style="max-width:100%;height:auto;background:#fff;font-family:sans-serif">{"".join(parts)}</svg>'
    )
    columns = {f"for {names[first]}, against {names[second]}": rows["told"], "comes first without it": rows["then"]}
    table = likelihoods.rename(columns=names).assign(**{name: column[likelihoods.index] for name, column in columns.items()})
    table.index = rows.loc[likelihoods.index, "label"].to_list()
    table.columns.name = None
    return Chart(title, svg, text, table)


def _patterns(number: int, name: str) -> Iterable[str]:
    yield "<defs>"
    for i in range(number):
        mark = f'<path d="{_FILLS[i % len(_FILLS)]}" stroke="#fff" stroke-width="1.6"/>' if _FILLS[i % len(_FILLS)] else ""
        colour = PALETTE[_COLOURS[i % len(_COLOURS)]]
        yield f'<pattern id="{name}-{i}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{colour}"/>'
        yield f"{mark}</pattern>"
    yield "</defs>"


def _bars(posterior: pd.Series, names: dict[str, str], pattern: str) -> Iterable[str]:
    wide = _WIDTH - _LEFT - 70
    for i, (key, name) in enumerate(names.items()):
        y = _TOP + i * _BAR
        length = wide * float(posterior[key])
        yield _text(_LEFT - 8, y + 13, name, anchor="end", weight="bold")
        yield f'<rect x="{_LEFT}" y="{y}" width="{wide}" height="{_BAR - 7}" fill="#f0f0f0"/>'
        yield f'<rect x="{_LEFT}" y="{y}" width="{length:.1f}" height="{_BAR - 7}" fill="url(#{pattern}-{i})" stroke="#333"/>'
        yield _text(_LEFT + wide + 8, y + 13, percent(float(posterior[key])))


def _head(names: dict[str, str], told_for: str, told_against: str, top: int) -> Iterable[str]:
    for i, name in enumerate(names.values()):
        # Names of several words stand in lines that fit above a narrow column.
        lines = textwrap.wrap(name, 11)
        for line, words in enumerate(lines):
            yield _text(
                _LEFT + _COLUMN * (i + 0.5), top - 10 - 14 * (len(lines) - 1 - line), words, anchor="middle", size=11, weight="bold"
            )
    yield _text(_told_at(0), top - 24, told_for, anchor="middle", size=11, weight="bold")
    yield _text(_told_at(0), top - 10, told_against, anchor="middle", size=11)


def _line(label: str, chances: np.ndarray, told: float, y: int) -> Iterable[str]:
    yield _text(_LEFT - 8, y + 13, label, anchor="end")
    for i, chance in enumerate(chances):
        x = _LEFT + _COLUMN * i
        # Dark for likely; the number in each cell says the same.
        light = 255 - 190 * chance
        ink = "#fff" if chance > 0.55 else "#000"
        colour = f"rgb({max(light - 60, 0):.0f},{max(light - 10, 0):.0f},{light:.0f})"
        yield f'<rect x="{x}" y="{y}" width="{_COLUMN - 2}" height="{_ROW - 2}" fill="{colour}"/>'
        yield _text(x + _COLUMN / 2, y + 12, percent(chance), anchor="middle", size=11, colour=ink)
    zero, end = _told_at(0), _told_at(max(-_SCALE, min(_SCALE, told)))
    yield f'<path d="M{zero} {y}v{_ROW}" stroke="#999"/>'
    colour = PALETTE["blue"] if told > 0 else PALETTE["vermilion"]
    yield f'<rect x="{min(zero, end):.1f}" y="{y + 3}" width="{abs(end - zero):.1f}" height="{_ROW - 8}" fill="{colour}"/>'


def _told_at(told: float) -> float:
    left = _LEFT + _COLUMN * 4 + 20
    return left + (_WIDTH - left - 12) * (told + _SCALE) / (2 * _SCALE)


def _text(x: float, y: float, words: str, *, anchor="start", size=12, weight="normal", colour="#000") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{colour}">'
        f"{html.escape(words)}</text>"
    )


def percent(share: float) -> str:
    """A probability in per cent, without calling anything impossible or certain that is not."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"
