# %% decided
def decided(table, reading):
    """What came true (True) and what did not (False) under a reading, as a dict from forecast."""
    result = {}
    for row in table.itertuples():
        if row.reading in (reading, "only") and row.outcome != "unresolved":
            result[row.forecast] = row.outcome == "came_true"
    return result


narrow = decided(record, "narrow")
wide = decided(record, "wide")


# %% brier
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    squares = [(said[key] - happened[key]) ** 2 for key in said if key in happened]
    if len(squares) == 0:
        return None
    return sum(squares) / len(squares)


# %% parts
def parts(said, happened):
    """Calibration, resolution and uncertainty of the forecasts that are in both dicts, as a dict."""
    both = [key for key in said if key in happened]
    r = sum(happened[key] for key in both) / len(both)
    calibration = resolution = 0
    for p in {said[key] for key in both}:
        group = [happened[key] for key in both if said[key] == p]
        s = sum(group) / len(group)
        calibration += len(group) * (p - s) ** 2 / len(both)
        resolution += len(group) * (s - r) ** 2 / len(both)
    return {"calibration": calibration, "resolution": resolution, "uncertainty": r * (1 - r)}


# %% multiverse
words = scale.set_index("word")
rows = []
for reading in ["narrow", "wide"]:
    for value in ["low", "likelihood", "high"]:
        for side in ["all", "independent", "not_independent"]:
            for until in ["2023", "all"]:
                part = record
                if side != "all":
                    part = part[part["side"] == side]
                if until == "2023":
                    part = part[part["by"] <= "2023-12-31"]
                said = {row.forecast: words.loc[row.sounds, value] for row in part.itertuples()}
                happened = decided(part, reading)
                rows.append([reading, value, side, until, len(happened), brier(said, happened)])
multiverse = pd.DataFrame(rows, columns=["reading", "value", "side", "until", "number", "score"])
lowest = multiverse["score"].min()
highest = multiverse["score"].max()
better = (multiverse["score"] < 0.25).sum()

# %% chart
fig, ax = plt.subplots(figsize=(6, 6))
settled = record[record["outcome"] != "unresolved"]
share = settled.assign(came=settled["outcome"] == "came_true").groupby("chance")["came"].mean()
ax.scatter(share.index, share.values, s=80)
ax.plot([0, 1], [0, 1])
ax.set_title("Calibration of what was said")
ax.set_xlabel("probability")
ax.set_ylabel("share that came true")

# %% flaw
flaw = "C"
theirs = {side: record[record["side"] == side] for side in ["independent", "not_independent"]}
fair = {side: brier(dict(zip(part["forecast"], part["chance"])), wide) for side, part in theirs.items()}


# %% update
def update(prior, table):
    """Posterior probability of each explanation, as a dict."""
    odds = {name: weight * table[name].prod() for name, weight in prior.items()}
    return {name: value / sum(odds.values()) for name, value in odds.items()}


# %% words
my_words = {
    "putin_state_visit": ["unlikely", "likely", "roughly_even", "likely"],
    "samarkand": ["very_likely", "likely", "roughly_even", "unlikely"],
    "protest_to_ukraine": ["roughly_even", "roughly_even", "roughly_even", "likely"],
    "state_visit_2026": ["roughly_even", "likely", "unlikely", "very_likely"],
    "vote_2026": ["roughly_even", "very_likely", "likely", "roughly_even"],
}

# %% before-after
before = update({name: 1 for name in names}, matrix)
middle = scale.set_index("word")["likelihood"]
mine = pd.DataFrame([[middle[word] for word in my_words[key]] for key in keys], index=keys, columns=names)
after = update(before, mine)

# %% memo [markdown]
# The memo for the thesis in the mark scheme, in other words.
