# %% kinds: a loop
kinds = {}
for by, kind in zip(claims["by"], claims["kind"]):
    if by == "sanchez":
        kinds[kind] = kinds.get(kind, 0) + 1

# %% kinds: grouped, as a dict
kinds = claims[claims["by"] == "sanchez"].groupby("kind").size().to_dict()

# %% kinds: a Counter
from collections import Counter
kinds = Counter(claims.query("by == 'sanchez'")["kind"])

# %% kinds: one sum for each
kinds = {kind: ((claims["by"] == "sanchez") & (claims["kind"] == kind)).sum() for kind in claims["kind"].unique()}

# %% kinds: everybody's claims
# fails: You counted the claims of others too.
kinds = claims["kind"].value_counts()

# %% kinds: the others' claims
# fails: At least one of the five counts is wrong
kinds = claims.loc[claims["by"] != "sanchez", "kind"].value_counts().reindex(claims["kind"].unique(), fill_value=0)

# %% kinds: one too many
# fails: At least one of the five counts is wrong
# model
kinds["fact"] += 1

# %% kinds: two kinds exchanged
# fails: At least one of the five counts is wrong
# model
kinds = kinds.rename({"fact": "value", "value": "fact"})

# %% kinds: counted by speaker
# fails: kinds needs the keys
kinds = claims["by"].value_counts()

# %% chart: upright bars
fig, ax = plt.subplots()
ax.bar(list(kinds.keys()), list(kinds.values))
ax.set_title("Claims")
ax.set_ylabel("claims")

# %% chart: lying bars, sorted
fig, ax = plt.subplots()
kinds.sort_values().plot(kind="barh", ax=ax, title="What kind of claims?")
ax.set(xlabel="number", ylabel="")

# %% chart: one bar at a time
fig, ax = plt.subplots()
for place, (kind, number) in enumerate(kinds.items()):
    ax.bar(place, number)
ax.set_xticks(range(5), kinds.index)
ax.set_ylabel("how many")
ax.set_title("Kinds")

# %% chart: no bars
# fails: Task 1b is not answered yet
fig, ax = plt.subplots()
ax.plot(list(kinds.index), kinds.values)

# %% chart: no title
# fails: The chart needs a title
# with: ax.set_title("The article's claims by kind") ->

# %% chart: no label
# fails: The axis of numbers needs a label
# with: ax.set_xlabel("number of claims") ->

# %% chart: label on the other axis
# fails: Label the axis that carries the numbers
# with: ax.set_xlabel("number of claims") -> ax.set_ylabel("number of claims")
# with: ax.set_ylabel("") ->

# %% chart: four of five
# fails: The chart should have five bars
# with: kinds.plot -> kinds.head(4).plot

# %% chart: shares instead of counts
# fails: The bars do not show the counts
# with: kinds.plot -> (kinds / kinds.sum()).plot

# %% chart: everybody's claims
# fails: The bars do not show the counts
# with: kinds.plot -> claims["kind"].value_counts().plot

# %% chart: names in another order than the bars
# fails: The bars do not show the counts
# model
ax.set_yticklabels(reversed(list(kinds.index)))

# %% chart: no names
# fails: The axis should name the kind
# model
ax.set_yticklabels(range(5))

# %% classify: one pair at a time
classified = {}
for letter, kind in zip("ABCDEF", ["fact", "value", "causal claim", "prediction", "interpretation", "fact"]):
    classified[letter] = kind

# %% classify: a Series, capital letters
classified = pd.Series({"a": "Fact", "b": "Value", "c": "Causal claim", "d": "Prediction", "e": "Interpretation", "f": "Fact"})

# %% classify: dict of pairs
classified = dict([("F", "fact"), ("E", "interpretation"), ("D", "prediction"), ("C", "causal claim"), ("B", "value"), ("A", "fact")])

# %% classify: what is false is no fact
# fails: F is false, as the roll call shows.
# with: "F": "fact" -> "F": "interpretation"

# %% classify: a vote is interpreted
# fails: A can be looked up in the roll call.
# with: "A": "fact" -> "A": "interpretation"

# %% classify: blame is a fact
# fails: B praises or blames.
# with: "B": "value" -> "B": "fact"

# %% classify: a cause is an interpretation
# fails: C says what brought the vote about
# with: "C": "causal claim" -> "C": "interpretation"

# %% classify: what will be is a fact
# fails: D speaks of a vote that has not been held.
# with: "D": "prediction" -> "D": "fact"

# %% classify: an intention is a cause
# fails: E says what the vote was meant to say.
# with: "E": "interpretation" -> "E": "causal claim"

# %% classify: one left out
# fails: classified needs the six keys A to F.
# with: "F": "fact", ->

# %% classify: a kind of one's own
# fails: A kind is fact, interpretation
# with: "B": "value" -> "B": "opinion"

# %% gloss: small
gloss = "b"

# %% gloss: with spaces
gloss = " B "

# %% gloss: from a list
gloss = ["A", "B", "C", "D"][1]

# %% gloss: integrity was quoted
# fails: That stands in the quoted words.
gloss = "A"

# %% gloss: coexistence was quoted
# fails: That stands in the quoted words.
gloss = "C"

# %% gloss: principles were quoted
# fails: That stands in the quoted words.
gloss = "D"

# %% gloss: no letter of these
# fails: gloss is one letter
gloss = "E"

# %% carried: recursion
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    def reach(known):
        more = known | {b for a, b in supports if a in known}
        return known if more == known else reach(more)

    return reach(set(evidence)) - set(evidence)

# %% carried: a queue
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    found, queue = [], list(evidence)
    while queue:
        here = queue.pop(0)
        for pair in supports:
            if pair[0] == here and pair[1] not in found and pair[1] not in evidence:
                found.append(pair[1])
                queue.append(pair[1])
    return found

# %% carried: as many rounds as pairs
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    reached = set(evidence)
    for _ in supports:
        for start, end in supports:
            if start in reached:
                reached.add(end)
    return frozenset(reached.difference(evidence))

# %% carried: one step only
# fails: e1 carries a, and a carries b.
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    return {end for start, end in supports if start in evidence}

# %% carried: two steps only, hard-coded to the example
# fails: A path may be long
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    first = {end for start, end in supports if start in evidence}
    return first | {end for start, end in supports if start in first}

# %% carried: one pass in the order of the pairs
# fails: A path may be long
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    reached = set(evidence)
    for start, end in supports:
        if start in reached:
            reached.add(end)
    return reached - set(evidence)

# %% carried: everything that has a supporter that has one
# fails: Two claims that support each other carry nothing
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    alive = {end for _, end in supports}
    while True:
        left = {end for start, end in supports if start in evidence or start in alive and end in alive}
        if left == alive:
            return alive
        alive = left

# %% carried: no evidence is all evidence
# fails: Without evidence nothing is carried.
# with: reached = set(evidence) -> reached = set(evidence or [start for start, _ in supports])

# %% carried: evidence among the claims
# fails: e1 carries a, and a carries b.
# with: return reached - set(evidence) -> return reached

# %% carried: unused evidence among the claims
# fails: A circle must not keep the function running for ever, and evidence is no claim.
# with: return reached - set(evidence) -> return reached - {start for start, _ in supports if start in evidence}

# %% not-carried: a loop
not_carried = []
all_supports = [(a, b) for a, b, r in zip(edges["from"], edges["to"], edges["relation"]) if r == "supports"]
reached = carried(all_supports, evidence["evidence"].tolist())
for _, row in claims.iterrows():
    if row["by"] == "sanchez" and row["claim"] not in reached:
        not_carried.append(row["claim"])

# %% not-carried: a column
pairs = edges.query("relation == 'supports'")[["from", "to"]].values.tolist()
own = claims.loc[claims["by"].eq("sanchez"), "claim"]
not_carried = own[~own.isin(carried(pairs, list(evidence["evidence"])))]

# %% not-carried: a tuple
# model
not_carried = tuple(sorted(not_carried))

# %% not-carried: those that are carried
# fails: Those are the claims that are carried.
# model
not_carried = set(claims.loc[claims["by"] == "sanchez", "claim"]) - not_carried

# %% not-carried: the others' claims
# fails: There is a claim of somebody else in it.
not_carried = set(claims.loc[claims["by"] != "sanchez", "claim"])

# %% not-carried: attacks carry too
# fails: Did you use supports only, and the evidence of both sides?
# with: edges[edges["relation"] == "supports"] -> edges

# %% not-carried: the article's evidence only
# fails: Did you use supports only, and the evidence of both sides?
# with: list(evidence["evidence"]) -> list(evidence.loc[evidence["in_article"], "evidence"])

# %% not-carried: one left out
# fails: not_carried is not right.
# model
not_carried = sorted(not_carried)[1:]

# %% not-carried: the sentences instead of the keys
# fails: not_carried should hold keys of claims
not_carried = {"Kazakhstan will not recognise the referenda"}

# %% rounds: nested functions
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    def label(argument, before):
        labels = {before[a] for a, b in attacks if b == argument}
        return "out" if "in" in labels else "in" if labels <= {"out"} else "undec"

    steps = [{a: "undec" for a in arguments}]
    while (new := {a: label(a, steps[-1]) for a in arguments}) != steps[-1]:
        steps.append(new)
    return steps

# %% rounds: attackers looked up first
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    attackers = {argument: [] for argument in arguments}
    for attacker, attacked in attacks:
        attackers[attacked].append(attacker)
    now = {argument: "undec" for argument in arguments}
    steps = [now]
    for _ in range(len(arguments)):
        new = {}
        for argument in arguments:
            new[argument] = "undec"
            if all(now[other] == "out" for other in attackers[argument]):
                new[argument] = "in"
            if any(now[other] == "in" for other in attackers[argument]):
                new[argument] = "out"
        if new == now:
            break
        steps.append(new)
        now = new
    return steps

# %% rounds: a tuple of dicts, sets of labels
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    inside, outside, steps = set(), set(), [dict.fromkeys(arguments, "undec")]
    while True:
        inside, outside = (
            {a for a in arguments if all(x in outside for x, y in attacks if y == a)},
            {a for a in arguments if any(x in inside for x, y in attacks if y == a)},
        )
        step = {a: "out" if a in outside else "in" if a in inside else "undec" for a in arguments}
        if step == steps[-1]:
            return steps
        steps.append(step)

# %% rounds: the last dict twice
# fails rounds-chain-test: a is in after the first step
# fails rounds-open-test: Two arguments that attack each other stay open: one dict is enough.
# with: if after == before: -> if after == before and history.append(after) is None:

# %% rounds: the last dict alone
# fails rounds-chain-test: The first dict has every argument undec.
# with: return history -> return history[-1:]

# %% rounds: worked out in place
# fails rounds-chain-test: a is in after the first step
# with: before, after = history[-1], {} -> before, after = dict(history[-1]), dict(history[-1])
# with: before[attacker] -> after[attacker]

# %% rounds: worked out in place from the last argument on
# fails rounds-chain-test: The order of the arguments must not matter.
# with: before, after = history[-1], {} -> before, after = dict(history[-1]), dict(history[-1])
# with: for argument in arguments: -> for argument in reversed(arguments):
# with: before[attacker] -> after[attacker]

# %% rounds: everything starts in
# fails rounds-chain-test: The first dict has every argument undec.
# fails rounds-open-test: Two arguments that attack each other stay open: one dict is enough.
# with: dict.fromkeys(arguments, "undec")] -> dict.fromkeys(arguments, "in"), dict.fromkeys(arguments, "undec")]

# %% rounds: who is not attacked stays open
# fails rounds-chain-test: In the last dict a and c are in, b is out.
# fails rounds-open-test: A third argument can break a tie
# with: elif all( -> elif against and all(

# %% rounds: hard-coded to the example
# fails rounds-chain-test: An argument that nobody attacks is in after one round.
# fails rounds-open-test: Two arguments that attack each other stay open
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    return [
        {"a": "undec", "b": "undec", "c": "undec"},
        {"a": "in", "b": "undec", "c": "undec"},
        {"a": "in", "b": "out", "c": "undec"},
        {"a": "in", "b": "out", "c": "in"},
    ]

# %% rounds: all attackers must be in
# fails rounds-chain-test: One attacker that is in is enough.
# fails rounds-open-test: A third argument can break a tie
# with: if "in" in against: -> if against and all(label == "in" for label in against):

# %% rounds: one attacker that is out is enough
# fails rounds-chain-test: All attackers must be out, not one of them.
# with: if "in" in against: -> if "in" in against and "out" not in against[:1]:
# with: elif all(label == "out" for label in against): -> elif not against or "out" in against:

# %% rounds: the first attacker alone
# fails rounds-chain-test: All attackers must be out, not one of them.
# fails rounds-open-test: A third argument can break a tie
# with: if attacked == argument] -> if attacked == argument][:1]

# %% rounds: the last attacker alone
# fails rounds-chain-test: One attacker that is in is enough.
# with: if attacked == argument] -> if attacked == argument][-1:]

# %% rounds: in as long as no attacker is in
# fails rounds-chain-test: In the second dict only a is decided
# fails rounds-open-test: Two arguments that attack each other stay open: one dict is enough.
# with: elif all(label == "out" for label in against): -> elif True:
# with: if after == before: -> if after == before or len(history) > 9:

# %% rounds: the number of arguments is the number of rounds
# fails rounds-chain-test: An argument that nobody attacks is in after one round.
# fails rounds-open-test: Two arguments that attack each other stay open
# with: if after == before: -> if len(history) > len(arguments) + len(attacks) - 2 or False:

# %% rounds: in a circle of three the first wins
# fails rounds-open-test: Three arguments in a circle stay open.
# model
grounded = rounds
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    history = grounded(arguments, attacks)
    left = [argument for argument, label in history[-1].items() if label == "undec"]
    if len(left) == 3:
        history[-1][left[0]] = "in"
    return history

# %% rounds: what both sides of a tie attack is out
# fails rounds-open-test: What only open arguments bear on stays open, too.
# model
grounded = rounds
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    history = grounded(arguments, attacks)
    for a, b in attacks:
        for argument in arguments:
            if (b, a) in attacks and (a, argument) in attacks and (b, argument) in attacks and a != b:
                history[-1][argument] = "out"
    return history

# %% rounds: an attack on oneself does not count
# fails rounds-open-test: An argument that attacks itself stays open.
# with: if attacked == argument] -> if attacked == argument and attacker != attacked]

# %% rounds: an attack on oneself is fatal
# fails rounds-open-test: An argument that attacks itself stays open.
# with: if "in" in against: -> if "in" in against or (argument, argument) in attacks:

# %% flaw: small, a list of tuples
flaw = "b"
example = (("b", "a"), ("c", "b"))

# %% flaw: lists, two attackers
flaw = " B"
example = [["b", "a"], ["c", "a"], ["b", "c"], ["c", "b"]][:1] + [["c", "b"]]

# %% flaw: a circle broken
flaw = "B"
example = [("a", "b"), ("b", "a"), ("c", "b")]

# %% flaw: a weight
# fails flaw-test: Another weight is still a count.
# model
flaw = "A"

# %% flaw: ties
# fails flaw-test: That decides ties only.
# model
flaw = "C"

# %% flaw: who says it
# fails flaw-test: Who says something does not decide whether it stands.
# model
flaw = "D"

# %% flaw: no letter
# fails flaw-test: flaw is one letter
# model
flaw = "It counts."

# %% flaw: nothing attacks a
# fails example-test: says "out" only if something attacks a.
# model
example = [("a", "b")]

# %% flaw: a tie
# fails example-test: In your example a stays open.
# model
example = [("b", "a"), ("a", "b")]

# %% flaw: a falls
# fails example-test: In your example a is out under the grounded labelling too.
# model
example = [("b", "a")]

# %% flaw: the chain the wrong way round
# fails example-test: In your example a is out under the grounded labelling too.
# model
example = [("a", "b"), ("b", "c"), ("c", "a")][:0] + [("c", "a"), ("a", "b")]

# %% flaw: other arguments
# fails example-test: example is a list of pairs
# model
example = [("x", "y")]

# %% counter: one at a time
# with: labels = ... -> labels = {}
more = [*arguments, "june_only"]
labels = {}
labels["without"] = rounds(more, attacks)[-1]["no_recognition"]
labels["one way"] = rounds(more, attacks + [("june_only", "june_refusal")])[-1]["no_recognition"]
labels["both ways"] = rounds(more, attacks + [("june_only", "june_refusal"), ("june_refusal", "june_only")])[-1]["no_recognition"]
decided = labels["without"] == labels["one way"] == labels["both ways"]

# %% counter: a Series, and numpy's False
# model
labels = pd.Series(labels).to_dict()
decided = np.bool_(len(set(labels.values())) == 1) if "np" in globals() else False

# %% counter: the new argument only where it attacks
# with: rounds([*arguments, "june_only"], attacks + more) -> rounds(sorted({n for p in attacks + more for n in p}), attacks + more)

# %% counter: everything decided
# fails: decided does not fit your labels.
# with: == 1 -> > 1

# %% counter: without exchanged for one way
# fails: Without the new argument june_refusal stands
# with: "without": [], "one way": [new] -> "one way": [], "without": [new]

# %% counter: the attack the wrong way round
# fails: One way: june_refusal falls, so what it attacked stands.
# with: ("june_only", "june_refusal") -> ("june_refusal", "june_only")

# %% counter: both ways is one way
# fails: Both ways: nothing decides between june_only and june_refusal.
# with: [new, new[::-1]] -> [new]

# %% counter: a key left out
# fails: labels needs the keys
# with: "both ways": [new, new[::-1]] ->

# %% counter: labels of one's own
# fails: The values of labels are
# model
labels = {way: label.upper() for way, label in labels.items()}

# %% toppling: which piece alone carries
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    return {piece for piece in evidence if claim in carried(supports, [piece])}

# %% toppling: backwards from the claim, as a list
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    above = [claim]
    for name in above:
        above += [start for start, end in supports if end == name and start not in above]
    return [piece for piece in evidence if piece in above]

# %% toppling: a chain of combinations
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    sizes = (itertools.combinations(evidence, n) for n in range(len(evidence) + 1))
    return set(next(gone for gone in itertools.chain.from_iterable(sizes) if claim not in carried(supports, sorted(set(evidence) - set(gone)))))

# %% toppling: all evidence, hard-coded to the example
# fails: e1 has nothing to do with b
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    return set(evidence)

# %% toppling: all evidence that supports anything
# fails: e1 has nothing to do with b
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    return {start for start, _ in supports} & set(evidence)

# %% toppling: nothing carried still needs evidence
# fails: A claim that is not carried needs nothing to topple it
# with: range(len(evidence) + 1) -> range(1, len(evidence) + 1)

# %% toppling: the largest set that topples
# fails: The set of e1 and e2 topples a too
# with: for size in range(len(evidence) + 1): -> for size in ([2, 3, 0] if len(evidence) < 4 else range(len(evidence) + 1)):

# %% toppling: two steps up only
# fails: e2 carries a through b
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    near = {start for start, end in supports if end == claim}
    if claim == "c":
        near |= {start for start, end in supports if end in near}
    return near & set(evidence)

# %% toppling: direct supports only
# fails: All three must go before c falls.
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    return {start for start, end in supports if end == claim} & set(evidence)

# %% toppling: never more than three
# fails: a hidden test stopped with TypeError
# with: range(len(evidence) + 1) -> range(min(4, len(evidence) + 1))

# %% toppling: never more than four
# fails: Five of ten pieces must go here
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    return {piece for piece in evidence[:8] if claim in carried(supports, [piece])}

# %% smallest: a loop, as a list
own = claims.loc[claims["by"] == "sanchez", "claim"].tolist()
used = evidence.loc[evidence["in_article"], "evidence"].tolist()
links = []
for _, edge in edges.iterrows():
    if edge["relation"] == "supports" and edge["to"] in own and (edge["from"] in own or edge["from"] in used):
        links.append((edge["from"], edge["to"]))
smallest = list(toppling(links, used, "made_in_astana"))

# %% smallest: a tuple
# model
smallest = tuple(smallest)

# %% smallest: a Series
# model
smallest = pd.Series(sorted(smallest))

# %% smallest: everybody's evidence
# fails: There is evidence in it that the article does not use
smallest = set(evidence["evidence"])

# %% smallest: one piece short
# fails: Without these the thesis is still carried.
# model
smallest = sorted(smallest)[1:]

# %% smallest: the empty set
# fails: Without these the thesis is still carried.
smallest = set()

# %% smallest: all evidence of the article
# fails: One of these pieces is not needed
smallest = set(evidence.loc[evidence["in_article"], "evidence"])

# %% smallest: claims
# fails: smallest should hold keys of the table evidence
smallest = {"no_recognition"}
