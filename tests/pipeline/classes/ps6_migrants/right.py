# %% kinds
kinds = {"a": "gross flow", "b": "stock", "c": "net flow", "d": "gross flow", "e": "stock", "f": "net flow"}

# %% net-since
since = flows[flows["period_start"] == "2022-09-21"].set_index("period_end")
net_since = since["entries"] - since["exits"]

# %% stocks
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    result = []
    for came, went in zip(entries, exits):
        before = before + came - went
        result.append(before)
    return result

# %% missing
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    if before is None:
        return after - entries + exits
    elif entries is None:
        return after - before + exits
    elif exits is None:
        return before + entries - after
    else:
        return before + entries - exits

# %% definitions
november, december = 80_000, 57_000
definitions = pd.DataFrame(
    {
        "2022-11-29": [november, 130_000 + november, 298_000 - (december - november)],
        "2022-12-31": [december, 130_000 + december, 298_000],
    },
    index=["net", "april and net", "december back"],
)

# %% nearest
nearest = {"2022-11-29": "net", "2022-12-31": "april and net"}
unexplained = 298_000 - definitions.loc["april and net", "2022-12-31"]

# %% flaw
flaw = "C"

# %% between
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    if first["start"] != second["start"]:
        return None
    entries = second["entries"] - first["entries"]
    exits = second["exits"] - first["exits"]
    return {"days": (second["end"] - first["end"]).days, "entries": entries, "exits": exits, "net": entries - exits}

# %% net-interval
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    margin = 0
    for number in (entries, exits):
        unit = 1
        while number % (unit * 10) == 0:
            unit = unit * 10
        margin = margin + unit / 2
    return entries - exits - margin, entries - exits + margin

# %% unsure
unsure = []
for index, row in flows.iterrows():
    low, high = net_interval(row["entries"], row["exits"])
    if low < 0 and high > 0:
        unsure.append(row["period_end"])

# %% chart
fig, ax = plt.subplots(figsize=(8, 4))
bars = flows[flows["period_start"] == "2022-09-21"].copy()
bars["net"] = bars["entries"] - bars["exits"]
bars["until"] = bars["period_end"].astype(str)
bars.plot.bar(x="until", y=["entries", "exits", "net"], ax=ax)
ax.set_title("Russian citizens at the border")
ax.set_ylabel("crossings")

# %% remain
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    return start * (1 - leaving) ** weeks

# %% scenarios
rows = []
for start in [57_000, 80_000, 100_000, 150_000]:
    for leaving in [0, 0.005, 0.01, 0.02, 0.04]:
        for more in [0, 20_000]:
            rows.append([start, leaving, more, remain(start, leaving, 57) + more])
scenarios = pd.DataFrame(rows, columns=["start", "leaving", "more", "remaining"])
lowest = scenarios["remaining"].min() / population * 100
highest = scenarios["remaining"].max() / population * 100
within = ((scenarios["remaining"] >= 50_000) & (scenarios["remaining"] <= 80_000)).sum()

# %% essay [markdown]
# The figures do not support it. 98,000 is a gross flow; the net of the week was 33,000 to 35,000.
