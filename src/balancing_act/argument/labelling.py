"""Which nodes of a graph stand: labellings after Caminada (2006), and what it takes to topple a claim.

A labelling gives each node one of three labels:

======  ==========================================================================================
in      it stands: it is given or something that stands supports it, and all its attackers are out
out     it does not stand: an attacker is in, or it is not given and everything that supports it is out
undec   neither: the graph leaves it open
======  ==========================================================================================
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping

from balancing_act.argument.model import Graph

LABELS = ("in", "out", "undec")


def grounded(graph: Graph) -> dict[str, str]:
    """The grounded labelling: all nodes open at first, then only what must follow. It exists and is unique (Dung 1995)."""
    labels = dict.fromkeys(graph.nodes, "undec")
    changed = True
    while changed:
        changed = False
        for node in graph.nodes:
            if labels[node] == "undec" and (label := justified(graph, node, labels)) != "undec":
                labels[node], changed = label, True
    return labels


def preferred(graph: Graph) -> list[dict[str, str]]:
    """The preferred labellings: each is a way to judge everything consistently that decides as much as it can."""
    return list(_extend(graph, most=True))


def complete(graph: Graph) -> list[dict[str, str]]:
    """The complete labellings: every label is the one its neighbours justify. The grounded one is among them."""
    return list(_extend(graph, most=False))


def stable(graph: Graph) -> list[dict[str, str]]:
    """The stable labellings: preferred ones that leave nothing open. There may be none."""
    return [labels for labels in preferred(graph) if "undec" not in labels.values()]


def justified(graph: Graph, node: str, labels: Mapping[str, str]) -> str:
    """The label that a node's attackers and supporters justify."""
    against = {labels[attacker] for attacker in graph.attackers[node]}
    behind = {"in"} if node in graph.given else {labels[supporter] for supporter in graph.supporters[node]}
    if "in" in against or behind <= {"out"}:
        return "out"
    return "in" if against <= {"out"} and "in" in behind else "undec"


def _extend(graph: Graph, most: bool) -> Iterator[dict[str, str]]:
    """Labellings put together part by part.

    A part is a set of nodes on common cycles; parts are taken so that what bears on one comes before it (Baroni,
    Giacomin and Guida 2005). Within a part all labellings are tried, three to the power of its size.
    """
    found = [{}]
    for part in _parts(graph):
        longer = []
        for before in found:
            choices = [{**before, **local} for local in _local(part)]
            choices = [each for each in choices if all(each[node] == justified(graph, node, each) for node in part)]
            decided = [{(node, each[node]) for node in part if each[node] != "undec"} for each in choices]
            longer += [
                each for each, labels in zip(choices, decided, strict=True) if not (most and any(labels < other for other in decided))
            ]
        found = longer
    yield from found


def _parts(graph: Graph) -> list[list[str]]:
    parts = {}
    for node in graph.nodes:
        together = frozenset({node, *(other for other in graph.behind[node] if node in graph.behind[other])})
        parts[together] = len(graph.behind[node] | {node})
    return [sorted(part) for part in sorted(parts, key=parts.get)]


def _local(part: list[str]) -> Iterator[dict[str, str]]:
    for labels in itertools.product(LABELS, repeat=len(part)):
        yield dict(zip(part, labels, strict=True))


def smallest_removals(graph: Graph, claim: str) -> list[frozenset[str]]:
    """The smallest sets of given nodes without which the grounded label of a claim is out.

    All sets of the smallest size, in alphabetical order; the empty set alone if the claim is out already, no set at all if
    nothing topples it.
    """
    removals = [removed for removed, _ in _derivations(graph.only({claim, *graph.behind[claim]}))[claim, "out"]]
    size = min(map(len, removals), default=0)
    return sorted({removed for removed in removals if len(removed) == size}, key=sorted)


def _derivations(graph: Graph) -> dict[tuple[str, str], set]:
    """For each node and the labels in and out: the least that must be removed, and kept, for the label to follow.

    A label is grounded if it can be derived step by step from given nodes that are kept or removed. Each derivation is a
    pair of sets (removed, kept); those that ask for more than another are dropped.
    """
    found = {(node, label): set() for node in graph.nodes for label in ("in", "out")}
    changed = True
    while changed:
        changed = False
        for node in graph.nodes:
            given = node in graph.given
            attackers, supporters = graph.attackers[node], graph.supporters[node]
            lost = {(frozenset({node}), frozenset())} if given else _all_of(found[s, "out"] for s in supporters)
            held = {(frozenset(), frozenset({node}))} if given else set().union(*(found[s, "in"] for s in supporters))
            out = _least(lost.union(*(found[a, "in"] for a in attackers)))
            stands = _all_of([held, *(found[a, "out"] for a in attackers)])
            if (out, stands) != (found[node, "out"], found[node, "in"]):
                found[node, "out"], found[node, "in"], changed = out, stands, True
    return found


def _all_of(choices: Iterable[set]) -> set:
    """One derivation from each set of choices, joined, where they do not contradict each other."""
    joined = {(frozenset(), frozenset())}
    for choice in choices:
        pairs = itertools.product(joined, choice)
        joined = _least({(r1 | r2, k1 | k2) for (r1, k1), (r2, k2) in pairs if not (r1 | r2) & (k1 | k2)})
    return joined


def _least(derivations: set) -> set:
    return {one for one in derivations if not any(other != one and other[0] <= one[0] and other[1] <= one[1] for other in derivations)}
