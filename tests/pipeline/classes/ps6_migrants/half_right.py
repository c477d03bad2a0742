# %% kinds
kinds = {"a": "gross flow", "b": "stock", "c": "net flow", "d": "stock", "e": "stock", "f": "net flow"}

# %% net-since
since = flows[flows["period_start"] == "2022-09-21"].set_index("period_end")
net_since = since["exits"] - since["entries"]

# %% stocks
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    return [before + entries[0] - exits[0], 100, 70]

# %% missing
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    if not before:
        return after - entries + exits
    if not entries:
        return after - before + exits
    if not exits:
        return before + entries - after
    return before + entries - exits

# %% definitions
definitions = pd.DataFrame(
    {"2022-11-29": [80_000, 210_000, 298_000 + 57_000 - 80_000], "2022-12-31": [57_000, 187_000, 298_000]},
    index=["net", "april and net", "december back"],
)

# %% nearest
nearest = {"2022-11-29": "net", "2022-12-31": "april and net"}
unexplained = 298_000 - 57_000

# %% flaw
flaw = "D"

# %% between
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    entries, exits = second["entries"] - first["entries"], second["exits"] - first["exits"]
    return {"days": (second["end"] - first["end"]).days, "entries": entries, "exits": exits, "net": entries - exits}

# %% net-interval
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    return entries - exits - 1000, entries - exits + 1000

# %% unsure
unsure = ["2022-09-26", "2022-04-11"]

# %% chart
fig, ax = plt.subplots(figsize=(8, 4))
part = flows[flows["period_start"] == "2022-09-21"].assign(net=lambda t: t["entries"] - t["exits"]).set_index("period_end")
part[["entries", "exits", "net"]].plot.bar(ax=ax, stacked=True)
ax.set_title("Flows")
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
lowest = scenarios["remaining"].min()
highest = scenarios["remaining"].max()
within = 7

# %% essay [markdown]
# 98,000 is many people.
