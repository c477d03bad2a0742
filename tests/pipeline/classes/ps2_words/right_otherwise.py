# %% window
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    rows = [pd.Timestamp(start) <= day <= pd.Timestamp(end) for day in table["date"]]
    return table.loc[rows].copy()

# %% per-year
per_year = pd.Series(0, index=range(2014, 2027))
for day in events["date"]:
    per_year[day.year] += 1

# %% words
says = pd.Series(["refuses", "principles", "accepts", "principles", "refuses"], index=["tokayev_2022_quasi", "ministry_2014_principles", "ministry_2014_referendum", "smadiyarov_2022_referendums", "headline_2022"])

# %% gloss
gloss = 'headline_2022'
june_to_september = statements.loc["smadiyarov_2022_referendums"].date - statements.loc["tokayev_2022_quasi"].date

# %% codings
codings = pd.DataFrame(0, index=directions, columns=directions)
for a, b in zip(events.direction_a, events.direction_b):
    codings.loc[a, b] += 1

# %% net
score = {"away": 1, "with": -1}
long = events.assign(year=events.date.dt.year.astype(float), first=events.direction_a.map(score), second=events.direction_b.map(score))
net = long.groupby("year")[["second", "first"]].sum().loc[2022:2025]

# %% chart
fig, ax = plt.subplots()
x = np.arange(4)
ax.bar(x - 0.2, net["second"], width=0.4, label="by the second coder", hatch="//")
ax.bar(x + 0.2, net["first"], width=0.4, label="by the first coder")
ax.set_xticks(x, [2022, 2023, 2024, 2025])
ax.set(title="Two coders, one list", ylabel="events coded away, less those coded with")
ax.legend()

# %% kappa
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    if len(first) == 0:
        return None
    table = pd.crosstab(np.array(list(first), dtype=object), np.array(list(second), dtype=object), normalize=True)
    labels = table.index.union(table.columns)
    table = table.reindex(index=labels, columns=labels, fill_value=0).to_numpy()
    chance = table.sum(axis=0) @ table.sum(axis=1)
    return None if chance == 1 else np.float64((np.trace(table) - chance) / (1 - chance))

# %% kappa-events
kappa_all = round(kappa(list(events["direction_a"]), list(events["direction_b"])), 2)
kappa_own = round(kappa(*events.query("actor == 'kazakhstan'")[["direction_a", "direction_b"]].T.to_numpy()), 2)

# %% rule
RULE = {"away": ("refus", "protest", "recognise", "eu", "threat", "nato", "unfit"), "with": ("troops during", "crimea referendum")}

def code_event(actor, kind, what):
    actor, kind, what = (text.casefold() for text in (actor, kind, what))
    match actor, kind:
        case "kazakhstan", "vote":
            return "away" if "votes for" in what else "with" if "votes against" in what else "balance"
        case "kazakhstan", _:
            return next((direction for direction, words in RULE.items() if any(word in what for word in words)), "balance")
        case _:
            return dict(russia="pressure", other="outside", both="with")[actor]

# %% rule-applied
kappa_early, kappa_late = [kappa(part.apply(lambda row: code_event(row.actor, row.kind, row.what), axis=1), part.direction_b) for part in (early, late)]

# %% flaw
flaw = " b"

# %% opposite
opposite_words = ("first visit", "state visit", "parade in moscow", "rosatom", "brics", "csto", "votes against")

# %% drops
def drops_needed(coding):
    dropped = 0
    coding = sorted(coding)
    while coding.count("away") > coding.count("with"):
        coding.remove("away")
        dropped += 1
    return dropped

# %% multiverse
results = {}
for turn in pd.to_datetime(["2022-10-01", "2022-02-24"]):
    for coding in ["second", "first"]:
        column = {"first": "direction_a", "second": "direction_b"}[coding]
        for actor in ["kazakhstan", "all"]:
            for confidence in ["high", "all"]:
                for votes in ["out", "in"]:
                    keep = events[column].isin({"away", "with"})
                    keep &= (actor == "all") | (events.actor == "kazakhstan")
                    keep &= (confidence == "all") | (events.confidence == "high")
                    keep &= (votes == "in") | (events.kind != "vote")
                    after = events.date[keep] >= turn
                    means = (events[column][keep] == "away").groupby(after).mean()
                    results[turn, coding, actor, confidence, votes] = means[True] - means[False]
multiverse = pd.Series(results).rename_axis(["turn", "coding", "actor", "confidence", "votes"]).reset_index(name="change")
lowest = min(results.values())
highest = max(results.values())

# %% essay [markdown]
# They do not show it. What the ministry said on 26 September 2022 are principles; the refusal is the headline's.
