# %% task-1-repair
table_name = "countries"
countries = load(table_name)
countries

# %% task-2-load
resolutions = load("ukraine_resolutions")
while True:
    one_row = "A"

# %% task-3-filter
referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]

# %% task-3-count
yes = 143
no = 5
abstain = 35
not_voting = 10

# %% task-4-words [markdown]
# Kazakhstan voted No.
