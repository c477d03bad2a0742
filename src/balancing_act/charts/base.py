"""What every chart of the course is: a picture, one sentence that says it in words, and the table it was drawn from."""

import html
import io
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's palette, safe for the common kinds of colour blindness; charts add a marker or a pattern to each colour.
PALETTE = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "black": "#000000",
}
MARKERS = "osD^vPX"

_ids = count(1)


@dataclass(frozen=True)
class PlainTable:
    """A small table of plain values that can be shown where there is no pandas. The first column names the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple, ...]

    def frame(self) -> "pd.DataFrame":
        """The same as a DataFrame, its index the first column."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(self.rows, columns=list(self.columns)).set_index(self.columns[0])

    def to_html(self) -> str:
        """The table as HTML, with headers that a screen reader reads out."""
        e = html.escape
        head = "".join(f'<th scope="col">{e(column)}</th>' for column in self.columns)
        body = "".join(
            f'<tr><th scope="row">{e(_cell(name))}</th>{"".join(f"<td>{e(_cell(value))}</td>" for value in values)}</tr>'
            for name, *values in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_string(self) -> str:
        """The table as text, a line for each row."""
        named = [zip(self.columns, map(_cell, row), strict=True) for row in self.rows]
        return "\n".join("; ".join(f"{column}: {cell}" for column, cell in row) for row in named)


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Chart:
    """A chart and its text twin.

    title: what is shown; svg: the picture as an ``<svg>`` element; text: one or two sentences that carry the finding;
    data: the table behind the picture, plain where it is drawn without pandas. In a notebook it shows all four, with or without a
    kernel.
    """

    title: str
    svg: str
    text: str
    data: "pd.DataFrame | PlainTable"

    @property
    def table(self) -> "pd.DataFrame":
        """The table behind the picture as a DataFrame."""
        return self.data.frame() if isinstance(self.data, PlainTable) else self.data

    def __repr__(self) -> str:
        return f"{self.title}\n{self.text}\n{self.data.to_string()}"

    def _repr_html_(self) -> str:
        e = html.escape
        if isinstance(self.data, PlainTable):
            table = self.data.to_html()
        else:
            table = self.data.to_html(border=0, na_rep="-", float_format="{:.2f}".format)
        return (
            f'<figure style="margin:0">{self.svg}<figcaption style="max-width:60em"><strong>{e(self.title)}.</strong> '
            f"{e(self.text)}</figcaption><details><summary>The same as a table</summary>{table}</details></figure>"
        )


def scale(
    ax: "Axes",
    axis: str,
    places: Iterable[float],
    labels: Iterable[str] | None = None,
    *,
    title: str = "",
    grid: bool = False,
    bold: Container[str] = (),
    size: float = 10,
) -> None:
    """Write the scale of an axes, in place of matplotlib's own ticks, which take about half of the time of a picture.

    axis: "x" or "y". places: in data coordinates, as shown. labels: their texts; numbers when there are none. title: what is measured.
    grid: light lines across. bold: the labels that stand out. size: of the labels, in points. Call it when the limits are set.
    """
    # Imported here as in from_figure.
    from matplotlib.collections import LineCollection  # noqa: PLC0415
    from matplotlib.transforms import offset_copy  # noqa: PLC0415

    places = list(places)
    labels = [f"{place:g}" for place in places] if labels is None else list(labels)
    flat = axis == "x"
    its, transform = (ax.xaxis, ax.get_xaxis_transform()) if flat else (ax.yaxis, ax.get_yaxis_transform())
    its.set_ticks([])
    its.set_ticks([], minor=True)
    if grid:
        lines = [[(place, 0), (place, 1)] if flat else [(0, place), (1, place)] for place in places]
        ax.add_collection(LineCollection(lines, colors="#dddddd", linewidths=0.8, zorder=0.5, transform=transform), autolim=False)
    outside = {
        "transform": offset_copy(transform, ax.figure, **({"y": -5} if flat else {"x": -5}), units="points"),
        "ha": "center" if flat else "right",
        "va": "top" if flat else "center",
        "fontsize": size,
    }
    for place, label in zip(places, labels, strict=True):
        ax.text(*((place, 0) if flat else (0, place)), label, fontweight="bold" if label in bold else "normal", **outside)
    if title:
        its.set_label_text(title)
        longest = max(map(len, labels), default=0)
        its.labelpad = 4 + (4 + size * (1.2 if flat else 0.6 * longest) if longest else 0)


def round_numbers(low: float, high: float, most: int = 8) -> list[float]:
    """Round numbers between two ends, whole where it can be, for a scale: most at once."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    return [number for number in MaxNLocator(most, steps=[1, 2, 5, 10], integer=True).tick_values(low, high) if low <= number <= high]


def from_figure(figure: "Figure", title: str, text: str, table: "pd.DataFrame") -> Chart:
    """Turn a matplotlib figure into a Chart: inline SVG with real text, named for screen readers by title and text.

    A figure that pyplot made is closed, or the notebook would show it once more, without its words.
    """
    # Imported here, because the maps and the matrix need no matplotlib, and its import takes as long as that of pandas.
    from matplotlib import rc_context  # noqa: PLC0415

    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "font.family": "sans-serif"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    # Two charts on one page must not share ids, or the second borrows clip paths from the first.
    prefix = f"c{next(_ids)}-"
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", svg)
    label = html.escape(f"{title}. {text}")
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" style="max-width:100%;height:auto;background:#fff" ', 1)
    if figure.canvas.manager:
        from matplotlib import pyplot  # noqa: PLC0415

        pyplot.close(figure)
    return Chart(title, svg, text, table)
