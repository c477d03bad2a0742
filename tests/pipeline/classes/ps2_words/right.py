# %% window
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return table[table["date"].between(start, end)]

# %% per-year
per_year = {year: int((events["date"].dt.year == year).sum()) for year in range(2014, 2027)}

# %% words
says = {
    "ministry_2014_referendum": "accepts",
    "ministry_2014_principles": "principles",
    "tokayev_2022_quasi": "refuses",
    "headline_2022": "refuses",
    "smadiyarov_2022_referendums": "principles",
}

# %% gloss
gloss = "headline_2022"
june_to_september = (pd.Timestamp("2022-09-26") - pd.Timestamp("2022-06-17")).days

# %% codings
codings = pd.crosstab(events["direction_a"], events["direction_b"])

# %% net
net = pd.DataFrame(index=[2022, 2023, 2024, 2025])
for name, column in [("first", "direction_a"), ("second", "direction_b")]:
    counts = pd.crosstab(events["date"].dt.year, events[column])
    net[name] = counts["away"] - counts["with"]

# %% chart
fig, ax = plt.subplots()
net.plot(ax=ax, marker="o")
ax.set_title("Away from Russia minus with Russia")
ax.set_ylabel("number of events")

# %% kappa
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    pairs = list(zip(first, second))
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    chance = 0
    for label in {a for a, _ in pairs}:
        chance += sum(a == label for a, _ in pairs) / len(pairs) * sum(b == label for _, b in pairs) / len(pairs)
    if chance == 1:
        return None
    return (observed - chance) / (1 - chance)

# %% kappa-events
kappa_all = kappa(events["direction_a"], events["direction_b"])
own = events[events["actor"] == "kazakhstan"]
kappa_own = kappa(own["direction_a"], own["direction_b"])

# %% rule
def code_event(actor, kind, what):
    """A rule by who acts and by words."""
    if actor == "russia":
        return "pressure"
    if actor == "other":
        return "outside"
    if actor == "both":
        return "with"
    what = what.lower()
    if kind == "vote":
        if "votes for" in what:
            return "away"
        if "votes against" in what:
            return "with"
        return "balance"
    for word in ["refused", "note of protest", "not recognise", "european", "turkey", "sanctions"]:
        if word in what:
            return "away"
    if "csto" in what or "moscow" in what:
        return "with"
    return "balance"

# %% rule-applied
def apply(part):
    codes = [code_event(*row) for row in part[["actor", "kind", "what"]].to_numpy()]
    return kappa(codes, part["direction_b"])

kappa_early = apply(early)
kappa_late = apply(late)

# %% flaw
flaw = "B"

# %% opposite
opposite_words = ["CSTO", "Putin", "Rosatom", "parade"]

# %% drops
def drops_needed(coding):
    """Smallest number of events to leave out."""
    coding = list(coding)
    return max(coding.count("away") - coding.count("with"), 0)

# %% multiverse
import itertools

rows = []
for coding, actor, confidence, votes, turn in itertools.product(
    ["first", "second"], ["all", "kazakhstan"], ["all", "high"], ["in", "out"], ["2022-02-24", "2022-10-01"]
):
    part = events
    if actor != "all":
        part = part[part["actor"] == actor]
    if confidence != "all":
        part = part[part["confidence"] == confidence]
    if votes == "out":
        part = part[part["kind"] != "vote"]
    part = part.assign(direction=part["direction_a"] if coding == "first" else part["direction_b"])
    part = part[part["direction"].isin(["away", "with"])]
    away = part["direction"] == "away"
    change = away[part["date"] >= turn].mean() - away[part["date"] < turn].mean()
    rows.append(dict(coding=coding, actor=actor, confidence=confidence, votes=votes, turn=turn, change=change))
multiverse = pd.DataFrame(rows)
lowest, highest = multiverse.change.min(), multiverse.change.max()

# %% essay [markdown]
# They support the claim, within limits. On 18 March 2014 the ministry met Russia's decision "with understanding"; on 17 June 2022 Tokayev called Donetsk and Luhansk quasi-states beside Putin.
