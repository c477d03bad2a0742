# %% count
# misconception: absence is abstention
counts = votes.loc[votes["iso3"] == "KAZ", "vote"].value_counts()
kaz_counts = {"yes": counts["yes"], "no": counts["no"], "abstain": counts["abstain"] + counts["not_voting"], "not_voting": 0}

# %% video
# misconceptions: abstentions counted as not voting; the neighbours stand for Kazakhstan
did_not_vote = 193 - 101 - 7
unnamed_share = 0.9
verdict = "supported"

# %% agreement
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    # misconception: the usual coding only
    scores = []
    for a, b in zip(first, second):
        if "not_voting" in (a, b):
            continue
        scores.append(1 if a == b else 0.5 if "abstain" in (a, b) else 0)
    return sum(scores) / len(scores)

# %% neighbours
by_year = pd.DataFrame(
    {
        country: {year: agreement(rows[country], rows["RUS"]) for year, rows in regular.groupby("year") if 2014 <= year <= 2023}
        for country in ["KAZ", "KGZ", "TJK", "UZB"]
    }
)

# %% chart
fig, ax = plt.subplots()
by_year.plot(ax=ax, title="Agreement with Russia")

# %% flaw
flaw = "B"

# %% like-for-like
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    # misconception: before minus after
    share = regular["yes"] / (regular["yes"] + regular["no"] + regular["abstain"])
    early = regular[(share < threshold) & (regular["year"] == 2023)]
    late = regular[(share < threshold) & (regular["year"] == 2025)]
    return abs(agreement(early["KAZ"], early["RUS"]) - agreement(late["KAZ"], late["RUS"]))

# %% bootstrap
def bootstrap_change(before, after, repeats=2000):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    # misconception: 2.5 and 97.5
    changes = [np.random.choice(after, len(after)).mean() - np.random.choice(before, len(before)).mean() for _ in range(repeats)]
    return np.percentile(changes, 1), np.percentile(changes, 99)

# %% essay [markdown]
# The votes show that Kazakhstan is independent because it abstained.
