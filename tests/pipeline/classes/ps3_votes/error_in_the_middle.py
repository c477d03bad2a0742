# %% count
kaz_counts = votes[votes["iso3"] == "KAZ"].groupby("vote", observed=True).size()

# %% video
did_not_vote = 193 - 101 - 7 - 19
unnamed_share = (did_not_vote - 6) / did_not_vote
verdict = "contradicted"

# %% agreement
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    return compare(first, second)

# %% neighbours
by_year = regular.groupby("yaer")["KAZ"].size()

# %% flaw
flaw = "C"

# %% interval
position = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
scores = 1 - (regular["KAZ"].map(position) - regular["RUS"].map(position)).abs().astype(float)
scores = scores.dropna()
years = regular.loc[scores.index, "year"]
before, after = scores[years.between(2018, 2021)], scores[years.between(2022, 2023)]
spread = 1.645 * (before.var() / len(before) + after.var() / len(after)) ** 0.5
interval = (after.mean() - before.mean() - spread, after.mean() - before.mean() + spread)
includes_zero = interval[0] < 0 < interval[1]
