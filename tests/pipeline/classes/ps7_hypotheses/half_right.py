# %% matrix
numbers = judgements.merge(scale, on="word")
matrix = numbers.pivot(index="evidence", columns="hypothesis", values="likelihood")[names]

# %% update
def update(prior, table):
    """Multiplies, so it is right for short tables and comes to nothing for long ones."""
    odds = {key: weight * table[key].prod() for key, weight in prior.items()}
    return {key: value / sum(odds.values()) for key, value in odds.items()}

# %% told
told = (matrix.max(axis=1) - matrix.min(axis=1)).sort_values(ascending=False)
ratio = matrix["latitude"] / matrix["independent"]
lopsided = list(ratio.index[ratio >= 2])

# %% chart
fig, ax = plt.subplots(figsize=(8, 8))
ax.barh(told.index, told)
ax.set_title("Diagnosticity")
ax.set_xlabel("likelihood")

# %% deciding
def deciding(prior, table):
    """Names the explanation that comes first without the row, whether or not it did before."""
    result = {}
    for row in table.index:
        after = update(prior, table.drop(index=row))
        result[row] = max(after, key=after.get)
    return result

decisive = deciding(dict.fromkeys(names, 1), matrix)

# %% flaw
flaw = "D"

# %% update-groups
def update_groups(prior, table, groups):
    """Takes the usual mean instead of the geometric one."""
    return update(prior, table.groupby([groups[row] for row in table.index]).mean())

# %% steelman [markdown]
# Those who speak of latitude only want to talk Kazakhstan down. Rosatom and the parade prove nothing.
