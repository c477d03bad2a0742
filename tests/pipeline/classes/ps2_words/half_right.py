# %% window
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return events[(events["date"] >= start) & (events["date"] <= end)]

# %% per-year
per_year = events["date"].dt.year.value_counts()

# %% words
says = {
    "ministry_2014_referendum": "accepts",
    "ministry_2014_principles": "principles",
    "tokayev_2022_quasi": "refuses",
    "headline_2022": "refuses",
    "smadiyarov_2022_referendums": "refuses",
}

# %% gloss
gloss = "headline_2022"
june_to_september = 101

# %% codings
codings = pd.crosstab(events["direction_b"], events["direction_a"])

# %% net
net = pd.DataFrame({
    name: {year: (events[column][events["date"].dt.year == year] == "away").sum() for year in range(2022, 2026)}
    for name, column in [("first", "direction_a"), ("second", "direction_b")]
})

# %% chart
fig, ax = plt.subplots()
net.plot.bar(ax=ax, title="Events away from Russia")
ax.set_ylabel("away, number of events")

# %% kappa
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    first, second = list(first), list(second)
    observed = sum(a == b for a, b in zip(first, second)) / len(first)
    chance = sum(first.count(label) * second.count(label) for label in set(first)) / len(first) ** 2
    return (observed - chance) / (1 - chance)

# %% kappa-events
kappa_all = (events["direction_a"] == events["direction_b"]).mean()
kappa_own = kappa_all

# %% rule
def code_event(actor, kind, what):
    """A rule by who acts."""
    if kind == "vote":
        return "away" if "votes for" in what.lower() else "with" if "votes against" in what.lower() else "balance"
    return {"russia": "pressure", "other": "outside", "both": "with", "kazakhstan": "balance"}[actor]

# %% rule-applied
kappa_early = kappa_late = 0

# %% flaw
flaw = "B"

# %% opposite
opposite_words = ["with", "Russia", "Moscow"]

# %% drops
def drops_needed(coding):
    coding = list(coding)
    return coding.count("away") - coding.count("with")

# %% multiverse
rows = []
for coding, column in [("first", "direction_a"), ("second", "direction_b")]:
    for actor in ["all", "kazakhstan"]:
        for confidence in ["all", "high"]:
            for votes in ["in", "out"]:
                for turn in ["2022-02-24", "2022-10-01"]:
                    part = events[(actor == "all") | (events["actor"] == actor)]
                    part = part[(confidence == "all") | (part["confidence"] == confidence)]
                    part = part[(votes == "in") | (part["kind"] != "vote")]
                    away = part[column] == "away"
                    rows.append([coding, actor, confidence, votes, turn, away[part["date"] >= turn].mean() - away[part["date"] < turn].mean()])
multiverse = pd.DataFrame(rows, columns=["coding", "actor", "confidence", "votes", "turn", "change"])
lowest, highest = multiverse["change"].min(), multiverse["change"].max()

# %% essay [markdown]
# The ministry said that it will not recognise the referenda, so policy is made in Astana.
