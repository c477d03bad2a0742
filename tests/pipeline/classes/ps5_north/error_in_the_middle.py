# %% growth
def growth(first, last, years):
    return 100 * ((last / first) ** (1 / years) - 1)

# %% growth-russians
russian_growth = {1999: growth(census["Russians"][1999], census["Russians"][2009], 10), 2009: growth(census["Russians"][2009])}

# %% flaw
flaw = "C"

# %% honest
honest = {"census": 23.7 - 15.54, "register": 18.85 - 18.47}

# %% verdicts
verdicts = {
    "nineteen million": "accurate",
    "69 and 18": "outdated",
    "37": "wrong",
    "benefits": "not shown",
    "northern cities": "imprecise",
}

# %% chance
def chance(events, state_years, horizon=10):
    return 1 - (1 - events / state_years) ** horizon
