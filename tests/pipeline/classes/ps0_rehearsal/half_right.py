# %% task-1-repair
table_name = "country"
countries = load(table_name)
countries

# %% task-2-load
resolutions = load("ukraine_resolutions")
one_row = "C"

# %% task-3-filter
referenda = votes[votes["resolution"] == "ES-11/4"]

# %% task-3-count
yes = 143
no = "5"
abstain = votes["vote"].value_counts()["abstain"]
not_voting = 12

# %% task-4-words [markdown]
# Kazakhstan abstained, so it does not support Russia, which voted No.
