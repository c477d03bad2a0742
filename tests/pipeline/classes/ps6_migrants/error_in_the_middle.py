# %% kinds
kinds = {"a": "gross flow", "b": "stock", "c": "net flow", "d": "gross flow", "e": "stock", "f": "net flow"}

# %% stocks
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    result = []
    for came, went in zip(entries, exits)
        before = before + came - went
    return result

# %% missing
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    return before + entries - exits

# %% nearest
nearest = {"2022-11-29": "net", "2022-12-31": "april and net"}
unexplained = definitions.loc["net"]

# %% flaw
flaw = "C"

# %% remain
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    return start - start * leaving * weeks
