# %% kinds
kinds = pd.Series(["gross flow", "stock", "net flow", "gross flow", "stock", "net flow"], index=list("abcdef"))

# %% net-since
import datetime

net_since = {}
for row in flows.to_dict("records"):
    if row["period_start"].date() == datetime.date(2022, 9, 21):
        net_since[row["period_end"].date()] = float(row["entries"] - row["exits"])

# %% stocks
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    return list(before + np.cumsum(np.asarray(entries) - np.asarray(exits)))

# %% missing
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    signs = {"before": (before, 1), "entries": (entries, 1), "exits": (exits, -1), "after": (after, -1)}
    known = sum(sign * value for value, sign in signs.values() if value is not None)
    return next(-known / sign for value, sign in signs.values() if value is None)

# %% definitions
days = [pd.Timestamp("2022-11-29"), pd.Timestamp("2022-12-31")]
net = np.array([80_000, 57_000])
definitions = pd.DataFrame(
    [298_000 - 57_000 + net, 130_000 + net, net],
    index=["december back", "april and net", "net"],
    columns=days,
).astype(float)

# %% nearest
nearest = pd.Series({days[0]: "net", days[1]: "april and net"})
unexplained = np.float64(111_000)

# %% flaw
flaw = "c "

# %% between
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    if first["start"] == second["start"]:
        result = {kind: float(second[kind] - first[kind]) for kind in ("entries", "exits")}
        result["net"] = result["entries"] - result["exits"]
        result["days"] = (second["end"] - first["end"]) / pd.Timedelta(days=1)
        return result

# %% net-interval
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    def ends(stated):
        noughts = len(str(stated)) - len(str(stated).rstrip("0"))
        return np.array([stated - 10**noughts / 2, stated + 10**noughts / 2])

    return ends(entries) - ends(exits)[::-1]

# %% unsure
unsure = [
    str(row.period_end.date())
    for row in flows.itertuples()
    if np.prod(net_interval(row.entries, row.exits)) < 0
]

# %% chart
fig, ax = plt.subplots()
part = flows[flows["period_start"] == flows["period_start"].mode()[0]]
place = np.arange(4)
ax.barh(place - 0.3, part["entries"] / 1000, 0.3, label="came in")
ax.barh(place, part["exits"] / 1000, 0.3, label="went out")
ax.barh(place + 0.3, (part["entries"] - part["exits"]) / 1000, 0.3, label="net")
ax.set_yticks(place, [f"to {end:%d %B}" for end in part["period_end"]])
ax.set_title("In, out, and the difference")
ax.set_xlabel("thousand crossings")
ax.legend()

# %% remain
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    for week in range(weeks):
        start = round(start - leaving * start)
    return start

# %% scenarios
scenarios = pd.MultiIndex.from_product(
    [[57_000, 80_000, 100_000, 150_000], [0.04, 0.02, 0.01, 0.005, 0], [20_000, 0]], names=["start", "leaving", "more"]
).to_frame(index=False)
scenarios["remaining"] = [remain(row.start, row.leaving, 57) + row.more for row in scenarios.itertuples()]
lowest, highest = (scenarios["remaining"].agg(["min", "max"]) * 100 / population).round(2)
within = len(scenarios.query("50_000 <= remaining <= 80_000"))

# %% essay [markdown]
# They support it, if demographics means more than one percentage of the whole population.
