# %% decided
def decided(table, reading):
    rows = table[table["reading"].isin([reading, "only"]) & (table["outcome"] != "unresolved")]
    return {row.forecast: row.outcome == "came_true" for row in rows.itertuples()}

narrow = decided(record, "narrow")
wide = decided(record, "wide")

# %% brier
def brier(said, happened)
    """The colon is missing above."""
    return 0

# %% flaw
flaw = "C"
fair = {"independent": brier({}, {}), "not_independent": 0}

# %% update
def update(prior, table):
    odds = {name: prior[name] * table[name].prod() for name in prior}
    return {name: odds[name] / sum(odds.values()) for name in odds}

# %% before-after
before = update(dict.fromkeys(names, 1), matrix)
after = before

# %% memo [markdown]
# I ran out of time.
