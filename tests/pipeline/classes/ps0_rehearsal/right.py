# %% task-1-repair
table_name = "countries"
countries = load(table_name)
countries

# %% task-2-load
resolutions = load("ukraine_resolutions")
one_row = "B"

# %% task-3-filter
referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]

# %% task-3-count
yes = (referenda["vote"] == "yes").sum()
no = (referenda["vote"] == "no").sum()
abstain = (referenda["vote"] == "abstain").sum()
not_voting = (referenda["vote"] == "not_voting").sum()

# %% task-4-words [markdown]
# Kazakhstan abstained, which fits the statement: Russia voted No and Kazakhstan did not follow it.
# The vote does not tell us why it did not vote Yes.
