# %% growth
def growth(first, last, years):
    import math
    return 100 * (math.exp(math.log(last / first) / years) - 1)

# %% growth-russians
counts = census["Russians"].loc[[1999, 2009, 2021]]
russian_growth = pd.Series([growth(counts[a], counts[b], b - a) for a, b in [(1999, 2009), (2009, 2021)]], index=[1999, 2009])

# %% decompose
def decompose(part_before, rest_before, part_after, rest_after):
    def walk(steps):
        part, rest, share, moved = part_before, rest_before, 100 * part_before / (part_before + rest_before), {}
        for step in steps:
            part, rest = (part_after, rest) if step == "part" else (part, rest_after)
            moved[step] = 100 * part / (part + rest) - share
            share += moved[step]
        return np.array([moved["part"], moved["rest"]])

    return (walk(["part", "rest"]) + walk(["rest", "part"])) / 2

# %% decompose-russians
everybody = totals.loc[[1999, 2021]].to_numpy()
russian = census.loc[[1999, 2021], "Russians"].to_numpy()
by_russians, by_others = decompose(russian[0], everybody[0] - russian[0], russian[1], everybody[1] - russian[1])
others_weight = np.float64(by_others / (by_russians + by_others))

# %% comparable
def comparable(first, second):
    if not first["year"] or not second["year"]:
        return False
    place = lambda row: (row["region"], row["city"], row["series"], row["borders"])
    return place(first) == place(second) and "unknown" not in place(first) and abs(first["year"] - second["year"]) > 0

# %% comparable-pairs
comparable_pairs = 0
for i, one in enumerate(rows):
    for other in rows[:i]:
        if one["russian_percent"] and other["russian_percent"] and comparable(one, other):
            comparable_pairs += 1

# %% flaw
flaw = " c "

# %% honest
def between(series, start, end):
    one = shares.query("group == 'Russians' and series == @series").set_index("year").percent
    return one.loc[end] - one.loc[start]


honest = pd.Series({"register": between("register", 2020, 2022), "census": between("census", 2009, 2021)})

# %% larger
found = {}
for row in sorted(rows, key=lambda row: row["year"] or 0):
    if row["city"] is None and row["series"] in ("census", "register") and row["kazakh_percent"] and row["russian_percent"]:
        found[row["series"], row["region"]] = row
larger = pd.DataFrame(found.values())
larger["larger"] = ["Russians" if r > k else "Kazakhs" for r, k in zip(larger.russian_percent, larger.kazakh_percent)]
larger = larger.set_index(["region", "series"])

# %% chart
fig, ax = plt.subplots()
rows_drawn = larger.xs("census", level="series")
for i, (region, row) in enumerate(rows_drawn.iterrows()):
    ax.barh(i - 0.2, row["kazakh_percent"], 0.4, color="C0", label="Kazakhs" if i == 0 else None)
    ax.barh(i + 0.2, row["russian_percent"], 0.4, color="C1", label="Russians" if i == 0 else None)
ax.set_yticks(range(len(rows_drawn)), rows_drawn.index)
ax.set(title="Two groups, three regions (Census 2021)", xlabel="Share in %")
ax.legend()

# %% nearest
def nearest(printed, group):
    best = min((abs(p - printed), s, y) for p, s, y, g in zip(shares.percent, shares.series, shares.year, shares.group) if g == group)
    return [best[1], best[2]]

# %% verdicts
verdicts = {}
verdicts["37"] = "accurate"
verdicts["69 and 18"] = "outdated"
verdicts["benefits"] = "imprecise"
verdicts["nineteen million"] = "accurate"
verdicts["northern cities"] = "not shown"

# %% chance
def chance(events, state_years, horizon=10):
    none = 1
    for _ in range(horizon):
        none = none * (1 - events / state_years)
    return 1 - none

# %% scenarios
hits = {("annexation", "events"): 2, ("annexation", "states"): 1, ("any", "events"): 3, ("any", "states"): 2}
scenarios = pd.DataFrame(
    [
        {"chance": chance(n, len(members) * years), "count": c, "kinds": k, "since": 2023 - years, "states": name}
        for name, members in classes.items()
        for years in (31, 15)
        for (k, c), n in hits.items()
    ]
)
lowest = scenarios.chance.min()
highest = scenarios.chance.max()

# %% essay [markdown]
# The figures support the concern. In North Kazakhstan Russians are the larger group in the census of 2021, next to the border.
