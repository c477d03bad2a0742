# %% window
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return table[table["date"].between(start, end)

# %% per-year
per_year = {year: sum(events["date"].dt.year == year) for year in range(2014, 2027)}

# %% gloss
gloss = "headline_2022"
june_to_september = 102

# %% kappa
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    return observed

# %% flaw
flaw = "D"

# %% drops
def drops_needed(coding):
    coding = list(coding)
    return max(coding.count("away") - coding.count("with"), 0)

# %% essay [markdown]
# In 2014 it was a free expression of will, in 2022 three principles.
