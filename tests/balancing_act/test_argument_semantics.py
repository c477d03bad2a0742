"""Labellings and strengths against hand-solved graphs from the literature and against another implementation.

The oracle is the package formal-argumentation. It is not used by the course itself: it goes through all subsets of the
arguments, which the article's graph has too many of.
"""

import itertools
import random

import pytest
from argumentation.core import dung
from argumentation.frameworks import adf
from argumentation.gradual.dfquad import dfquad_strengths
from argumentation.gradual.gradual import WeightedBipolarGraph, quadratic_energy_strengths_continuous

from balancing_act.argument import Graph
from balancing_act.argument.labelling import complete, grounded, preferred, smallest_removals, stable
from balancing_act.argument.strength import strengths


def attacks_only(nodes, attacks):
    return Graph(tuple(nodes), frozenset(), frozenset(attacks), frozenset(nodes))


def accepted(labellings):
    return {frozenset(node for node, label in labels.items() if label == "in") for labels in labellings}


def sets(*names):
    return {frozenset(name) for name in names}


NIXON = attacks_only("ab", [("a", "b"), ("b", "a")])
CASES = {
    # name: graph, grounded, preferred, stable
    "reinstatement": (attacks_only("abc", [("a", "b"), ("b", "c")]), "ac", sets("ac"), sets("ac")),
    "Nixon diamond": (NIXON, "", sets("a", "b"), sets("a", "b")),
    "self-attack": (attacks_only("a", [("a", "a")]), "", sets(""), set()),
    "odd circle": (attacks_only("abc", [("a", "b"), ("b", "c"), ("c", "a")]), "", sets(""), set()),
    "floating reinstatement": (
        attacks_only("abcd", [("a", "b"), ("b", "a"), ("a", "c"), ("b", "c"), ("c", "d")]),
        "",
        sets("ad", "bd"),
        sets("ad", "bd"),
    ),
    "an even circle that breaks an odd one": (
        attacks_only("abcde", [("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "c")]),
        "",
        sets("a", "bd"),
        sets("bd"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_hand_solved_graphs(name):
    graph, lowest, most, full = CASES[name]
    assert accepted([grounded(graph)]) == sets(lowest)
    assert accepted(preferred(graph)) == most
    assert accepted(stable(graph)) == full


def random_graph(seed, bipolar):
    dice = random.Random(seed)
    nodes = "abcdef"[: dice.randint(2, 6)]
    pairs = [pair for pair in itertools.product(nodes, repeat=2) if dice.random() < 0.3]
    kinds = [dice.choice(["support", "attack"]) if bipolar and a != b else "attack" for a, b in pairs]
    supports = frozenset(pair for pair, kind in zip(pairs, kinds, strict=True) if kind == "support")
    given = frozenset(node for node in nodes if not bipolar or dice.random() < 0.5)
    return Graph(tuple(nodes), supports, frozenset(pairs) - supports, given)


def test_labellings_agree_with_the_oracle_on_random_frameworks():
    for seed in range(60):
        graph = random_graph(seed, bipolar=False)
        framework = dung.ArgumentationFramework(arguments=frozenset(graph.nodes), defeats=graph.attacks)
        assert accepted([grounded(graph)]) == {dung.grounded_extension(framework)}, seed
        assert accepted(complete(graph)) == set(dung.complete_extensions(framework)), seed
        assert accepted(preferred(graph)) == set(dung.preferred_extensions(framework)), seed
        assert accepted(stable(graph)) == set(dung.stable_extensions(framework)), seed


def as_adf(graph):
    """The graph as an abstract dialectical framework: given or supported, and not attacked."""
    conditions = {}
    for node in graph.nodes:
        supported = adf.True_() if node in graph.given else adf.Or(tuple(map(adf.Atom, graph.supporters[node])))
        conditions[node] = adf.And((supported, *(adf.Not(adf.Atom(attacker)) for attacker in graph.attackers[node])))
    return adf.AbstractDialecticalFramework(frozenset(graph.nodes), graph.edges, conditions)


def interpretation(labels):
    word = {"in": adf.ThreeValued.T, "out": adf.ThreeValued.F, "undec": adf.ThreeValued.U}
    return adf.interpretation_from_mapping({node: word[label] for node, label in labels.items()})


def test_labellings_with_supports_agree_with_the_oracle_for_abstract_dialectical_frameworks():
    for seed in range(40):
        graph = random_graph(seed, bipolar=True)
        framework = as_adf(graph)
        assert interpretation(grounded(graph)) == adf.grounded_interpretation(framework), seed
        assert set(map(interpretation, complete(graph))) == set(adf.complete_models(framework)), seed
        assert set(map(interpretation, preferred(graph))) == set(adf.preferred_models(framework)), seed


def test_smallest_removals_agree_with_trying_every_set():
    for seed in range(60):
        graph = random_graph(seed, bipolar=True)
        claim = graph.nodes[0]
        candidates = sorted((graph.given & graph.behind[claim]) | (graph.given & {claim}))
        if claim in graph.given:
            continue
        expected = []
        for size in range(len(candidates) + 1):
            tried = map(frozenset, itertools.combinations(candidates, size))
            if expected := [removed for removed in tried if grounded(graph.without(removed))[claim] == "out"]:
                break
        assert smallest_removals(graph, claim) == expected, seed


def test_a_claim_that_nothing_topples_and_one_that_has_fallen():
    assert smallest_removals(attacks_only("ab", [("a", "b")]), "b") == [frozenset()]
    loop = Graph(("a", "b"), frozenset({("a", "b")}), frozenset({("a", "a")}), frozenset({"a"}))
    assert smallest_removals(loop, "b") == [frozenset({"a"})]
    stuck = Graph(("a", "b", "c"), frozenset({("a", "b"), ("b", "a")}), frozenset(), frozenset({"c"}))
    assert smallest_removals(stuck, "a") == []


def test_dfquad_by_hand():
    """A weight of 0.5 with supporters of 0.5 and 0.5 (together 0.75) and an attacker of 0.25: half the way up to 1."""
    graph = Graph(("a", "b", "c", "d"), frozenset({("b", "a"), ("c", "a")}), frozenset({("d", "a")}), frozenset())
    found = strengths(graph, {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.25})
    assert found.converged and found.values["a"] == pytest.approx(0.75, abs=1e-6)


def test_quadratic_energy_by_hand():
    """One supporter at full strength: an energy of 1 pulls half of the way."""
    graph = Graph(("a", "b"), frozenset({("b", "a")}), frozenset(), frozenset())
    assert strengths(graph, {"a": 0.4, "b": 1.0}, "energy").values["a"] == pytest.approx(0.7, abs=1e-6)


@pytest.mark.parametrize(("model", "oracle"), [("dfquad", dfquad_strengths), ("energy", quadratic_energy_strengths_continuous)])
def test_strengths_agree_with_the_oracle(model, oracle):
    dice = random.Random(7)
    settled = 0
    for seed in range(60):
        graph = random_graph(seed, bipolar=True)
        weights = {node: dice.random() for node in graph.nodes}
        ours = strengths(graph, weights, model, tolerance=1e-10)
        theirs = oracle(WeightedBipolarGraph(frozenset(graph.nodes), weights, attacks=graph.attacks, supports=graph.supports))
        if ours.converged and theirs.converged:
            settled += 1
            assert ours.values == pytest.approx(theirs.strengths, abs=1e-6), seed
    assert settled >= 50


def test_strengths_that_do_not_settle_say_so():
    graph = attacks_only("ab", [("a", "b"), ("b", "a")])
    assert not strengths(graph, {"a": 0.9, "b": 0.9}, most_steps=3).converged
    assert strengths(graph, {"a": 0.9, "b": 0.9}).converged


@pytest.mark.parametrize(
    ("weights", "model", "message"),
    [
        ({"a": 0.5}, "dfquad", "b: each node needs a weight"),
        ({"a": 0.5, "b": 2}, "dfquad", "b:"),
        ({"a": 1, "b": 1}, "sum", "no model 'sum'"),
    ],
)
def test_bad_weights_and_models_are_refused(weights, model, message):
    with pytest.raises(ValueError, match=message):
        strengths(attacks_only("ab", []), weights, model)
