# %% shares
national = trade[trade["series"] == "national"]
amounts = national[(national["year"] == 2023) & (national["flow"] == "imports")].set_index("partner")["usd_million"]
imports_2023 = amounts[["Russia", "China", "European Union"]] / amounts["World"]
largest_2021 = "Russia"

# %% hhi
def hhi(amounts, total=None, others=1)
    """The colon is missing above."""
    return sum(amounts)

# %% flaws
flaws = ["A", "C"]

# %% missing-share
def missing_share(exports_eur, imports_usd, rate, freight=0.0):
    """Part of the exporter's figure that the importer's record does not show; negative when it shows more."""
    return 1 - imports_usd / (1 + freight) * rate / exports_eur

# %% separates
separates = ["A", "C", "D"]

# %% essay [markdown]
# I ran out of time.
