# %% count
kaz_counts = votes.loc[votes["iso3"] == "KAZ", "vote"].value_counts()

# %% video
did_not_vote = 193 - (101 + 7 + 19)
unnamed_share = 1 - (video["vote"] == "not_voting").sum() / did_not_vote
verdict = "not found"

# %% agreement
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    pairs = pd.DataFrame({"a": list(first), "b": list(second)}).astype(object)
    away = (pairs == "not_voting").sum(axis=1)
    scores = pd.Series(0.0, index=pairs.index)
    scores[pairs["a"] == pairs["b"]] = 1.0
    scores[(pairs == "abstain").sum(axis=1) == 1] = credit
    scores[away == 1] = 0.0
    keep = away == 0 if absence == "drop" else away < 2
    return float(scores[keep].mean()) if keep.any() else None

# %% neighbours
window = regular[regular["year"].between(2014, 2023)]
by_year = pd.DataFrame(
    {iso3: window.groupby("year").apply(lambda rows, iso3=iso3: agreement(rows[iso3], rows["RUS"])) for iso3 in ["KAZ", "KGZ", "TJK", "UZB"]}
)

# %% chart
fig, ax = plt.subplots()
by_year.plot(ax=ax, marker="o", title="Voting with Russia", ylabel="agreement (0-1)")

# %% flaw
flaw = "C"

# %% like-for-like
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    rows = regular[regular["yes"] / regular[["yes", "no", "abstain"]].sum(axis=1) < threshold]
    means = rows.groupby("year").apply(lambda part: agreement(part["KAZ"], part["RUS"]))
    return means[2025] - means[2023]

# %% multiverse
import itertools

windows = {"2018-2021": (2018, 2021), "2014-2021": (2014, 2021), "2022-2023": (2022, 2023), "2022-2025": (2022, 2025)}
sources = {"regular": regular, "all": table}


def mean(name, window, credit, absence):
    part = sources[name][sources[name]["year"].between(*windows[window])]
    return agreement(part["KAZ"], part["RUS"], credit, absence)


choices = itertools.product([0, 0.25, 0.5], ["drop", "disagree"], sources, ["2018-2021", "2014-2021"], ["2022-2023", "2022-2025"])
multiverse = pd.DataFrame(choices, columns=["credit", "absence", "votes", "before", "after"])
multiverse["change"] = [
    mean(r.votes, r.after, r.credit, r.absence) - mean(r.votes, r.before, r.credit, r.absence) for r in multiverse.itertuples()
]
lowest, highest = multiverse["change"].agg(["min", "max"])

# %% bootstrap
def bootstrap_change(before, after, repeats=2000):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    random = np.random.default_rng(1)
    before, after = np.asarray(before, float), np.asarray(after, float)
    early = random.choice(before, (repeats, len(before))).mean(axis=1)
    late = random.choice(after, (repeats, len(after))).mean(axis=1)
    return tuple(np.percentile(late - early, [5, 95]))

# %% interval
position = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
scores = 1 - (regular["KAZ"].map(position) - regular["RUS"].map(position)).abs().astype(float)
scores = scores.dropna()
years = regular.loc[scores.index, "year"]
before, after = scores[(years >= 2018) & (years <= 2021)], scores[(years >= 2022) & (years <= 2023)]
interval = bootstrap_change(before, after)
includes_zero = False

# %% essay [markdown]
# The votes support the claim, weakly. On A/RES/77/284 Kazakhstan voted Yes, alone in its region, and agreement with Russia fell in 40 of 48 combinations.
