# %% kinds
kinds = claims.loc[claims["by"] == "sanchez", "kind"].value_counts().to_dict()

# %% classify
classified = {"A": "fact", "B": "value", "C": "causal claim", "D": "prediction", "E": "interpretation", "F": "fact"}

# %% carried
def carried(supports, evidence):
    """The claims to which a path of supports leads from evidence."""
    return reach(supports, evidence)

# %% not-carried
not_carried = {"far_fetched"} | set(claims[claims["paragraf"] == "p8"]["claim"])

# %% flaw
flaw = "B"
example = [("b", "a"), ("c", "b")]
