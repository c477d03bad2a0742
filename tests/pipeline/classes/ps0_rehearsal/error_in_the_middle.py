# %% task-1-repair
table_name = "countries"
countries = load(table_name)
countries

# %% task-2-load
resolutions = load("ukraine_resolutions"
one_row = "B"

# %% task-3-filter
referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]
print(refrenda)

# %% task-3-count
yes = 143
no = 5
abstain = 35
not_voting = 10

# %% task-4-words [markdown]
# Neither. Kazakhstan abstained, and an abstention fits both. One vote does not tell what the government would do.
