"""The argument map and its explorer without a browser: what they show for each state, and that words and picture agree."""

import itertools
import re
from xml.etree import ElementTree

import pytest
import traitlets
from allpairspy import AllPairs

from balancing_act.argument import read
from balancing_act.argument.labelling import grounded
from balancing_act.argument.strength import MODELS
from balancing_act.charts.argument_map import SCOPES, STATUS, argument_map, judge, layout
from balancing_act.explorers.argument_map import ArgumentMap, view

ARGUMENT = read()
NODES = ARGUMENT.graph.nodes
SVG = "{http://www.w3.org/2000/svg}"
STATES = list(
    AllPairs(
        [
            [[], ["quasi_states"], ["un_speech", "ministry_september"], list(ARGUMENT.evidence)],
            ["made_in_astana", "far_fetched", "un_speech", "quasi_states", "still_bound"],
            list(SCOPES),
            list(MODELS),
        ]
    )
)


def drawn(chart):
    """Class words, title and bar by node, and class words by edge, as they stand in the picture."""
    svg = ElementTree.fromstring(chart.svg)
    nodes = {
        group.get("data-key"): (
            group.get("class").split(),
            group.find(f"{SVG}title").text,
            float(group.find(f"{SVG}rect[@class='bar']").get("width")),
        )
        for group in svg.iter(f"{SVG}g")
        if group.get("data-key")
    }
    edges = {
        (path.get("data-source"), path.get("data-target")): path.get("class").split()
        for path in svg.iter(f"{SVG}path")
        if path.get("data-source")
    }
    return nodes, edges


@pytest.mark.parametrize("state", STATES, ids=lambda state: "-".join(map(str, (len(state[0]), *state[1:]))))
def test_picture_words_and_table_agree_in_every_state(state):
    rejected, focus, scope, model = state
    shown = view(rejected, focus, scope, model)
    chart = argument_map(frozenset(rejected), focus, scope, model)
    nodes, edges = drawn(chart)
    graph = (ARGUMENT.article_alone if scope == "article" else ARGUMENT.graph).without(rejected)
    labels = grounded(graph)
    assert set(nodes) == set(NODES) and set(edges) == ARGUMENT.graph.edges
    for key, (words, title, bar) in nodes.items():
        assert shown["nodes"][key][:2] == [" ".join(words), title]
        assert shown["nodes"][key][3] == bar
        assert words[2] == labels.get(key, words[2]) and words[2] == shown["nodes"][key][2]
        if key not in labels:
            assert words[2] in ("rejected", "absent")
        assert ("focus" in words) == (key == focus)
    assert shown["edges"] == [" ".join(edges[edge]) for edge in sorted(edges)]
    for edge, words in edges.items():
        assert words[1] == ("support" if edge in ARGUMENT.graph.supports else "attack")
        assert ("live" in words) == (labels.get(edge[0]) == "in")
    assert shown["text"] == chart.text
    open_claims = sum(labels.get(key) == "undec" for key in ARGUMENT.claims)
    assert f"{open_claims} are open" in chart.text
    assert len(chart.table) == sum(words[2] != "absent" for words, *_ in nodes.values())
    thesis = f"Policy is made in Astana: {STATUS[labels[ARGUMENT.thesis]]}"
    assert thesis in chart.text and thesis in shown["outline"]


def test_support_and_attack_and_every_status_differ_in_more_than_colour():
    style = re.sub(r"/\*.*?\*/", "", ElementTree.fromstring(argument_map().svg).find(f"{SVG}style").text, flags=re.DOTALL)
    assert re.search(r"\.edge\.attack \{[^}]*stroke-dasharray", style)
    assert "marker-end: var(--arrow)" in style and "marker-end: var(--bar)" in style
    signs = {
        symbol.get("id").split("-")[-1]: symbol[0].get("d") for symbol in ElementTree.fromstring(argument_map().svg).iter(f"{SVG}symbol")
    }
    assert set(signs) == set(STATUS) and len({signs[status] for status in ("in", "out", "undec", "rejected")}) == 4


def test_no_two_boxes_overlap_and_words_fit():
    places = layout()
    for column in range(5):
        tops = sorted(y for c, y in places.values() if c == column)
        assert all(after - before > 36 for before, after in itertools.pairwise(tops))
    for group in ElementTree.fromstring(argument_map().svg).iter(f"{SVG}g"):
        if group.get("data-key"):
            lines = [text.text for text in group.findall(f"{SVG}text")]
            assert 1 <= len(lines) <= 2 and max(map(len, lines)) <= 21, lines


def test_a_new_state_changes_all_that_is_shown():
    explorer = ArgumentMap(scope="article")
    assert explorer.view["said"].startswith("Policy is made in Astana: stands")
    explorer.rejected = ["un_speech", "ministry_september"]
    # In the order of the table, however they were given.
    assert explorer.rejected == ["ministry_september", "un_speech"]
    assert explorer.view["said"].startswith("Policy is made in Astana: does not stand, strength 0.00")
    explorer.focus = "un_speech"
    assert explorer.view["toggle"] == "Accept this evidence"
    assert "Rows of the table statements" in explorer.view["said"] and "The article uses it." in explorer.view["said"]
    explorer.scope, explorer.focus = "all", "not_proof"
    assert explorer.view["toggle"] == ""
    assert "Laruelle, Royce and Beyssembayev" in explorer.view["said"]


def test_a_claim_with_nothing_under_it_is_said_to_have_nothing_and_has_no_strength():
    shown = view([], "far_fetched", "all", "dfquad")
    assert "Conflict is far-fetched: does not stand, strength 0.00." in shown["said"]
    assert "Nothing supports it." in shown["said"]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"focus": "made_in_astan"}, "Did you mean 'made_in_astana'"),
        ({"rejected": ["watch"]}, "no evidence 'watch'.*The tables claims and evidence list them all"),
        ({"scope": "both"}, "It is one of all, article"),
        ({"model": "quad"}, "Did you mean 'dfquad'"),
    ],
)
def test_an_unknown_state_is_refused_with_a_guess(state, message):
    with pytest.raises(traitlets.TraitError, match=message):
        ArgumentMap(**state)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((frozenset({"watch"}),), "Only evidence can be rejected; watch is none"),
        ((frozenset(), "both"), "no scope 'both'"),
        ((frozenset(), "all", "sum"), "no model 'sum'"),
    ],
)
def test_judge_refuses_what_it_does_not_know(arguments, message):
    with pytest.raises(ValueError, match=message):
        judge(*arguments)


def test_a_notebook_keeps_picture_and_words_for_readers_without_a_kernel():
    data, _ = ArgumentMap(scope="article")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    for words in ("<svg", "Sign in a box", "Policy is made in Astana: stands", "The same as a table"):
        assert words in data["text/html"]
    assert data["text/plain"].startswith("The argument: the article alone")


def test_page_offers_every_claim_and_every_piece_of_evidence():
    page = ArgumentMap().page
    assert set(re.findall(r'<option value="(\w+)">', page)) == {*NODES, *SCOPES, *MODELS}
    assert re.findall(r'<input type="checkbox" value="(\w+)">', page) == list(ARGUMENT.evidence)
    assert page.count('role="status"') == 2


def test_two_maps_on_a_page_do_not_share_ids():
    ids = [set(re.findall(r'\bid="([^"]+)"', argument_map(focus=focus).svg)) for focus in ("watch", "shift")]
    assert ids[0] and not ids[0] & ids[1]
