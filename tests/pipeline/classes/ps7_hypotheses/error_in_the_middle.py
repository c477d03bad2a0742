# %% matrix
matrix = judgements.merge(scale, on="word").pivot(index="evidence", columns="hypothesis", values="likelihood")

# %% update
def update(prior, table)
    """The colon is missing above."""
    return prior

# %% told
told = np.log10(matrix.max(axis=1) / matrix.min(axis=1)).sort_values(ascending=False)
lopsided = list(matrix.index[matrix["independent"] / matrix["latitude"] >= 2])

# %% flaw
flaw = "B"

# %% steelman [markdown]
# I ran out of time.
