# %% shares
national = trade[trade["series"] == "national"]
amounts = national[(national["year"] == 2023) & (national["flow"] == "imports")].set_index("partner")["usd_million"]
imports_2023 = amounts[["Russia", "China", "European Union"]] / amounts["World"]

countries_2021 = national[(national["year"] == 2021) & ~national["group"]]
largest_2021 = countries_2021.groupby("partner")["usd_million"].sum().idxmax()

# %% splice
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    factor = new[year] / old[year]
    return pd.concat([old[old.index < year] * factor, new[new.index >= year]]).sort_index()

# %% steps
shares = trade[trade["flow"] == "imports"].pivot(index=["series", "year"], columns="partner", values="usd_million")
russia = (100 * shares["Russia"] / shares["World"]).unstack("series")
steps = (russia["national"] - russia["imf"]).dropna()

# %% hhi
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    amounts = np.asarray(amounts, dtype=float)
    if total is None:
        total = amounts.sum()
    rest = 1 - amounts.sum() / total
    return float(((amounts / total) ** 2).sum() + others * (rest / others) ** 2)

# %% concentration
national = trade[trade["series"] == "national"]
world = national[national["partner"] == "World"].set_index(["year", "flow"])["usd_million"]
countries = national[~national["group"]]
concentration = pd.DataFrame(
    {
        flow: {
            year: hhi(rows["usd_million"], total=world[year, flow], others=100)
            for year, rows in countries[countries["flow"] == flow].groupby("year")
        }
        for flow in ["imports", "exports"]
    }
)

# %% chart
fig, ax = plt.subplots(figsize=(8, 4))

for flow, marker in zip(concentration.columns, "os", strict=True):
    ax.plot(concentration.index, concentration[flow], marker=marker, label=flow)
ax.set_title("Concentration of Kazakhstan's trade by partner")
ax.set_ylabel("Herfindahl-Hirschman index, 0 to 1")
ax.set_ylim(bottom=0)
ax.legend()

# %% flaws
flaws = ["A", "C"]

# %% past-russia
def past_russia(rows):
    """Share of the Kazakh oil on single routes that does not cross Russia, 0 to 1, or None without rows."""
    containers = ["all_exports", "all_bypassing_russia", "aktau_all", "germany_druzhba"]
    single = rows[~rows["route"].isin(containers) & rows["origin"].isin(["kazakhstan", "three_fields"])]
    if len(single) == 0:
        return None
    return single.loc[single["crosses_russia"] == "no", "million_tonnes"].sum() / single["million_tonnes"].sum()

# %% multiverse
rows = []
for flow in ["imports", "exports", "both"]:
    chosen = trade if flow == "both" else trade[trade["flow"] == flow]
    amounts = chosen.groupby(["series", "year", "partner"], observed=True)["usd_million"].sum().unstack("partner")
    share = 100 * amounts["Russia"] / amounts["World"]
    old, new = share["imf"], share["national"]
    for join in ["none", 2018, 2019, 2020]:
        line = old if join == "none" else splice(old, new, join)
        for base in [2013, 2017]:
            rows.append([flow, join, base, new[2023] - line[base]])
multiverse = pd.DataFrame(rows, columns=["flow", "join", "base", "change"])
lowest, highest = multiverse["change"].min(), multiverse["change"].max()

# %% missing-share
def missing_share(exports_eur, imports_usd, rate, freight=0.0):
    """Part of the exporter's figure that the importer's record does not show; negative when it shows more."""
    return 1 - (imports_usd / (1 + freight)) / (exports_eur / rate)

# %% gaps
sent = european[european["iso3"] == "KAZ"].set_index("year")["exports_eur"] / 1e6
received = trade[(trade["series"] == "national") & (trade["flow"] == "imports") & (trade["partner"] == "European Union")]
received = received.set_index("year")["usd_million"]
gaps = pd.Series({year: missing_share(sent[year], received[year], euros_per_dollar[year], freight=0.05) for year in range(2018, 2024)})

# %% separates
separates = ["A", "C", "D"]

# %% essay [markdown]
# The cords are there. Four fifths of the oil leave through one pipeline across Russia, and about three per cent took the
# stated routes past it in 2025. A state so placed that refuses to recognise the referenda acts in spite of its ties.
# Against me stands imports: Russia's share fell from 42.5 to 27.9 per cent in two years. But imports are replaced more
# easily than a pipeline. The flow matters most: since 2017 Russia's share of imports fell by ten points or more, while its
# share of exports rose. Shares do not show whether Moscow pulled a cord. Records of what it asked for would.
