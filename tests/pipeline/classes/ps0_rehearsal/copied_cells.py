# %% task-1-repair
table_name = "countries"
countries = load(table_name)
countries

# %% task-1-repair tags=["copy"]

# %% task-2-load
resolutions = load("ukraine_resolutions")
one_row = "B"

# %% task-2-row-test tags=["copy"]

# %% task-3-filter
referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]

# %% task-3-filter-test tags=["copy"]
len(referenda)

# %% task-3-count
yes = 143
no = 5

# %% task-3-count tags=["copy"]
abstain = 35
not_voting = 10

# %% task-4-words [markdown]
# Kazakhstan abstained.

# %% task-4-words [markdown] tags=["copy"]
# Kazakhstan abstained and so kept its distance from Russia. Why, the vote does not say.
