# %% growth
def growth(first, last, years):
    # misconception: the whole change divided by the years
    return 100 * (last / first - 1) / years

# %% growth-russians
russian_growth = {
    1999: 100 * ((census["Russians"][2009] / census["Russians"][1999]) ** (1 / 10) - 1),
    2009: 100 * ((census["Russians"][2021] / census["Russians"][2009]) ** (1 / 12) - 1),
}

# %% decompose
def decompose(part_before, rest_before, part_after, rest_after):
    # misconception: one order only
    start = 100 * part_before / (part_before + rest_before)
    middle = 100 * part_after / (part_after + rest_before)
    end = 100 * part_after / (part_after + rest_after)
    return middle - start, end - middle

# %% decompose-russians
# misconception: the rest is everybody
by_russians, by_others = decompose(census["Russians"][1999], totals[1999], census["Russians"][2021], totals[2021])
others_weight = by_others / (by_russians + by_others)

# %% comparable
def comparable(first, second):
    # misconception: the series does not matter
    return first["region"] == second["region"] and first["city"] == second["city"] and first["year"] != second["year"]

# %% comparable-pairs
chosen = [row for row in rows if row["russian_percent"] is not None]
comparable_pairs = 20

# %% flaw
flaw = "B"

# %% honest
honest = {"census": 15.54 - 23.7, "register": 18.47 - 18.85}

# %% larger
# misconception: no choice of the newest figure
whole = regional[regional["city"].isna() & regional["series"].isin(["census", "register"])]
larger = whole.dropna(subset=["year", "kazakh_percent", "russian_percent"]).copy()
larger["larger"] = np.where(larger["russian_percent"] > larger["kazakh_percent"], "Russians", "Kazakhs")

# %% chart
fig, ax = plt.subplots(figsize=(8, 4))
larger.set_index("region")[["kazakh_percent", "russian_percent"]].plot.bar(ax=ax)
ax.set_title("Census and register")
ax.set_ylabel("per cent")

# %% nearest
def nearest(printed, group):
    row = shares.loc[(shares["percent"] - printed).abs().idxmin()]
    return row["series"], row["year"]

# %% verdicts
verdicts = {
    "nineteen million": "accurate",
    "69 and 18": "wrong",
    "37": "imprecise",
    "benefits": "not shown",
    "northern cities": "imprecise",
}

# %% chance
def chance(events, state_years, horizon=10):
    return 1 - (1 - events / state_years) ** horizon

# %% scenarios
hits = {("annexation", "events"): 2, ("annexation", "states"): 1, ("any", "events"): 3, ("any", "states"): 2}
scenarios = pd.DataFrame(
    [
        {"chance": chance(n, len(members) * (2022 - since)), "count": c, "kinds": k, "since": since, "states": name}
        for name, members in classes.items()
        for since in (1992, 2008)
        for (k, c), n in hits.items()
    ]
)
lowest = scenarios.chance.min()
highest = scenarios.chance.max()

# %% essay [markdown]
# Many Russians live in the north, so Russia will come.
