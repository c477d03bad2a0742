# %% task-1-repair
table_name = 'countries'   # was: contries
countries = load(table_name)
countries.head(3)

# %% task-2-load
name = "ukraine_" + "resolutions"
resolutions = load(name)
one_row = 'B'

# %% task-3-filter
import pandas as pd

parts = [part for symbol, part in load("ukraine_votes").groupby("resolution") if symbol.endswith("ES-11/4")]
referenda = pd.concat(parts).reset_index(drop=True)[["iso3", "vote", "resolution"]]

# %% task-3-count
yes, no, abstain, not_voting = 143, 5, 35, 10

# %% task-4-words [markdown]
# It speaks against the statement. Kazakhstan abstained on a text that rejects the referenda, while most members voted Yes.
# What the government said in its own words, the vote cannot show.
