"""The article's argument as a map to try out: reject evidence and see which claims still stand. The explorer of lesson 1.

The state is four traits. What is shown for a state is the plain data that ``view`` works out; argument_map.js only writes it
into the page, and the map itself is drawn once, by balancing_act.charts.argument_map.
"""

import html
from functools import cache
from pathlib import Path

import traitlets

from balancing_act.argument import read
from balancing_act.argument.strength import MODELS
from balancing_act.charts import argument_map as drawing
from balancing_act.charts.base import Chart
from balancing_act.explorers.base import MapExplorer, known

_LISTED = "The tables claims and evidence list them all."
_MODEL_NAMES = {"dfquad": "DF-QuAD", "energy": "Quadratic energy"}


class ArgumentMap(MapExplorer):
    """The map of the argument with evidence to accept or reject.

    rejected: keys of the table evidence; focus: the claim or evidence whose neighbours stand out; scope: all, or article for
    the article alone; model: dfquad or energy. Set them from code or through the controls; an unknown value raises TraitError
    with the nearest known one.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    STATE = ("rejected", "focus", "scope", "model")

    rejected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    focus = traitlets.Unicode("made_in_astana").tag(sync=True)
    scope = traitlets.Unicode("all").tag(sync=True)
    model = traitlets.Unicode("dfquad").tag(sync=True)

    @traitlets.validate("rejected")
    def _known_evidence(self, proposal):
        every = list(read().evidence)
        return sorted({known(key, every, "evidence", _LISTED) for key in proposal["value"]}, key=every.index)

    @traitlets.validate("focus")
    def _known_node(self, proposal):
        return known(proposal["value"], list(read().graph.nodes), "claim or evidence", _LISTED)

    @traitlets.validate("scope")
    def _known_scope(self, proposal):
        return known(proposal["value"], list(drawing.SCOPES), "scope", f"It is one of {', '.join(drawing.SCOPES)}.")

    @traitlets.validate("model")
    def _known_model(self, proposal):
        return known(proposal["value"], list(MODELS), "model", f"It is one of {', '.join(MODELS)}.")

    def chart(self) -> Chart:
        return drawing.argument_map(frozenset(self.rejected), self.focus, self.scope, self.model)

    def _view(self):
        return view(*self._state())

    def _page(self, name):
        return page(*self._state(), name)

    def _moves(self):
        return moves()

    def _words(self):
        return f"<p>{html.escape(self.view['said'])}</p><p>{_KEY}</p>"


def view(rejected: list[str], focus: str, scope: str, model: str) -> dict:
    """All that the page shows for a state.

    The state itself; title, text, said: what is shown, what it shows, and about the focus; toggle: what the button does to
    the focus, empty for a claim; nodes: by key its class, label, status and the width of its bar; edges: the class of each
    in the order of the picture; outline: the whole map in words, as HTML.
    """
    verdict = drawing.judge(frozenset(rejected), scope, model)
    edges = sorted(read().graph.edges)
    toggle = ""
    if focus in read().evidence:
        toggle = "Accept this evidence" if focus in rejected else "Reject this evidence"
    return {
        "rejected": list(rejected),
        "focus": focus,
        "scope": scope,
        "model": model,
        "title": drawing.title(scope),
        "text": drawing.sentence(verdict),
        "said": said(verdict, focus),
        "toggle": toggle,
        "nodes": {
            key: [
                drawing.node_class(verdict, focus, key),
                drawing.label(verdict, key),
                verdict.status[key],
                drawing.bar_width(verdict.strength[key]),
            ]
            for key in read().graph.nodes
        },
        "edges": [drawing.edge_class(verdict, focus, *edge) for edge in edges],
        "outline": outline(verdict),
    }


def said(verdict: drawing.Verdict, focus: str) -> str:
    """What there is to say about one node: its text, who says it, its status and strength, what supports and attacks it."""
    parts = [f"{drawing.label(verdict, focus)}."]
    if focus in read().evidence:
        item = read().evidence[focus]
        parts.append(f"Rows of the table {item.table} ({item.named}); confidence {item.confidence}.")
        parts.append("The article uses it." if item.in_article else "The article leaves it out.")
        return " ".join(parts)
    claim = read().claims[focus]
    parts.append(f"\N{LEFT DOUBLE QUOTATION MARK}{claim.text}\N{RIGHT DOUBLE QUOTATION MARK}")
    who = drawing.place(focus)
    parts.append(f"Kind: {claim.kind}. Said in: {who}." if claim.in_article else f"Kind: {claim.kind}. Said by: {who}.")
    if claim.qualifier:
        parts.append(f"Qualifier: {claim.qualifier}.")
    return " ".join([*parts, *bearing(verdict, focus)])


def bearing(verdict: drawing.Verdict, key: str) -> list[str]:
    """What supports and what attacks a node, in two sentences."""
    sentences = []
    for verb, sources in (("Supported by", read().graph.supporters[key]), ("Attacked by", read().graph.attackers[key])):
        names = drawing.names(verdict, sources)
        if names:
            sentences.append(f"{verb}: {names}.")
        elif verb == "Supported by" and key in read().claims:
            sentences.append("Nothing supports it.")
    return sentences


def outline(verdict: drawing.Verdict) -> str:
    """The map in words, as an HTML list: the article by paragraph, then what others say."""
    groups = {}
    for key, claim in read().claims.items():
        groups.setdefault(claim.paragraph or "Others", []).append(key)
    items = ""
    for group, keys in groups.items():
        shown = [key for key in keys if verdict.status[key] != "absent"]
        if shown:
            inner = "".join(
                f"<li><strong>{html.escape(drawing.label(verdict, key))}.</strong> {html.escape(' '.join(bearing(verdict, key)))}</li>"
                for key in shown
            )
            items += f"<li>{group}<ul>{inner}</ul></li>"
    return f"<ul>{items}</ul>"


@cache
def moves() -> dict[str, dict[str, str]]:
    """Where each arrow key leads from each node: up and down within its column, aside to the nearest of the next one."""
    places = drawing.layout()
    columns = [sorted((key for key in places if places[key][0] == c), key=places.get) for c in range(len(drawing.COLUMNS))]
    found = {}
    for key, (column, y) in places.items():
        rank = columns[column].index(key)
        ways = {"ArrowUp": columns[column][:rank][-1:], "ArrowDown": columns[column][rank + 1 :][:1]}
        for arrow, beside in (("ArrowLeft", column - 1), ("ArrowRight", column + 1)):
            if 0 <= beside < len(columns):
                ways[arrow] = sorted(columns[beside], key=lambda other: abs(places[other][1] - y))[:1]
        found[key] = {arrow: target[0] for arrow, target in ways.items() if target}
    return found


_KEY = (
    "Sign in a box: a tick, the claim stands; a question mark, it is open; a cross, it does not stand. The bar is its strength. "
    "An arrow supports; a dashed line with a bar attacks. Lines near the chosen box are strong, the others faint."
)


def page(rejected: list[str], focus: str, scope: str, model: str, name: str) -> str:
    """The page of the explorer as HTML, its ids beginning with name. What depends on the state is written into it from ``view``."""
    verdict = drawing.judge(frozenset(rejected), scope, model)

    def options(choices):
        return "".join(f'<option value="{value}">{html.escape(words)}</option>' for value, words in choices.items())

    groups = {"The article": [], "Others": [], "Evidence": list(read().evidence)}
    for key, claim in read().claims.items():
        groups["The article" if claim.in_article else "Others"].append(key)
    nodes = "".join(
        f'<optgroup label="{group}">{options({key: drawing.titles()[key] for key in keys})}</optgroup>' for group, keys in groups.items()
    )
    ticks = "".join(
        f'<label><input type="checkbox" value="{key}">{html.escape(item.title)}</label>' for key, item in read().evidence.items()
    )
    return (
        '<div class="argument-explorer"><div class="controls">'
        f'<label>Part <select data-part="scope">{options(drawing.SCOPES)}</select></label>'
        f'<label>Strength by <select data-part="model">{options(_MODEL_NAMES)}</select></label>'
        f'<label class="wide">Look at <select data-part="focus">{nodes}</select></label>'
        '<button type="button" data-part="toggle"></button><button type="button" data-part="reset">Accept all evidence</button></div>'
        '<p class="text" role="status"><strong data-part="title"></strong>. <span data-part="text"></span></p>'
        '<p class="said" role="status" data-part="said"></p>'
        f"{drawing.draw(verdict, focus, name)}"
        f"<p>{_KEY} In the map, arrow keys walk, and the space bar accepts or rejects evidence.</p>"
        f"<details><summary>Evidence to accept or reject</summary><fieldset><legend>Accepted evidence</legend>{ticks}</fieldset></details>"
        '<details><summary>The map in words</summary><div data-part="outline"></div></details></div>'
    )
