# %% kinds
kinds = claims[claims["by"] == "sanchez"].groupby("kind", observed=True).size()

# %% chart
fig, ax = plt.subplots()
kinds.plot(kind="barh", ax=ax)
ax.set_title("Claims of the article")
ax.set_xlabel("how many")

# %% classify
classified = dict(zip("ABCDEF", ["Fact", "Value", "Causal claim", "Prediction", "Interpretation", "Fact"]))

# %% gloss
gloss = "B"

# %% carried
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    known = list(evidence)
    for key in known:
        for start, end in supports:
            if start == key and end not in known:
                known.append(end)
    return set(known[len(evidence) :])

# %% not-carried
s = edges[edges.relation == "supports"]
not_carried = set(claims[claims.by == "sanchez"].claim).difference(carried(list(zip(s["from"], s["to"])), list(evidence.evidence)))

# %% rounds
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    def step(old):
        new = dict(old)
        for name in old:
            attackers = [a for (a, b) in attacks if b == name]
            if any(old[a] == "in" for a in attackers):
                new[name] = "out"
            elif not [a for a in attackers if old[a] != "out"]:
                new[name] = "in"
        return new

    result = [{name: "undec" for name in arguments}]
    while step(result[-1]) != result[-1]:
        result.append(step(result[-1]))
    return result

# %% flaw
flaw = " b "
example = {("b", "a"), ("c", "b")}

# %% counter
attacks = edges.loc[edges.relation == "attacks", ["from", "to"]].values.tolist()
arguments = list(set(sum(attacks, [])))
more = {"without": [], "one way": [["june_only", "june_refusal"]], "both ways": [["june_only", "june_refusal"], ["june_refusal", "june_only"]]}
labels = pd.Series({way: rounds(arguments + ["june_only"], attacks + new)[-1]["no_recognition"] for way, new in more.items()}).to_dict()
decided = labels["one way"] == labels["both ways"] == labels["without"]

# %% toppling
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    # Put back what is not needed.
    removed = list(evidence)
    for piece in evidence:
        rest = [other for other in evidence if other not in removed or other == piece]
        if claim not in carried(supports, rest):
            removed.remove(piece)
    return frozenset(removed)

# %% smallest
own = claims[claims.by == "sanchez"].claim.tolist()
used = evidence[evidence.in_article].evidence.tolist()
inside = [(a, b) for a, b, r in edges.values if r == "supports" and a in own + used and b in own]
smallest = toppling(inside, used, "made_in_astana")

# %% essay [markdown]
# The article does not give enough: its warrant, that a dependent government would not have refused, is never written down.
