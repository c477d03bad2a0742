# %% shares
national = trade[trade["series"] == "national"]
amounts = national[(national["year"] == 2023) & (national["flow"] == "exports")].set_index("partner")["usd_million"]
imports_2023 = amounts[["Russia", "China", "European Union"]] / amounts["World"]
largest_2021 = "Russia"

# %% splice
def splice(old, new, year):
    """Joins without making the two agree."""
    return pd.concat([old[old.index < year], new[new.index >= year]])

# %% steps
shares = trade[trade["flow"] == "imports"].pivot(index=["series", "year"], columns="partner", values="usd_million")
russia = (100 * shares["Russia"] / shares["World"]).unstack("series")
steps = (russia["imf"] - russia["national"]).dropna()

# %% hhi
def hhi(amounts, total=None, others=1):
    """Takes the rest for one partner, whatever others says."""
    amounts = np.asarray(amounts, dtype=float)
    total = total or amounts.sum()
    return float(((amounts / total) ** 2).sum() + (1 - amounts.sum() / total) ** 2)

# %% concentration
concentration = pd.DataFrame(
    {
        flow: {
            year: hhi(rows[~rows["group"]]["usd_million"], rows[rows["partner"] == "World"]["usd_million"].iloc[0], 100)
            for year, rows in national[national["flow"] == flow].groupby("year")
        }
        for flow in ["imports", "exports"]
    }
)

# %% chart
fig, ax = plt.subplots()
concentration.plot(ax=ax, title="Herfindahl-Hirschman index", ylabel="index, 0 to 1")
ax.set_ylim(bottom=0)

# %% flaws
flaws = ["A", "B", "C"]

# %% past-russia
def past_russia(rows):
    """Leaves the totals out, but takes every ship from Aktau for a way past Russia."""
    kept = rows[rows["origin"].isin(["kazakhstan", "three_fields"])]
    kept = kept[~kept["route"].isin(["all_exports", "all_bypassing_russia", "aktau_all", "germany_druzhba"])]
    past = kept["route"].isin(["aktau_baku", "aktau_makhachkala", "china"])
    return kept.loc[past, "million_tonnes"].sum() / kept["million_tonnes"].sum()

# %% missing-share
def missing_share(exports_eur, imports_usd, rate, freight=0.0):
    """Puts the freight on instead of taking it off."""
    return 1 - imports_usd * (1 + freight) / (exports_eur / rate)

# %% separates
separates = ["A", "C"]

# %% essay [markdown]
# Russia's share of imports is 28 per cent, so the ties are strong.
