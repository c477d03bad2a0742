# %% kinds
kinds = {}
for row in claims.itertuples():
    if row.by == "sanchez":
        kinds[row.kind] = kinds.get(row.kind, 0) + 1

# %% chart
fig, ax = plt.subplots()
ax.bar(list(kinds), list(kinds.values()), color="grey")
ax.set(title="What the article says, by kind", ylabel="claims")

# %% classify
classified = {"A": "fact", "B": "value", "C": "causal claim", "D": "prediction", "E": "interpretation", "F": "fact"}

# %% gloss
gloss = "b"

# %% carried
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    found = set()

    def visit(key):
        for start, end in supports:
            if start == key and end not in found:
                found.add(end)
                visit(end)

    for piece in evidence:
        visit(piece)
    return found

# %% not-carried
pairs = [(row[1], row[2]) for row in edges.itertuples() if row.relation == "supports"]
on_evidence = carried(pairs, evidence["evidence"].tolist())
not_carried = [key for key in claims.query("by == 'sanchez'")["claim"] if key not in on_evidence]

# %% rounds
def rounds(arguments, attacks):
    """The labels of all arguments, round by round, up to the grounded labelling."""
    steps = [{name: "undec" for name in arguments}]
    while True:
        last = steps[-1]
        new = {}
        for name in arguments:
            labels = {last[a] for a, b in attacks if b == name}
            new[name] = "out" if "in" in labels else "undec" if "undec" in labels else "in"
        if new == last:
            return steps
        steps.append(new)

# %% flaw
flaw = "B"
example = [["c", "b"], ["b", "a"]]

# %% counter
attacking = edges[edges["relation"] == "attacks"]
attacks = list(zip(attacking["from"], attacking["to"], strict=True))
arguments = sorted({name for pair in attacks for name in pair})
labels = {"without": rounds(arguments, attacks)[-1]["no_recognition"]}
arguments.append("june_only")
attacks.append(("june_only", "june_refusal"))
labels["one way"] = rounds(arguments, attacks)[-1]["no_recognition"]
attacks.append(("june_refusal", "june_only"))
labels["both ways"] = rounds(arguments, attacks)[-1]["no_recognition"]
decided = False

# %% toppling
def toppling(supports, evidence, claim):
    """The smallest set of evidence without which the claim is not carried."""
    found = set()
    for piece in evidence:
        if claim in carried(supports, [piece]):
            found.add(piece)
    return found

# %% smallest
smallest = ["un_speech", "ministry_september"]

# %% essay [markdown]
# The article gives enough: its grounds are that the referenda were not recognised, and the warrant is that a government steered from Moscow would not have refused.
