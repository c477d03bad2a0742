"""Charts as data: an Altair chart crosses as its specification and table, a matplotlib figure as a description, to be drawn again from it.

The judge gets real `matplotlib.axes.Axes` with the student's titles, labels, limits, ticks, legend, texts, lines, bars, wedges, points and
filled areas, so that a test may use any getter. Drawing again needs numbers and text only; nothing of the student's figure object crosses.
"""

from __future__ import annotations

import numbers
import sys
from typing import Any

from nbsealed import answers


def describe(encoder: Any, library: str, value: Any) -> Any:
    """The specification of a chart. Raises what `answers` turns into a refusal when `value` is something else of that library."""
    if library == "altair" and type(value) in _altair_charts():
        table = value.data if type(value.data).__name__ == "DataFrame" else None
        return encoder.data({"chart": value.to_dict(), "table": table})
    if library == "matplotlib":
        from matplotlib.artist import Artist  # noqa: PLC0415
        from matplotlib.axes import Axes  # noqa: PLC0415
        from matplotlib.container import BarContainer  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415

        if type(value) is Figure:
            return encoder.data(_figure(value))
        if type(value) is Axes:
            return encoder.data({**_figure(value.figure), "which": value.figure.axes.index(value)})
        if type(value) is BarContainer:
            return encoder.data({"bars": [_artist(bar) for bar in value.patches], "label": str(value.get_label())})
        if isinstance(value, Artist) and (described := _artist(value)):
            return encoder.data({"artist": described})
    raise answers._Unsendable(f"it is {answers._a(type(value))}, a part of a chart; grade the chart itself")


def artists(value: Any) -> int:
    """How many artists there are in the figure that a part of a matplotlib figure, or the figure itself, belongs to."""
    parts = getattr(value, "patches", None) or [value]  # a group of bars has no figure of its own
    figure = getattr(parts[0], "figure", None)
    return sum(len(axes.get_children()) for axes in figure.axes) if figure else 0


def build(library: str, spec: Any, decoder: Any) -> Any:
    """The chart of a specification, in the judge."""
    spec = decoder.decode(spec)
    if library == "altair":
        import altair  # noqa: PLC0415

        chart = altair.Chart.from_dict(spec["chart"])
        if spec["table"] is not None:  # with its dtypes, which a specification does not keep
            chart.data = spec["table"]
        return chart
    from matplotlib.figure import Figure  # noqa: PLC0415

    if "figure" in spec:
        figure = Figure(figsize=spec["size"])
        for axes in spec["figure"]:
            _draw(figure, axes)
        if spec["title"]:
            figure.suptitle(spec["title"])
        return figure.axes[spec["which"]] if "which" in spec else figure
    axes = Figure().add_subplot()
    if "bars" in spec:
        return _group(axes, [_place(axes, bar) for bar in spec["bars"]], spec["label"])
    return _place(axes, spec["artist"])


def _altair_charts() -> tuple[type, ...]:
    altair = sys.modules.get("altair")
    names = ("Chart", "LayerChart", "HConcatChart", "VConcatChart", "ConcatChart", "FacetChart", "RepeatChart")
    return tuple(getattr(altair, name) for name in names) if altair else ()


# ---------------------------------------------------------------------------------------------------------------------------------
# matplotlib: each artist is a dictionary with its kind


def _figure(figure: Any) -> dict:
    return {"figure": [_axes(axes) for axes in figure.axes], "title": figure.get_suptitle(), "size": [*figure.get_size_inches()]}


def _axes(axes: Any) -> dict:
    legend, patches = axes.get_legend(), list(axes.patches)
    return {
        "position": list(axes.get_position().bounds),
        **{name: getattr(axes, f"get_{name}")() for name in _PLAIN},
        "titles": {side: axes.get_title(loc=side) for side in ("left", "right")},
        "xlim": list(axes.get_xlim()),
        "ylim": list(axes.get_ylim()),
        "xticks": _ticks(axes.xaxis),
        "yticks": _ticks(axes.yaxis),
        "legend": legend and [legend.get_title().get_text(), [text.get_text() for text in legend.get_texts()]],
        "artists": [found for found in map(_artist, [*axes.lines, *axes.patches, *axes.collections, *axes.texts, *axes.images]) if found],
        "bars": [[*(patches.index(bar) for bar in bars.patches if bar in patches), str(bars.get_label())] for bars in _bar_groups(axes)],
    }


_PLAIN = ("title", "xlabel", "ylabel", "xscale", "yscale", "aspect", "label", "axisbelow")


def _ticks(axis: Any) -> list | None:
    """Positions and texts where the student set them; else the axis finds the same ones again."""
    if type(axis.get_major_locator()).__name__ == "FixedLocator":
        return [[float(place) for place in axis.get_ticklocs()], [text.get_text() for text in axis.get_ticklabels()]]
    if type(axis.get_major_locator()).__name__ == "StrCategoryLocator":
        mapping = axis.units._mapping
        return [list(mapping.values()), list(mapping)]
    return None


def _bar_groups(axes: Any) -> list:
    return [group for group in axes.containers if type(group).__name__ == "BarContainer"]


def _artist(artist: Any) -> dict | None:  # noqa: PLR0911  (one way out for each kind)
    """One artist as data; None for kinds that do not cross."""
    import numpy as np  # noqa: PLC0415

    kind = type(artist).__name__
    common = {"kind": kind, "label": str(artist.get_label()), "alpha": artist.get_alpha(), "visible": artist.get_visible()}
    match kind:
        case "Line2D" | "AxLine":
            style = {name: getattr(artist, f"get_{name}")() for name in ("color", "linestyle", "linewidth", "marker", "markersize")}
            return common | {"x": _numbers(artist.get_xdata()), "y": _numbers(artist.get_ydata()), "style": _plain(style)}
        case "Rectangle":
            box = [artist.get_x(), artist.get_y(), artist.get_width(), artist.get_height(), artist.get_angle()]
            return common | {"box": [float(part) for part in box], **_colours(artist)}
        case "Wedge":
            wedge = [*artist.center, artist.r, artist.theta1, artist.theta2]
            return common | {"wedge": [float(part) for part in wedge], "width": artist.width, **_colours(artist)}
        case "Polygon":
            return common | {"points": np.asarray(artist.get_xy()), **_colours(artist)}
        case "PathCollection":
            array = artist.get_array()
            return common | {
                "offsets": np.asarray(artist.get_offsets()),
                "sizes": np.asarray(artist.get_sizes()),
                "faces": np.asarray(artist.get_facecolors()),
                "array": None if array is None else np.asarray(array),
            }
        case "PolyCollection" | "FillBetweenPolyCollection":
            shapes = [np.asarray(path.vertices) for path in artist.get_paths()]
            return common | {"shapes": shapes, "faces": np.asarray(artist.get_facecolors())}
        case "LineCollection":
            return common | {"shapes": [np.asarray(part) for part in artist.get_segments()], "edges": np.asarray(artist.get_colors())}
        case "Text" | "Annotation":
            return common | {"at": [_number(part) for part in artist.get_position()], "text": artist.get_text()}
        case "AxesImage" | "QuadMesh":
            return common | {"array": np.ma.filled(np.ma.asarray(artist.get_array(), dtype=float), np.nan)}
    return None


def _numbers(values: Any) -> Any:
    """Data of a line: numbers and moments as an array, categories as a list."""
    import numpy as np  # noqa: PLC0415

    array = np.asarray(values)
    if array.dtype == object and all(isinstance(value, numbers.Real) for value in array.flat):
        array = array.astype(float)  # a column of a table that was filled cell by cell
    return array if array.dtype.kind in "biufMm" else [str(value) for value in array.ravel()]


def _number(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


def _plain(style: dict) -> dict:
    return {name: value for name, value in style.items() if isinstance(value, str | int | float | tuple)}


def _colours(artist: Any) -> dict:
    return {"face": [float(part) for part in artist.get_facecolor()], "edge": [float(part) for part in artist.get_edgecolor()]}


def _draw(figure: Any, spec: dict) -> None:
    axes = figure.add_axes(spec["position"])
    for name in _PLAIN:
        if name != "aspect" or spec[name] != "auto":
            getattr(axes, f"set_{name}")(spec[name])
    for side, title in spec["titles"].items():
        axes.set_title(title, loc=side)
    placed = [_place(axes, artist) for artist in spec["artists"]]
    patches = [artist for artist in placed if artist in axes.patches[:]]
    for *members, label in spec["bars"]:
        _group(axes, [patches[place] for place in members], label)
    for name in ("x", "y"):
        if spec[f"{name}ticks"]:
            places, texts = spec[f"{name}ticks"]
            getattr(axes, f"set_{name}ticks")(places, texts)
        getattr(axes, f"set_{name}lim")(spec[f"{name}lim"])
    if spec["legend"]:
        title, texts = spec["legend"]
        from matplotlib.lines import Line2D  # noqa: PLC0415

        handles = axes.get_legend_handles_labels()[0]
        axes.legend(handles if len(handles) == len(texts) else [Line2D([], []) for _ in texts], texts, title=title or None)


def _group(axes: Any, patches: list, label: str) -> Any:
    from matplotlib.container import BarContainer  # noqa: PLC0415

    group = BarContainer(tuple(patches), label=label)
    axes.add_container(group)
    return group


def _place(axes: Any, spec: dict) -> Any:
    """Draw one described artist."""
    from matplotlib import collections, lines, patches  # noqa: PLC0415

    match spec["kind"]:
        case "Line2D" | "AxLine":
            axes.xaxis.update_units(spec["x"])  # categories
            axes.yaxis.update_units(spec["y"])
            artist = axes.add_line(lines.Line2D(spec["x"], spec["y"], **spec["style"]))
        case "Rectangle":
            x, y, width, height, angle = spec["box"]
            artist = axes.add_patch(patches.Rectangle((x, y), width, height, angle=angle, facecolor=spec["face"], edgecolor=spec["edge"]))
        case "Wedge":
            x, y, radius, start, end = spec["wedge"]
            wedge = patches.Wedge((x, y), radius, start, end, width=spec["width"], facecolor=spec["face"], edgecolor=spec["edge"])
            artist = axes.add_patch(wedge)
        case "Polygon":
            artist = axes.add_patch(patches.Polygon(spec["points"], facecolor=spec["face"], edgecolor=spec["edge"]))
        case "PathCollection":
            artist = axes.scatter(*spec["offsets"].T, s=spec["sizes"])
            artist.set_facecolors(spec["faces"])
            artist.set_array(spec["array"])
        case "PolyCollection" | "FillBetweenPolyCollection":
            artist = axes.add_collection(collections.PolyCollection(spec["shapes"], facecolors=spec["faces"]))
        case "LineCollection":
            artist = axes.add_collection(collections.LineCollection(spec["shapes"], colors=spec["edges"]))
        case "Text" | "Annotation":
            artist = axes.text(*spec["at"], spec["text"])
        case "AxesImage" | "QuadMesh":
            artist = axes.imshow(spec["array"], aspect="auto") if spec["kind"] == "AxesImage" else axes.pcolormesh(spec["array"])
        case _:
            raise answers.WireError("not an artist")
    artist.set_label(spec["label"])
    artist.set_alpha(spec["alpha"])
    artist.set_visible(spec["visible"])
    return artist
