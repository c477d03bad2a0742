# %% growth
def growth(first, last, years):
    return ((last / first) ** (1 / years) - 1) * 100

# %% growth-russians
russian_growth = {
    1999: growth(census["Russians"][1999], census["Russians"][2009], 10),
    2009: growth(census["Russians"][2009], census["Russians"][2021], 12),
}

# %% decompose
def decompose(part_before, rest_before, part_after, rest_after):
    share = lambda part, rest: 100 * part / (part + rest)
    start, end = share(part_before, rest_before), share(part_after, rest_after)
    part_first = share(part_after, rest_before)
    rest_first = share(part_before, rest_after)
    return ((part_first - start) + (end - rest_first)) / 2, ((end - part_first) + (rest_first - start)) / 2

# %% decompose-russians
r0, r1 = census["Russians"][1999], census["Russians"][2021]
by_russians, by_others = decompose(r0, totals[1999] - r0, r1, totals[2021] - r1)
others_weight = by_others / (by_russians + by_others)

# %% comparable
def comparable(first, second):
    if first["series"] == "unknown" or first["year"] is None or second["year"] is None:
        return False
    if first["year"] == second["year"]:
        return False
    return all(first[key] == second[key] for key in ["region", "city", "series", "borders"])

# %% comparable-pairs
chosen = [row for row in rows if row["russian_percent"] is not None]
comparable_pairs = sum(comparable(a, b) for a, b in itertools.combinations(chosen, 2))

# %% flaw
flaw = "C"

# %% honest
russian = shares[shares["group"] == "Russians"].set_index(["series", "year"])["percent"]
honest = {
    "census": russian["census", 2021] - russian["census", 2009],
    "register": russian["register", 2022] - russian["register", 2020],
}

# %% larger
whole = regional[regional["city"].isna() & regional["series"].isin(["census", "register"])]
whole = whole.dropna(subset=["year", "kazakh_percent", "russian_percent"])
larger = whole.sort_values("year").drop_duplicates(["region", "series"], keep="last")
larger = larger[["region", "series", "year", "kazakh_percent", "russian_percent"]].copy()
larger["larger"] = (larger["russian_percent"] > larger["kazakh_percent"]).map({True: "Russians", False: "Kazakhs"})

# %% chart
fig, ax = plt.subplots(figsize=(8, 4))
counted = larger[larger["series"] == "census"].set_index("region")
counted[["kazakh_percent", "russian_percent"]].plot.bar(ax=ax, rot=0)
ax.legend(["Kazakhs", "Russians"])
ax.set_title("Census of 2021: Kazakhs and Russians in three regions")
ax.set_ylabel("per cent of the population")

# %% nearest
def nearest(printed, group):
    of_group = shares[shares["group"] == group]
    row = of_group.loc[(of_group["percent"] - printed).abs().idxmin()]
    return row["series"], row["year"]

# %% verdicts
verdicts = {
    "nineteen million": "accurate",
    "69 and 18": "outdated",
    "37": "imprecise",
    "benefits": "not shown",
    "northern cities": "accurate",
}

# %% chance
def chance(events, state_years, horizon=10):
    return 1 - (1 - events / state_years) ** horizon

# %% scenarios
table = []
for states, since, kinds, count in itertools.product(classes, [1992, 2008], ["annexation", "any"], ["events", "states"]):
    happened = events[(events["year"] >= since) & ((events["kind"] == kinds) | (kinds == "any"))]
    number = len(happened) if count == "events" else happened["state"].nunique()
    table.append((states, since, kinds, count, chance(number, len(classes[states]) * (2023 - since))))
scenarios = pd.DataFrame(table, columns=["states", "since", "kinds", "count", "chance"])
lowest, highest = min(scenarios["chance"]), max(scenarios["chance"])

# %% essay [markdown]
# The figures support the judgement that a conflict is far-fetched. Of the regions with a census figure for 2021, Russians are the larger group in one of three.
