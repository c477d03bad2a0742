"""Checkpoints of lesson 1, What does the article claim?"""

from functools import cache

from balancing_act.argument import Graph, read
from balancing_act.argument.labelling import grounded, smallest_removals
from balancing_act.checkpoints import Checkpoint
from balancing_act.tables import rows

SMALL = frozenset({("june", "words"), ("words", "refused"), ("sign", "no proof"), ("no proof", "sign")})


@cache
def _article() -> list[dict]:
    return [claim for claim in rows("claims") if claim["by"] == "sanchez"]


def _bare() -> list[dict]:
    supported = {edge["to"] for edge in rows("edges") if edge["relation"] == "supports"}
    return [claim for claim in _article() if claim["claim"] not in supported]


def _count(claims: list[dict], kind: str) -> int:
    return sum(claim["kind"] == kind for claim in claims)


def _in(attacks: frozenset[tuple[str, str]]) -> int:
    nodes = tuple(sorted({node for pair in attacks for node in pair}))
    return list(grounded(Graph(nodes, frozenset(), attacks, frozenset(nodes))).values()).count("in")


@cache
def _needed(part: str, claim: str) -> int:
    graph = read().article_alone if part == "alone" else read().graph
    return len(smallest_removals(graph, claim)[0])


def _rescuing() -> str:
    """The one piece of evidence without which the words-only reading stands and the first claim falls."""
    (removal,) = smallest_removals(read().graph, "no_recognition")
    return next(iter(removal))


CHECKPOINTS = {
    "1-not-facts": Checkpoint(
        answer=lambda: len(_article()) - _count(_article(), "fact"),
        because="Two thirds of what the article says cannot simply be looked up. That is no fault: it is an opinion article.",
        hints=["Add the counts of the other four kinds.", "len(article) minus the number of facts gives the same."],
        misconceptions=lambda: {
            _count(_article(), "fact"): "That is the number of facts (there are as many interpretations).",
            len(rows("claims")) - _count(rows("claims"), "fact"): "You counted the claims of others too. Take the table article.",
        },
    ),
    "1-warrant": Checkpoint(
        answer=lambda: "B",
        because="The critic grants the refusal and doubts the rule that makes it a sign. Such an attack is called an undercutter.",
        hints=[
            "Does the critic deny that Astana refused?",
            "Ask what the critic would need for C: a reason to think that Moscow decides.",
        ],
        misconceptions=lambda: {
            "A": "The critic grants that Astana did not recognise them: it is among the states of Central Asia.",
            "C": "If everybody did the same, nothing follows for either side. It takes a sign away and puts none in its place.",
        },
    ),
    "1-gloss": Checkpoint(
        answer=lambda: "B",
        because="It applies a stated principle of non-recognition to Donetsk and Luhansk, though not yet to the four regions of September.",
        hints=[
            "Whose words are they, and do they speak of recognising?",
            "The note says which principle the president applies.",
        ],
        misconceptions=lambda: {
            "A": "The word is there, but a headline is not Astana's own words.",
            "C": "A refusal may follow from the principles, but the sentence does not say it. That step is the reader's.",
        },
    ),
    "1-bare": Checkpoint(
        answer=lambda: _count(_bare(), "prediction"),
        because="Nobody has evidence from the future, but a prediction can rest on a trend or a precedent. These rest on neither.",
        hints=["Count in the column kind of the list above.", 'Try (bare["kind"] == "prediction").sum().'],
        misconceptions=lambda: {
            len(_bare()): "That is the number of all bare claims.",
            _count(_article(), "prediction"): "That is the number of all predictions; most of them have something under them.",
        },
    ),
    "1-grounded": Checkpoint(
        answer=lambda: _in(SMALL | {("new", "june")}),
        because="New and words are in; june and refused are out; the other two stay open. One argument turned the chain round.",
        hints=[
            "Begin with the argument that nobody attacks, and follow the chain.",
            "If june is out, words has no attacker left. What does that do to refused?",
        ],
        misconceptions=lambda: {
            _in(SMALL | {("new", "june")}) + 1: "Refused falls now, because words stands. And what attacks itself in a circle stays open.",
            _in(SMALL | {("new", "june")}) - 1: "The new argument is in, and so is an old one.",
            _in(SMALL | {("new", "june")}) + 2: "Sign and no proof attack each other: they stay open.",
        },
    ),
    "1-topple": Checkpoint(
        answer=lambda: _needed("all", "still_bound"),
        because="It takes as many as for the thesis. The map leaves both open, and neither hangs by a single thread.",
        hints=['Call smallest_removals(argument.graph, "still_bound").', "It gives a list of sets. Take len of the first of them."],
        misconceptions=lambda: {
            _needed("alone", "made_in_astana"): "That is the number for the thesis when the article stands alone.",
            len(smallest_removals(read().graph, "still_bound")): "That is the number of sets. How many pieces are in one of them?",
        },
    ),
    "1-rescue": Checkpoint(
        answer=_rescuing,
        because="Without it nothing answers the reading that the ministry named principles only, and the article's first claim falls.",
        hints=[
            'Look at "Referenda not recognised" in the explorer, and at what answers its attacker.',
            "It is a statement of June 2022. The list of omissions says which.",
        ],
        misconceptions=lambda: {
            "ministry_september": "Those are the words in question, and the article uses them.",
            "un_speech": "The article uses the speech; and it, too, names principles.",
            "ministry_2014": "That shows that the words changed. It does not answer the one who says they name principles only.",
            "june_refusal": "That is the claim that rests on it. Give the key of the evidence.",
        },
    ),
}
