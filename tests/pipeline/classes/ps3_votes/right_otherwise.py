# %% count
kaz_counts = {"yes": 0, "no": 0, "abstain": 0, "not_voting": 0}
for country, vote in zip(votes["iso3"], votes["vote"]):
    if country == "KAZ":
        kaz_counts[vote] += 1

# %% video
did_not_vote = np.int64(66)
unnamed_share = 60 / 66
verdict = "not found"

# %% agreement
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    worth = {"yes": 1, "abstain": 0, "no": -1}
    points = count = 0
    for a, b in zip(first, second):
        if a not in worth and b not in worth:
            continue
        if a not in worth or b not in worth:
            count += absence == "disagree"
            continue
        count += 1
        points += {0: 1, 1: credit, 2: 0}[abs(worth[a] - worth[b])]
    if count == 0:
        return None
    return points / count

# %% neighbours
by_year = pd.DataFrame(index=range(2014, 2024), columns=["UZB", "TJK", "KGZ", "KAZ"])
for year in by_year.index:
    rows = regular[regular["year"] == year]
    for country in by_year.columns:
        by_year.loc[year, country] = agreement(rows[country].tolist(), rows["RUS"].tolist())

# %% chart
fig, ax = plt.subplots()
names = {"KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan", "TJK": "Tajikistan", "UZB": "Uzbekistan"}
for country, name in names.items():
    ax.plot(by_year.index, by_year[country], label=name)
ax.axhline(0.5, color="grey")
ax.set(title="Four states and Russia", ylabel="Agreement, 0 to 1", xlabel="Year")
ax.legend(loc="lower left")

# %% flaw
flaw = "c"

# %% like-for-like
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    result = {}
    for year in (2023, 2025):
        chosen = [row for _, row in regular[regular["year"] == year].iterrows() if row["yes"] < threshold * (row["yes"] + row["no"] + row["abstain"])]
        result[year] = agreement([row["KAZ"] for row in chosen], [row["RUS"] for row in chosen])
    return result[2025] - result[2023]

# %% multiverse
rows = []
for after in ("2022-2025", "2022-2023"):
    for before in ("2014-2021", "2018-2021"):
        for kind in ("all", "regular"):
            for absence in ("disagree", "drop"):
                for credit in (0.5, 0.25, 0.0):
                    source = table if kind == "all" else regular
                    late = source[(source["year"] >= int(after[:4])) & (source["year"] <= int(after[5:]))]
                    early = source[(source["year"] >= int(before[:4])) & (source["year"] <= int(before[5:]))]
                    change = agreement(late["KAZ"], late["RUS"], credit, absence) - agreement(early["KAZ"], early["RUS"], credit, absence)
                    rows.append({"change": change, "after": after, "before": before, "votes": kind, "absence": absence, "credit": credit})
multiverse = pd.DataFrame(rows).sort_values("change")
lowest = multiverse["change"].iloc[0]
highest = multiverse["change"].iloc[-1]

# %% bootstrap
def bootstrap_change(before, after, repeats=2000):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    import random

    draws = sorted(
        sum(random.choices(list(after), k=len(after))) / len(after) - sum(random.choices(list(before), k=len(before))) / len(before)
        for _ in range(repeats)
    )
    return [draws[int(0.05 * repeats)], draws[int(0.95 * repeats)]]

# %% interval
position = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
scores = 1 - (regular["KAZ"].map(position) - regular["RUS"].map(position)).abs().astype(float)
scores = scores.dropna()
years = regular.loc[scores.index, "year"]
before = scores[years.isin([2018, 2019, 2020, 2021])]
after = scores[years.isin([2022, 2023])]
interval = bootstrap_change(before, after)
includes_zero = interval[0] < 0 < interval[1]

# %% essay [markdown]
# The votes do not support the claim. Kazakhstan abstained on the text that rejects the referenda, and its neighbours' agreement fell as much.
