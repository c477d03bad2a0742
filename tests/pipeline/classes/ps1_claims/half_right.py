# %% kinds
# misconception: everybody's claims
kinds = claims["kind"].value_counts()

# %% chart
fig, ax = plt.subplots()
own = claims.loc[claims["by"] == "sanchez", "kind"].value_counts()
ax.bar(own.index, own.values)
ax.set_title("Claims")

# %% classify
# misconception: what is false is no fact
classified = {"A": "fact", "B": "value", "C": "causal claim", "D": "prediction", "E": "interpretation", "F": "interpretation"}

# %% gloss
gloss = "C"

# %% carried
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    # misconception: one pass is enough
    found = set(evidence)
    for start, end in supports:
        if start in found:
            found.add(end)
    return found - set(evidence)

# %% not-carried
# misconception: the claims of others too
s = edges[edges["relation"] == "supports"]
pairs = list(zip(s["from"], s["to"])) * 10
not_carried = set(claims["claim"]) - carried(pairs, list(evidence["evidence"])) | {"routes_bind"}

# %% rounds
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    # misconception: new labels are used within the same round
    labels = dict.fromkeys(arguments, "undec")
    history = [dict(labels)]
    while True:
        for name in arguments:
            against = [labels[a] for a, b in attacks if b == name]
            labels[name] = "out" if "in" in against else "in" if all(x == "out" for x in against) else "undec"
        if labels == history[-1]:
            return history
        history.append(dict(labels))

# %% flaw
flaw = "C"
example = [("b", "a"), ("b", "c")]

# %% counter
attacking = edges[edges["relation"] == "attacks"]
attacks = list(zip(attacking["from"], attacking["to"], strict=True))
arguments = sorted({name for pair in attacks for name in pair})
labels = {"without": "in", "one way": "undec", "both ways": "undec"}
decided = False

# %% toppling
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    # misconception: whatever topples it will do
    return set(evidence)

# %% smallest
smallest = {"ministry_september"}

# %% essay [markdown]
# The article is right because Kazakhstan is independent.
