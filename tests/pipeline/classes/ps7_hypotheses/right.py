# %% matrix
numbers = judgements.merge(scale, on="word")
matrix = numbers.pivot(index="evidence", columns="hypothesis", values="likelihood")[names]

# %% update
def update(prior, table):
    """Posterior probability of each explanation, as a dict."""
    with np.errstate(divide="ignore"):
        score = {key: np.log(weight) + np.log(table[key]).sum() for key, weight in prior.items()}
    odds = {key: np.exp(value - max(score.values())) for key, value in score.items()}
    return {key: value / sum(odds.values()) for key, value in odds.items()}

# %% told
told = np.log10(matrix.max(axis=1) / matrix.min(axis=1)).sort_values(ascending=False)
lopsided = [key for key in matrix.index if matrix.loc[key, "independent"] >= 2 * matrix.loc[key, "latitude"]]

# %% chart
fig, ax = plt.subplots(figsize=(8, 8))
told.plot.barh(ax=ax)
ax.set_title("Diagnosticity of the evidence")
ax.set_xlabel("log10 of the largest over the smallest likelihood")

# %% deciding
def deciding(prior, table):
    """Each row without which another explanation comes first, and that explanation, as a dict."""
    before = update(prior, table)
    first = max(before, key=before.get)
    result = {}
    for row in table.index:
        after = update(prior, table.drop(index=row))
        then = max(after, key=after.get)
        if then != first:
            result[row] = then
    return result

decisive = deciding({name: 1 for name in names}, matrix)

# %% flaw
flaw = "B"

# %% update-groups
def update_groups(prior, table, groups):
    """Posterior probability of each explanation when each group of rows counts once, as a dict."""
    labels = [groups[row] for row in table.index]
    return update(prior, np.exp(np.log(table).groupby(labels).mean()))

# %% multiverse
about = evidence.set_index("evidence")
rows = []
for reading in ["low", "likelihood", "high"]:
    table = numbers.pivot(index="evidence", columns="hypothesis", values=reading)[names]
    dates = about.date[table.index]
    for window, part in {"all": table, "to 2022-10": table[dates < "2022-11-01"], "from 2022": table[dates >= "2022-01-01"]}.items():
        for name, weights in {"even": [1, 1, 1, 1], "article": [3, 1, 1, 1], "critics": [1, 1, 1, 3]}.items():
            prior = dict(zip(names, weights, strict=True))
            for counting, after in {"rows": update(prior, part), "groups": update_groups(prior, part, about.group)}.items():
                rows.append([reading, counting, window, name, after["independent"] + after["hedging"], max(after, key=after.get)])
multiverse = pd.DataFrame(rows, columns=["reading", "counting", "window", "prior", "astana", "first"])
lowest, highest, winners = multiverse.astana.min(), multiverse.astana.max(), set(multiverse["first"])

# %% steelman [markdown]
# The answer for the article in the mark scheme, in other words.
