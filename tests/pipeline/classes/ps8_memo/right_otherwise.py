# %% decided
def decided(table, reading):
    """As a Series, with the outcomes as numbers of numpy."""
    rows = table.query("reading in [@reading, 'only'] and outcome != 'unresolved'").set_index("forecast")
    return rows["outcome"].eq("came_true").to_dict()


narrow, wide = (pd.Series(decided(record, reading), dtype=bool) for reading in ["narrow", "wide"])


# %% brier
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    table = pd.DataFrame({"said": pd.Series(dict(said), dtype=float), "came": pd.Series(dict(happened), dtype=float)}).dropna()
    return None if table.empty else ((table["said"] - table["came"]) ** 2).mean()


# %% parts
def parts(said, happened):
    """Murphy's parts as a Series. The resolution comes from the other two and the score."""
    table = pd.DataFrame({"p": pd.Series(said, dtype=float), "came": pd.Series(happened, dtype=float)}).dropna()
    table["s"] = table.groupby("p")["came"].transform("mean")
    uncertainty = table["came"].var(ddof=0)
    calibration = ((table["p"] - table["s"]) ** 2).mean()
    score = ((table["p"] - table["came"]) ** 2).mean()
    return pd.Series({"uncertainty": uncertainty, "resolution": calibration + uncertainty - score, "calibration": calibration})


# %% multiverse
found = []
for until, side, value, reading in itertools.product(
    ["all", "2023"], ["not_independent", "independent", "all"], ["high", "low", "likelihood"], ["wide", "narrow"]
):
    part = record.merge(scale[["word", value]].rename(columns={value: "p"}), left_on="sounds", right_on="word")
    part = part[((part["side"] == side) | (side == "all")) & ((part["by"].dt.year <= 2023) | (until == "all"))]
    came = decided(part, reading)
    said = part.drop_duplicates("forecast").set_index("forecast")["p"].to_dict()
    found.append({"score": brier(said, came), "number": len(came), "until": until, "side": side, "value": value, "reading": reading})
multiverse = pd.DataFrame(found)
lowest, highest = min(multiverse["score"]), max(multiverse["score"])
better = len(multiverse.query("score < 0.25"))

# %% chart
fig, ax = plt.subplots()
for chance, group in record[record["outcome"].isin(["came_true", "did_not"])].groupby("chance"):
    ax.scatter(chance, (group["outcome"] == "came_true").mean(), color="black", marker="D")
ax.axline((0, 0), (1, 1)).set_visible(False)
ax.plot([0, 0.5, 1], [0, 0.5, 1], "--")
ax.set(title="Said and come true", xlabel="said, as a probability", ylabel="came true, as a share")

# %% flaw
flaw = "c"
fair = pd.Series(
    {
        side: brier(record[record["side"] == side].set_index("forecast")["chance"].to_dict(), dict(wide))
        for side in ("not_independent", "independent")
    }
)


# %% update
def update(prior, table):
    """Posterior probability of each explanation, as a Series, row by row."""
    belief = pd.Series(prior, dtype=float)
    for _, row in table.iterrows():
        belief = belief * row[belief.index]
        belief = belief / belief.sum()
    return belief / belief.sum()


# %% words
my_words = dict.fromkeys(keys, ["likely", "likely", "likely", "likely"]) | {
    "samarkand": ("very_likely", "roughly_even", "likely", "very_unlikely")
}

# %% before-after
before = update(pd.Series(0.25, index=names), matrix)
number = dict(zip(scale["word"], scale["likelihood"]))
after = before.copy()
for row in my_words.values():
    after = after * [number[word] for word in row]
after = after / after.sum()

# %% memo [markdown]
# The memo against the thesis in the mark scheme, in other words.
