"""What an argument is made of, and how it is read from data/argument.yml."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import fastjsonschema
import yaml

from balancing_act import tables

if TYPE_CHECKING:
    import pandas as pd

ARTICLE = "sanchez"
FACT_CHECK = "fact_check"


class ArgumentError(ValueError):
    """An argument that cannot be used: the message names the entry and says what is wrong with it."""


@dataclass(frozen=True)
class Graph:
    """Nodes with two relations between them, each a set of pairs (from, to).

    given: the nodes that need no support. A node stands if it is given or one of its supporters stands, and none of its
    attackers stands. If all nodes are given and nothing supports anything, this is Dung's framework (1995); in general it
    is an abstract dialectical framework (Brewka and Woltran 2010) that asks for evidence as Oren and Norman (2008) do.
    """

    nodes: tuple[str, ...]
    supports: frozenset[tuple[str, str]]
    attacks: frozenset[tuple[str, str]]
    given: frozenset[str]

    @property
    def edges(self) -> frozenset[tuple[str, str]]:
        return self.supports | self.attacks

    @cached_property
    def supporters(self) -> dict[str, list[str]]:
        return self._sources(self.supports)

    @cached_property
    def attackers(self) -> dict[str, list[str]]:
        return self._sources(self.attacks)

    @cached_property
    def behind(self) -> dict[str, frozenset[str]]:
        """Each node with all nodes from which a path of edges leads to it, itself left out unless it lies on a cycle."""
        direct = {node: {*self.supporters[node], *self.attackers[node]} for node in self.nodes}

        def collect(node):
            seen, todo = set(), list(direct[node])
            while todo:
                source = todo.pop()
                if source not in seen:
                    seen.add(source)
                    todo.extend(direct[source])
            return frozenset(seen)

        return {node: collect(node) for node in self.nodes}

    def without(self, nodes: Iterable[str]) -> "Graph":
        """The graph that is left when some nodes are taken away."""
        return self.only(set(self.nodes) - set(nodes))

    def only(self, nodes: Iterable[str]) -> "Graph":
        """The part of the graph made of some nodes and the edges between them."""
        kept = set(nodes)
        supports, attacks = (frozenset(pair for pair in edges if kept.issuperset(pair)) for edges in (self.supports, self.attacks))
        return Graph(tuple(node for node in self.nodes if node in kept), supports, attacks, self.given & kept)

    def _sources(self, edges: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
        sources = {node: [] for node in self.nodes}
        for source, target in sorted(edges):
            sources[target].append(source)
        return sources


@dataclass(frozen=True)
class Claim:
    """What somebody says.

    title: a few words for the map; text: the claim in our words; by: who makes it, keys of the table positions or
    ``fact_check``; paragraph: where the article makes it, empty for others; kind: fact, interpretation, causal claim,
    prediction or value; stated: False for a step that the article needs and does not write; qualifier: the article's own
    words that weaken or strengthen it.
    """

    key: str
    title: str
    text: str
    by: tuple[str, ...]
    kind: str
    paragraph: str = ""
    stated: bool = True
    qualifier: str = ""

    @property
    def in_article(self) -> bool:
        return ARTICLE in self.by


@dataclass(frozen=True)
class Evidence:
    """Rows of one table. where: the values that each named column may have; in_article: whether the article uses it."""

    key: str
    title: str
    table: str
    where: dict[str, tuple]
    in_article: bool

    @property
    def named(self) -> str:
        """The rows in words: "event: army_games, csto_exercises"."""
        return "; ".join(f"{column}: {', '.join(map(str, values))}" for column, values in self.where.items())

    def rows(self) -> list[dict]:
        """The rows. Raises ArgumentError for a column that the table lacks and for a value that no row has."""
        table = found = _table(self.table)
        for column, values in self.where.items():
            if column not in table[0]:
                raise ArgumentError(f"Evidence {self.key}: the table {self.table} has no column {column!r}.")
            wanted = set(map(str, values))
            found = [row for row in found if str(row[column]) in wanted]
        for column, values in self.where.items():
            if absent := set(map(str, values)) - {str(row[column]) for row in found}:
                raise ArgumentError(f"Evidence {self.key}: no row of the table {self.table} has {column} {', '.join(sorted(absent))}.")
        return found

    @property
    def sources(self) -> set[str]:
        """Keys of the table sources: those of the rows, or of the whole table where rows name none."""
        named = {row["source"] for row in self.rows() if "source" in row}
        return named or {source["name"] for source in tables.resource(self.table)["sources"]}

    @cached_property
    def confidence(self) -> str:
        """The lowest confidence of the rows; ``high`` where the table states none."""
        stated = {row.get("confidence") for row in self.rows()}
        return next((level for level in CONFIDENCE if level in stated), "high")


# From the lowest level up: how much a piece of evidence counts for at the start. The numbers are a convention of the course.
CONFIDENCE = {"low": 0.5, "low_medium": 0.6, "medium": 0.7, "medium_high": 0.8, "high": 0.9}
NEUTRAL = 0.5


@dataclass(frozen=True)
class Argument:
    """Claims and evidence by key, the graph of what supports and attacks what, the two opposed main claims, and omissions.

    omissions: what the article leaves out, each with text, the keys of the evidence, and whom it helps, article or counter.
    """

    claims: dict[str, Claim]
    evidence: dict[str, Evidence]
    graph: Graph
    thesis: str
    antithesis: str
    omissions: tuple[dict, ...]

    def weights(self, graph: Graph) -> dict[str, float]:
        """The strength that each node of a part of the graph has before anything else is weighed.

        Evidence counts by its confidence; a claim starts at 0.5 if supports lead to it from evidence in that part, else at 0.
        """
        fed = {key for key in graph.nodes if key in self.evidence}
        while onward := {target for source, target in graph.supports if source in fed} - fed:
            fed |= onward
        start = {key: NEUTRAL if key in fed else 0.0 for key in graph.nodes}
        return start | {key: CONFIDENCE[self.evidence[key].confidence] for key in graph.nodes if key in self.evidence}

    @property
    def article_alone(self) -> Graph:
        """The part of the graph that the article itself gives: its own claims and the evidence it uses."""
        return self.graph.only(key for key, node in (self.claims | self.evidence).items() if node.in_article)

    def side(self, key: str) -> str:
        """``for`` or ``against`` the thesis, ``both`` or ``neither``.

        Decided by the shortest paths to the thesis or the antithesis: an even number of attacks speaks for where it leads.
        """
        reached, seen = {(key, 1)}, set()
        while reached:
            signs = {sign if node == self.thesis else -sign for node, sign in reached if node in (self.thesis, self.antithesis)}
            if signs:
                return {(1,): "for", (-1,): "against"}.get(tuple(signs), "both")
            seen |= reached
            onward = {(target, sign) for node, sign in reached for source, target in self.graph.supports if source == node}
            onward |= {(target, -sign) for node, sign in reached for source, target in self.graph.attacks if source == node}
            reached = onward - seen
        return "neither"

    def tables(self) -> "dict[str, pd.DataFrame]":
        """The argument as the three tables claims, evidence and edges."""
        import pandas as pd  # noqa: PLC0415

        claims = pd.DataFrame(
            [
                [c.key, c.paragraph, "; ".join(c.by), c.kind, c.stated, c.title, c.text, c.qualifier, self.side(c.key)]
                for c in self.claims.values()
            ],
            columns=["claim", "paragraph", "by", "kind", "stated", "title", "text", "qualifier", "side"],
        )
        evidence = pd.DataFrame(
            [[e.key, e.title, e.table, e.named, e.in_article, e.confidence, self.side(e.key)] for e in self.evidence.values()],
            columns=["evidence", "title", "table", "rows", "in_article", "confidence", "side"],
        )
        order = {key: place for place, key in enumerate(self.graph.nodes)}
        edges = pd.DataFrame(
            [(*edge, "supports") for edge in self.graph.supports] + [(*edge, "attacks") for edge in self.graph.attacks],
            columns=["from", "to", "relation"],
        ).sort_values(["from", "relation", "to"], key=lambda column: column.map(lambda value: order.get(value, value == "attacks")))
        return {"claims": claims, "evidence": evidence, "edges": edges.reset_index(drop=True)}


@cache
def _table(name: str) -> list[dict]:
    """The rows of a table to look up in, read once; nobody changes them."""
    return tables.rows(name)


@cache
def read() -> Argument:
    """The argument of the article. Raises ArgumentError where data/argument.yml breaks a rule of ``build``."""
    # libyaml reads it eight times as fast, where PyYAML was built with it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return build(yaml.load((tables.data_folder() / "argument.yml").read_text(encoding="utf-8"), loader))


@cache
def schema() -> dict:
    """The JSON Schema of data/argument.yml."""
    return json.loads((tables.data_folder() / "argument.schema.json").read_text(encoding="utf-8"))


@cache
def _valid() -> Callable[[dict], dict]:
    return fastjsonschema.compile(schema(), use_default=False)


def build(content: dict) -> Argument:
    """An argument from the content of an argument file.

    Raises ArgumentError for what the schema refuses, for a key used twice, an edge to a claim that is not there, a claim
    whose paragraph or maker is not known, evidence that no claim uses, rows that no table has, and supports in a circle.
    """
    try:
        _valid()(content)
    except fastjsonschema.JsonSchemaValueException as problem:
        _data, *place = problem.path
        what = problem.message.removeprefix(problem.name).strip()
        raise ArgumentError(f"argument.yml, {'/'.join(place) or 'as a whole'}: {what}; got {problem.value!r}") from problem
    entries = content["claims"] + content["evidence"]
    keys = [entry["key"] for entry in entries]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ArgumentError(f"{', '.join(sorted(twice))}: a key may be used once only.")
    claims = {entry["key"]: _claim(entry) for entry in content["claims"]}
    evidence = {entry["key"]: _evidence(entry) for entry in content["evidence"]}
    supports, attacks = (
        frozenset((entry["key"], target) for entry in entries for target in entry.get(relation, ())) for relation in ("supports", "attacks")
    )
    for source, target in sorted(supports | attacks):
        if target not in claims:
            raise ArgumentError(f"{source} points to {target!r}, which is not a claim.")
    for item in evidence.values():
        item.rows()
        if not any(source == item.key for source, _ in supports | attacks):
            raise ArgumentError(f"Evidence {item.key}: no claim uses it.")
    graph = Graph(tuple(keys), supports, attacks, frozenset(evidence))
    _refuse_circles(graph)
    for name in ("thesis", "antithesis"):
        if content[name] not in claims:
            raise ArgumentError(f"The {name} {content[name]!r} is not a claim.")
    for omission in content["omissions"]:
        if unknown := set(omission["evidence"]) - set(evidence):
            raise ArgumentError(f"Omission {omission['key']}: {', '.join(sorted(unknown))} is not evidence.")
    return Argument(claims, evidence, graph, content["thesis"], content["antithesis"], tuple(content["omissions"]))


def _claim(entry: dict) -> Claim:
    fields = {name: value for name, value in entry.items() if name not in ("supports", "attacks")}
    claim = Claim(**fields | {"by": tuple(entry["by"])})
    if unknown := set(claim.by) - {FACT_CHECK, *(row["position"] for row in _table("positions"))}:
        raise ArgumentError(f"Claim {claim.key}: the table positions has no {', '.join(sorted(unknown))}.")
    if claim.in_article and claim.paragraph not in {row["paragraph"] for row in _table("article")}:
        raise ArgumentError(f"Claim {claim.key}: a claim of the article needs the paragraph it stands in.")
    return claim


def _evidence(entry: dict) -> Evidence:
    rows = dict(entry["rows"])
    table = rows.pop("table")
    where = {column: tuple(values) for column, values in rows.items()}
    return Evidence(entry["key"], entry["title"], table, where, entry["in_article"])


def _refuse_circles(graph: Graph) -> None:
    supports = Graph(graph.nodes, graph.supports, frozenset(), graph.given)
    if circular := [node for node in graph.nodes if node in supports.behind[node]]:
        raise ArgumentError(f"{', '.join(circular)}: claims that support themselves in a circle rest on nothing.")
