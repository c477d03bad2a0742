# %% setup tags=["deleted"]

# %% task-1-repair
from balancing_act import load
table_name = "countries"
countries = load(table_name)
countries

# %% task-2-row-test tags=["deleted"]

# %% task-2-load
resolutions = load("ukraine_resolutions")
one_row = "B"

# %% task-3-filter tags=["deleted"]

# %% task-3-filter-test tags=["deleted"]

# %% task-3-count
yes = 143
no = 5
abstain = 35
not_voting = 10

# %% task-4-words tags=["deleted"]
