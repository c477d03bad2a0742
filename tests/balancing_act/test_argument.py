"""The article as an argument: what the file must hold, both sides counted, and what other tools get."""

import copy
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import arguebuf
import pandas as pd
import pytest
import yaml
from jsonschema import Draft7Validator

from balancing_act import load
from balancing_act.argument import ArgumentError, read
from balancing_act.argument.export import to_aif, to_argdown
from balancing_act.argument.labelling import grounded, preferred, smallest_removals
from balancing_act.argument.model import build, schema
from balancing_act.argument.strength import MODELS, strengths
from balancing_act.checkpoints import _find as find
from balancing_act.checkpoints import keys
from balancing_act.tables import data_folder

CONTENT = yaml.safe_load((data_folder() / "argument.yml").read_text(encoding="utf-8"))
ARGUMENT = read()


def changed(**changes):
    """The content of the file with the first entry of some parts replaced by a mapping merged into it."""
    content = copy.deepcopy(CONTENT)
    for part, change in changes.items():
        if isinstance(change, dict):
            content[part][0] |= change
        else:
            content[part] = change
    return content


def test_the_schema_is_a_schema_and_the_file_fits_it():
    Draft7Validator.check_schema(schema())
    Draft7Validator(schema()).validate(CONTENT)


def test_the_argument_is_large_enough_and_covers_every_paragraph():
    assert len(ARGUMENT.graph.nodes) >= 45
    paragraphs = {claim.paragraph for claim in ARGUMENT.claims.values() if claim.in_article}
    assert paragraphs == set(load("article")["paragraph"])
    assert {claim.kind for claim in ARGUMENT.claims.values()} == {"fact", "interpretation", "causal claim", "prediction", "value"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (changed(claims={"by": []}), r"claims/0/by: must contain at least 1 items; got \[\]"),
        (changed(claims={"by": ["nobody"]}), "the table positions has no nobody"),
        (changed(claims={"paragraph": "p99"}), "needs the paragraph it stands in"),
        (changed(claims={"kind": "opinion"}), "claims/0/kind: must be one of .*; got 'opinion'"),
        (changed(claims={"title": "x" * 33}), "claims/0/title: must be shorter than or equal to 32 characters"),
        (changed(claims={"kinds": "fact"}), "claims/0: must not contain {'kinds'} properties"),
        (changed(claims={"supports": ["nowhere"]}), "watch points to 'nowhere', which is not a claim"),
        (changed(claims={"attacks": ["un_speech"]}), "points to 'un_speech', which is not a claim"),
        (changed(claims={"supports": ["shift"]}), "rest on nothing"),
        (changed(evidence={"key": "watch"}), "watch: a key may be used once only"),
        (changed(evidence={"rows": {"table": "statements", "statement": ["smadiyarov_2023"]}}), "no row of the table statements has"),
        (changed(evidence={"rows": {"table": "statements", "speech": ["x"]}}), "the table statements has no column 'speech'"),
        (changed(evidence={"rows": {"table": "speeches", "x": ["x"]}}), "There is no table 'speeches'"),
        (changed(thesis="moscow"), "The thesis 'moscow' is not a claim"),
        (changed(omissions={"evidence": ["moscow"]}), "Omission june: moscow is not evidence"),
    ],
)
def test_a_broken_argument_is_refused_with_the_reason(content, message):
    with pytest.raises(ValueError, match=message):
        build(content)


def test_evidence_that_no_claim_uses_is_refused():
    content = copy.deepcopy(CONTENT)
    del content["evidence"][0]["supports"]
    with pytest.raises(ArgumentError, match="Evidence ministry_september: no claim uses it"):
        build(content)


def test_every_claim_names_its_source_and_who_disagrees_is_in_the_positions():
    for claim in ARGUMENT.claims.values():
        assert claim.by and (claim.paragraph != "") == claim.in_article, claim.key
    speakers = {key for claim in ARGUMENT.claims.values() for key in claim.by} - {"fact_check"}
    sides = load("positions").set_index("position")["side"][sorted(speakers - {"sanchez"})].value_counts()
    assert sides["independent"] >= 4 and sides["not_independent"] >= 4 and sides["mixed"] >= 1


def test_evidence_that_the_article_does_not_use_is_an_omission_or_comes_later():
    """What is called left out is not in the article, and both sides would have gained from some of it."""
    helps = Counter()
    for omission in ARGUMENT.omissions:
        assert not any(ARGUMENT.evidence[key].in_article for key in omission["evidence"]), omission["key"]
        helps[omission["helps"]] += 1
    assert helps["article"] == helps["counter"] >= 3


def test_both_sides_are_counted(capsys):
    """Claims, evidence, sources and edges for and against the thesis, printed with every run."""
    side = {key: ARGUMENT.side(key) for key in ARGUMENT.graph.nodes}
    count = {name: Counter() for name in ("claims", "evidence", "sources", "supports", "attacks")}
    sources = {"for": set(), "against": set()}
    for key in ARGUMENT.claims:
        count["claims"][side[key]] += 1
    for key, item in ARGUMENT.evidence.items():
        count["evidence"][side[key]] += 1
        for one in {"for": ["for"], "against": ["against"], "both": ["for", "against"], "neither": []}[side[key]]:
            sources[one] |= item.sources
    count["sources"] = Counter({one: len(found) for one, found in sources.items()})
    for relation in ("supports", "attacks"):
        for source, _ in getattr(ARGUMENT.graph, relation):
            count[relation][side[source]] += 1
    count["hints"] = _hints_by_side()
    with capsys.disabled():
        print("\nThe argument map and the checkpoints' hints, for and against the thesis:")
        for name, numbers in count.items():
            print(f"  {name:9}", *(f"{one} {numbers[one]:3} " for one in ("for", "against", "both", "neither")))
    for name in ("evidence", "sources", "attacks", "hints"):
        assert 2 / 3 <= count[name]["for"] / count[name]["against"] <= 3 / 2, name


def _hints_by_side() -> Counter:
    """Replies and hints of the checkpoints by the side they speak for.

    hint_sides.csv declares those that lean, and each checkpoint of which no text does. For: the text gives a reason to think that
    policy is made in Astana, or that a statement of the article holds. Against: a reason to think that Astana is bound, or that a
    statement of the article does not hold or is not shown. All others tell how to read or to count, or name both sides.
    """
    texts = {}
    lessons = sorted((Path(__file__).parents[2] / "lessons").glob("0*.ipynb"))
    for notebook in [*(str(int(path.name[:2])) for path in lessons), "toolbox"]:
        for key in keys(notebook):
            checkpoint = find(key)
            texts[key] = [checkpoint.because, *checkpoint.hints, *checkpoint.misconceptions().values()]
    declared = pd.read_csv(Path(__file__).with_name("hint_sides.csv"), dtype=str)
    assert set(declared["checkpoint"]) == set(texts), "hint_sides.csv: weigh the texts of each checkpoint, and say which lean."
    marked = declared[declared["side"] != "neither"]
    for row in marked.itertuples():
        found = [text for text in texts[row.checkpoint] if text.startswith(row.begins)]
        assert len(found) == 1, f"hint_sides.csv: {row.checkpoint} has {len(found)} texts that begin with {row.begins!r}."
    count = Counter(marked["side"])
    return count | Counter(neither=sum(map(len, texts.values())) - len(marked))


def test_the_map_alone_decides_for_neither_side():
    labels = grounded(ARGUMENT.graph)
    assert labels[ARGUMENT.thesis] == labels[ARGUMENT.antithesis] == "undec"
    relevant = ARGUMENT.graph.only({ARGUMENT.thesis, *ARGUMENT.graph.behind[ARGUMENT.thesis]})
    readings = Counter(labels[ARGUMENT.thesis] for labels in preferred(relevant))
    assert readings["in"] and readings["out"] and 2 / 3 <= readings["in"] / readings["out"] <= 3 / 2
    for model in MODELS:
        found = strengths(ARGUMENT.graph, ARGUMENT.weights(ARGUMENT.graph), model)
        assert found.converged and abs(found.values[ARGUMENT.thesis] - found.values[ARGUMENT.antithesis]) < 0.05
    needed = [len(smallest_removals(ARGUMENT.graph, claim)[0]) for claim in (ARGUMENT.thesis, ARGUMENT.antithesis)]
    assert needed[0] == needed[1] >= 3


def test_the_article_alone_carries_its_thesis_by_two_statements():
    alone = ARGUMENT.article_alone
    assert grounded(alone)[ARGUMENT.thesis] == "in"
    assert smallest_removals(alone, ARGUMENT.thesis) == [frozenset({"ministry_september", "un_speech"})]


def test_without_the_sentence_of_june_the_first_claim_falls_to_the_gloss():
    labels = grounded(ARGUMENT.graph.without({"quasi_states"}))
    assert (labels["only_principles"], labels["no_recognition"]) == ("in", "out")
    assert grounded(ARGUMENT.graph)["no_recognition"] == "in"


def test_tables_are_what_the_file_makes():
    for name, table in ARGUMENT.tables().items():
        shipped = load(name)
        assert list(shipped.columns) == list(table.columns)
        written = table.astype(str).replace({"<NA>": "", "nan": ""})
        assert written.equals(shipped.astype(object).fillna("").astype(str)), f"{name}: run make data and commit what it changes."


def test_argdown_has_every_statement_once_and_every_edge():
    text = to_argdown(ARGUMENT)
    assert re.findall(r"^\[(\w+)\]: \S.* #\([a-z ]+\)$", text, re.MULTILINE) == list(ARGUMENT.graph.nodes)
    found, target = {"+": set(), "-": set()}, ""
    for line in text.splitlines():
        if opened := re.match(r"\[(\w+)\]:", line):
            target = opened[1]
        elif line:
            sign, source = re.fullmatch(r"  ([+-]) \[(\w+)\]", line).groups()
            found[sign].add((source, target))
    assert (found["+"], found["-"]) == (ARGUMENT.graph.supports, ARGUMENT.graph.attacks)
    # Underscores in running text would open italics.
    assert not re.search(r"(?<!\\)_", re.sub(r"\[\w+\]", "", text))


# Argdown's own parser, which `make ready` installs beside the Python packages.
READ_ARGDOWN = """
import { argdown } from "@argdown/core";
import { readFileSync } from "node:fs";
const input = readFileSync(0, "utf8");
const { lexerErrors, parserErrors, statements, relations } = argdown.run({ process: ["parse-input", "build-model"], input });
const read = relations.map(({ relationType, from, to }) => [relationType, from.title, to.title]);
console.log(JSON.stringify({ errors: [...lexerErrors, ...parserErrors], statements: Object.keys(statements), relations: read }));
"""


def test_argdowns_own_parser_reads_every_statement_and_relation():
    folder = Path(sys.prefix) / "argdown"
    assert (folder / "node_modules").exists(), "The parser of Argdown is missing: run make ready."
    command = ["node", "--input-type=module", "--eval", READ_ARGDOWN]
    run = subprocess.run(command, cwd=folder, input=to_argdown(ARGUMENT), capture_output=True, text=True, check=True, timeout=120)
    found = json.loads(run.stdout)
    assert found["errors"] == []
    assert set(found["statements"]) == set(ARGUMENT.graph.nodes)
    relations = {(kind, source, target) for kind, source, target in found["relations"]}
    assert relations == {("support", *pair) for pair in ARGUMENT.graph.supports} | {("attack", *pair) for pair in ARGUMENT.graph.attacks}


def test_another_reader_of_aif_finds_every_statement_and_relation():
    graph = arguebuf.load.aif(to_aif(ARGUMENT))
    assert set(graph.atom_nodes) == set(ARGUMENT.graph.nodes)
    scheme = {key: type(node.scheme) for key, node in graph.scheme_nodes.items()}
    source = {edge.target.id: edge.source.id for edge in graph.edges.values() if edge.target.id in scheme}
    target = {edge.source.id: edge.target.id for edge in graph.edges.values() if edge.source.id in scheme}
    for kind, pairs in ((arguebuf.Support, ARGUMENT.graph.supports), (arguebuf.Attack, ARGUMENT.graph.attacks)):
        assert {(source[key], target[key]) for key, found in scheme.items() if found is kind} == pairs


def test_aif_links_information_nodes_through_inferences_and_conflicts():
    graph = to_aif(ARGUMENT)
    kind = {node["nodeID"]: node["type"] for node in graph["nodes"]}
    assert len(kind) == len(graph["nodes"])
    assert Counter(kind.values()) == {
        "I": len(ARGUMENT.graph.nodes),
        "RA": len(ARGUMENT.graph.supports),
        "CA": len(ARGUMENT.graph.attacks),
    }
    into = {edge["toID"]: edge["fromID"] for edge in graph["edges"] if kind[edge["toID"]] != "I"}
    out = {edge["fromID"]: edge["toID"] for edge in graph["edges"] if kind[edge["fromID"]] != "I"}
    assert {(into[s], out[s]) for s, k in kind.items() if k == "RA"} == ARGUMENT.graph.supports
    assert {(into[s], out[s]) for s, k in kind.items() if k == "CA"} == ARGUMENT.graph.attacks
