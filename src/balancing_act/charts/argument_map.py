"""The article's argument as a map: evidence at both edges, the article's claims on the left, what others say on the right.

Every box says in words, sign and border whether its claim stands, and in a bar how strong it is. A support ends in an
arrow, an attack is dashed and ends in a bar.
"""

import hashlib
import html
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from balancing_act.argument import Graph, read
from balancing_act.argument.labelling import grounded
from balancing_act.argument.strength import strengths
from balancing_act.charts.base import Chart, PlainTable
from balancing_act.tables import rows

SCOPES = {"all": "The article and what others say", "article": "The article alone"}
STATUS = {
    "in": "stands",
    "out": "does not stand",
    "undec": "open",
    "rejected": "rejected",
    "absent": "not in this part",
}
# A sign for each status, drawn around the origin.
SIGNS = {
    "in": "M-5 0-1.5 4 5.5-4.5",
    "out": "M-4.5-4.5 4.5 4.5M-4.5 4.5 4.5-4.5",
    "undec": "M-3.5-3C-3.5-7.5 4-7 3.5-2.5 3 0 0 0 0 3M0 5.8V6.8",
    "rejected": "M-5 0H5",
    "absent": "",
}
COLUMNS = ("Evidence", "The article says", "The article concludes", "Others say", "Evidence")

# The layout, in units of the picture.
_STEP, _HEIGHT, _TOP = 39, 34, 34
_BOX, _GAP, _EDGE = 178, 50, 2
_TEXT = 28
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Verdict:
    """What becomes of every node. status: one of STATUS by key; strength: 0 to 1 by key; converged: of the strengths."""

    status: dict[str, str]
    strength: dict[str, float]
    converged: bool


def judge(rejected: frozenset[str] = frozenset(), scope: str = "all", model: str = "dfquad") -> Verdict:
    """The grounded label and the strength of every node, without the rejected evidence and what is outside the scope.

    Raises ValueError for an unknown scope, for a model that ``strengths`` does not know, and for a key that is no evidence.
    """
    if scope not in SCOPES:
        raise ValueError(f"There is no scope {scope!r}; choose one of {', '.join(SCOPES)}.")
    if unknown := rejected - set(read().evidence):
        raise ValueError(f"Only evidence can be rejected; {', '.join(sorted(unknown))} is none. The table evidence lists it all.")
    part = _part(scope)
    graph = part.without(rejected)
    labels = grounded(graph)
    found = strengths(graph, read().weights(graph), model)

    def status(key):
        return labels.get(key) or ("rejected" if key in part.nodes else "absent")

    nodes = read().graph.nodes
    return Verdict({key: status(key) for key in nodes}, {key: found.values.get(key, 0.0) for key in nodes}, found.converged)


def _part(scope: str) -> Graph:
    return read().article_alone if scope == "article" else read().graph


def argument_map(rejected: frozenset[str] = frozenset(), focus: str = "", scope: str = "all", model: str = "dfquad") -> Chart:
    """The map of the article's argument with a sentence and a table that say the same.

    focus: the claim or evidence whose neighbours stand out, at first the thesis; the rest as for ``judge``.
    """
    focus = focus or read().thesis
    verdict = judge(rejected, scope, model)
    name = "argument-" + hashlib.sha256(f"{verdict}{focus}".encode()).hexdigest()[:8]
    return Chart(title(scope), draw(verdict, focus, name), sentence(verdict), table(verdict))


def title(scope: str) -> str:
    """What the map shows."""
    return f"The argument: {SCOPES[scope][0].lower()}{SCOPES[scope][1:]}"


@cache
def titles() -> dict[str, str]:
    """The few words that stand for each claim and each piece of evidence."""
    return {key: node.title for key, node in (read().claims | read().evidence).items()}


def word(verdict: Verdict, key: str) -> str:
    """The status of a node in words; evidence that stands is accepted."""
    status = verdict.status[key]
    return "accepted" if status == "in" and key in read().evidence else STATUS[status]


def label(verdict: Verdict, key: str) -> str:
    """A node with its status, and a claim with its strength: "Policy is made in Astana: open, strength 0.67"."""
    said = f"{titles()[key]}: {word(verdict, key)}"
    if key in read().evidence or verdict.status[key] == "absent":
        return said
    return f"{said}, strength {verdict.strength[key]:.2f}"


def sentence(verdict: Verdict) -> str:
    """The map in words: how many claims stand, are open and do not stand, and the two main claims."""
    statuses = [verdict.status[key] for key in read().claims]
    counted = f"{statuses.count('in')} claims stand, {statuses.count('undec')} are open, {statuses.count('out')} do not stand"
    rejected = sum(status == "rejected" for status in verdict.status.values())
    accepted = sum(verdict.status[key] == "in" for key in read().evidence)
    main = " ".join(f"{label(verdict, key)}." for key in (read().thesis, read().antithesis) if verdict.status[key] != "absent")
    doubt = "" if verdict.converged else " The strengths did not settle; do not use them."
    return f"With {accepted} pieces of evidence accepted and {rejected} rejected, {counted}. {main}{doubt}"


def table(verdict: Verdict) -> PlainTable:
    """One row a claim or piece of evidence in the scope: status, strength, what supports it and what attacks it."""
    graph = read().graph

    def row(key):
        bearing = (names(verdict, sources) for sources in (graph.supporters[key], graph.attackers[key]))
        return titles()[key], place(key), word(verdict, key), verdict.strength[key], *bearing

    shown = (key for key in graph.nodes if verdict.status[key] != "absent")
    return PlainTable(("title", "place", "status", "strength", "supported by", "attacked by"), tuple(map(row, shown)))


@cache
def authors() -> dict[str, str]:
    """Who made each published position."""
    return {row["position"]: row["author"] for row in rows("positions")}


def place(key: str) -> str:
    """Where a node comes from: a paragraph of the article, the people who say it, or a table."""
    if key in read().evidence:
        return f"table {read().evidence[key].table}"
    claim = read().claims[key]
    if claim.in_article:
        return claim.paragraph if claim.stated else f"{claim.paragraph}, not stated"
    return "; ".join(authors().get(key, "the course's fact check") for key in claim.by)


def names(verdict: Verdict, keys: list[str]) -> str:
    """Nodes with their status: "The oil routes bind (open); It only abstained (open)"."""
    return "; ".join(f"{titles()[key]} ({word(verdict, key)})" for key in keys if verdict.status[key] != "absent")


@cache
def near(focus: str) -> set[str]:
    """The focus, what bears on it, what bears on that, and what the focus bears on."""
    graph = read().graph
    sources = {*graph.supporters[focus], *graph.attackers[focus]}
    further = {second for first in sources for second in (*graph.supporters[first], *graph.attackers[first])}
    targets = {target for source, target in graph.edges if source == focus}
    return {focus, *sources, *further, *targets}


def edge_class(verdict: Verdict, focus: str, source: str, target: str) -> str:
    """How an edge looks: support or attack; live if its source stands; direct or second if it is near the focus."""
    graph = read().graph
    words = ["support" if (source, target) in graph.supports else "attack"]
    if "absent" in (verdict.status[source], verdict.status[target]):
        words.append("absent")
    if verdict.status[source] == "in":
        words.append("live")
    if focus in (source, target):
        words.append("direct")
    elif target in (*graph.supporters[focus], *graph.attackers[focus]):
        words.append("second")
    return " ".join(["edge", *words])


def node_class(verdict: Verdict, focus: str, key: str) -> str:
    """How a box looks: evidence or claim, its status, whether it is the focus or near it."""
    kind = "evidence" if key in read().evidence else "main" if key in (read().thesis, read().antithesis) else "claim"
    words = ["node", kind, verdict.status[key]]
    if key in near(focus):
        words.append("near")
    if key == focus:
        words.append("focus")
    return " ".join(words)


@cache
def layout() -> dict[str, tuple[int, float]]:
    """Column, from 0 at the left, and upper edge of each node."""
    columns = [[] for _ in COLUMNS]
    for key in read().graph.nodes:
        columns[_column(key)].append(key)
    neighbours = {key: [] for key in read().graph.nodes}
    for source, target in sorted(read().graph.edges):
        neighbours[source].append(target)
        neighbours[target].append(source)
    tall = max(map(len, columns)) * _STEP
    # Each box moves towards the middle of its neighbours, so that lines cross less (the barycentre method).
    where = _spread(columns, tall)
    for _ in range(24):
        for place, column in enumerate(columns):
            columns[place] = sorted(column, key=lambda key: sum(where[other] for other in neighbours[key]) / max(len(neighbours[key]), 1))
            where = _spread(columns, tall)
    return {key: (place, where[key]) for place, column in enumerate(columns) for key in column}


def _column(key: str) -> int:
    """Evidence stands beside the claims it bears on; the article's claims are parted by whether a claim supports them."""
    if key in read().claims:
        if not read().claims[key].in_article:
            return 3
        return 2 if any(source in read().claims for source in read().graph.supporters[key]) else 1
    targets = [target for source, target in read().graph.edges if source == key]
    return 0 if any(read().claims[target].in_article for target in targets) else 4


def _spread(columns: list[list[str]], tall: float) -> dict[str, float]:
    return {key: _TOP + (place + 0.5) * tall / len(column) - _HEIGHT / 2 for column in columns for place, key in enumerate(column)}


def draw(verdict: Verdict, focus: str, name: str) -> str:
    """The picture as an ``<svg>`` element.

    name: what its ids begin with, unique on the page. Every node is a ``<g>`` of class ``node`` with data-key, every edge a
    path of class ``edge`` with data-source and data-target. A verdict changes classes, the sign, the bar and the titles.
    """
    places = layout()
    width = len(COLUMNS) * _BOX + (len(COLUMNS) - 1) * _GAP + 2 * _EDGE
    height = max(y for _, y in places.values()) + _HEIGHT + 8
    heads = "".join(f'<text class="head" x="{_left(c) + _BOX / 2}" y="18">{words}</text>' for c, words in enumerate(COLUMNS))
    signs = "".join(f'<symbol id="{name}-{status}" overflow="visible"><path d="{path}"/></symbol>' for status, path in SIGNS.items())
    ends = (
        f'<marker id="{name}-arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" '
        f'orient="auto"><path class="tip support" d="M0 0 8 4 0 8Z"/></marker><marker id="{name}-bar" viewBox="0 0 6 12" refX="5" refY="6" '
        'markerWidth="6" markerHeight="12" markerUnits="userSpaceOnUse" orient="auto"><path class="tip attack" d="M4 0V12"/></marker>'
    )
    edges = "".join(
        f'<path class="{edge_class(verdict, focus, *edge)}" data-source="{edge[0]}" data-target="{edge[1]}" d="{path}"/>'
        for edge, path in _curves().items()
    )
    nodes = "".join(_node(verdict, focus, key, name) for key in sorted(places, key=places.get))
    return (
        f'<svg class="argument-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-text" style="--arrow:url(#{name}-arrow);--bar:url(#{name}-bar)">'
        f'<title id="{name}-title">The article\'s argument</title><desc id="{name}-text">{html.escape(sentence(verdict))}</desc>'
        f'<style>{_STYLE}</style><defs>{signs}{ends}</defs>{heads}<g class="edges">{edges}</g><g class="nodes">{nodes}</g></svg>'
    )


def _left(column: int) -> int:
    return _EDGE + column * (_BOX + _GAP)


def bar_width(strength: float) -> float:
    """How long the bar of a box is."""
    return round(strength * (_BOX - _TEXT - 8), 1)


def _node(verdict: Verdict, focus: str, key: str, name: str) -> str:
    column, y = layout()[key]
    lines = textwrap.wrap(titles()[key], 21)
    rows = "".join(
        f'<text x="{_TEXT}" y="{_HEIGHT / 2 + 2.5 + (row - (len(lines) - 1) / 2) * 13:.1f}">{html.escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    status = verdict.status[key]
    return (
        f'<g class="{node_class(verdict, focus, key)}" data-key="{key}" transform="translate({_left(column)} {y:.1f})">'
        f"<title>{html.escape(label(verdict, key))}</title>"
        f'<rect class="box" width="{_BOX}" height="{_HEIGHT}" rx="{10 if key in read().evidence else 2}"/>'
        f'<rect class="tick" x="5" y="{_HEIGHT / 2 - 9}" width="18" height="18" rx="2"/>'
        f'<use class="sign" href="#{name}-{status}" x="14" y="{_HEIGHT / 2}"/>{rows}'
        f'<rect class="bar" x="{_TEXT}" y="{_HEIGHT - 4.5}" width="{bar_width(verdict.strength[key])}" height="2.5"/></g>'
    )


@cache
def _curves() -> dict[tuple[str, str], str]:
    """The path of each edge, from box to box; those that end at one side of a box share its height."""
    places = layout()
    edges = sorted(read().graph.edges)
    mutual = read().graph.attacks & {(target, source) for source, target in read().graph.attacks}

    def sides(source, target):
        """Which side of each box, -1 left or 1 right."""
        here, there = places[source][0], places[target][0]
        if here == there:
            return 1, 1
        return (1, -1) if here < there else (-1, 1)

    ports = {}
    for source, target in edges:
        out, into = sides(source, target)
        ports.setdefault((source, out), []).append((places[target][1], 0, (source, target)))
        ports.setdefault((target, into), []).append((places[source][1], 1, (source, target)))
    at = {}
    for (node, side), ends in ports.items():
        for number, (_, end, edge) in enumerate(sorted(ends)):
            share = (number + 1) / (len(ends) + 1)
            at[edge, end] = (_left(places[node][0]) + (_BOX if side > 0 else 0), places[node][1] + _HEIGHT * (0.1 + 0.8 * share))
    paths = {}
    for edge in edges:
        out, into = sides(*edge)
        (x1, y1), (x2, y2) = at[edge, 0], at[edge, 1]
        bend = max(abs(x2 - x1) * 0.5, 18) if out != into else min(18 + abs(y2 - y1) * 0.06, _GAP - 4)
        # Two boxes that attack each other have two lines; they part a little.
        bend += 6 if edge in mutual and edge[0] < edge[1] else 0
        paths[edge] = f"M{x1} {y1:.1f}C{x1 + out * bend:.1f} {y1:.1f} {x2 + into * bend:.1f} {y2:.1f} {x2 + into * 2} {y2:.1f}"
    return paths
