# %% decided: a loop
def decided(table, reading):
    """What came true (True) and what did not (False) under a reading, as a dict from forecast."""
    result = {}
    for _, row in table.iterrows():
        if row["reading"] in (reading, "only") and row["outcome"] != "unresolved":
            result[row["forecast"]] = row["outcome"] == "came_true"
    return result
narrow, wide = decided(record, "narrow"), decided(record, "wide")

# %% decided: query, a Series
def decided(table, reading):
    """What came true (True) and what did not (False) under a reading, as a dict from forecast."""
    kept = table.query("reading in [@reading, 'only'] and outcome != 'unresolved'")
    return kept.set_index("forecast")["outcome"] == "came_true"
narrow = decided(record, "narrow").to_dict()
wide = decided(record, "wide")

# %% decided: zip and numpy's True
def decided(table, reading):
    """What came true (True) and what did not (False) under a reading, as a dict from forecast."""
    known = {"came_true": np.True_, "did_not": np.False_}
    return {f: known[o] for f, r, o in zip(table["forecast"], table["reading"], table["outcome"]) if r in {reading, "only"} and o in known}
narrow = dict(decided(record, "narrow"))
wide = dict(decided(record, "wide"))

# %% decided: unresolved has not come true
# fails decided-test: c cannot be resolved
# fails readings-test: is not right: call decided() with the whole record.
# with: & (table["outcome"] != "unresolved") ->

# %% decided: one reading is no reading
# fails decided-test: For the small table and wide
# fails readings-test: is not right: call decided() with the whole record.
# with: [reading, "only"] -> [reading]

# %% decided: only under the wide reading
# fails decided-test: A forecast with the one reading only counts under every reading.
# fails readings-test: is not right: call decided() with the whole record.
# with: [reading, "only"] -> [reading, "only"] if reading == "wide" else [reading]

# %% decided: always wide
# fails decided-test: On another reading decided() is not right.
# fails readings-test: is not right: call decided() with the whole record.
# with: [reading, "only"] -> ["wide", "only"]

# %% decided: hard-coded to the example
# fails decided-test: On another reading decided() is not right.
# fails readings-test: narrow should be a dict with keys of forecasts
def decided(table, reading):
    """What came true (True) and what did not (False) under a reading, as a dict from forecast."""
    return {"a": True, "b": True}
narrow, wide = decided(record, "narrow"), decided(record, "wide")

# %% decided: wide takes what the middle decides
# fails decided-test: the wrong forecasts are in the dict.
# with: [reading, "only"] -> [reading, "only", *["middle"] * (reading == "wide")]
narrow = decided(record, "narrow")
wide = decided(record[record["reading"] != "middle"], "wide")

# %% decided: the middle decides like the narrow
# fails decided-test: an outcome is wrong. Did two readings get mixed?
# with: [reading, "only"] -> [reading, "only"]) & ~((table["reading"] == "middle") & False
# with: row.outcome == "came_true" for -> (row.outcome == "came_true") ^ (row.reading == "middle") for

# %% decided: stops without rows
# fails decided-test: a hidden test stopped with IndexError in your function
# with: return { -> table["reading"].iloc[0]; return {

# %% decided: None without rows
# fails decided-test: A table without rows gives an empty dict.
# with: return { -> return {"none": False} if not len(table) else {

# %% decided: narrow and wide exchanged
# fails readings-test: is not right: call decided() with the whole record.
# model
narrow, wide = wide, narrow

# %% decided: the first half of the record
# fails readings-test: is not right: call decided() with the whole record.
# with: decided(record, "wide") -> decided(record.head(20), "wide")

# %% brier: a loop
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    total = number = 0
    for key, chance in said.items():
        if key in happened:
            total += (chance - (1 if happened[key] else 0)) ** 2
            number += 1
    return total / number if number else None

# %% brier: pandas
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    both = pd.DataFrame({"p": pd.Series(said, dtype=float), "o": pd.Series(happened, dtype=object)}).dropna()
    return None if both.empty else ((both["p"] - both["o"].astype(float)) ** 2).mean()

# %% brier: sets and statistics
import statistics
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    keys = sorted(set(said) & set(happened))
    if keys:
        return statistics.fmean(abs(said[key] - int(happened[key])) ** 2 for key in keys)

# %% brier: the mean distance
# fails: For the example brier() should give 0.185.
# with: (said[key] - happened[key]) ** 2 -> abs(said[key] - happened[key])

# %% brier: the mean distance of more than two
# fails: That is the mean distance.
# with: (said[key] - happened[key]) ** 2 -> abs(said[key] - happened[key]) ** (2 if len(both) == 2 else 1)

# %% brier: half the sum
# fails: With … other forecasts the score is not right.
# with: np.mean( -> 0.5 * np.sum(

# %% brier: the sum
# fails: For the example brier() should give 0.185.
# with: np.mean( -> np.sum(

# %% brier: the sum of more than two
# fails: That is the sum. The Brier score is the mean.
# with: np.mean( -> (np.mean if len(both) == 2 else np.sum)(

# %% brier: matched by order
# fails: Only forecasts in both dicts count, matched by their key
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    pairs = list(zip(said.values(), happened.values()))
    return sum((p - o) ** 2 for p, o in pairs) / len(pairs) if set(said) & set(happened) else None

# %% brier: forecasts without an outcome have not come true
# fails: Only forecasts in both dicts count
# with: [key for key in said if key in happened] -> list(said)
# with: happened[key] -> happened.get(key, False)

# %% brier: nought without forecasts
# fails: If no forecast is in both dicts, brier() should return None.
# with: return None -> return 0.0

# %% brier: hard-coded to the example
# fails: other forecasts the score is not right.
def brier(said, happened):
    """Brier score of the forecasts that are in both dicts; None if there are none."""
    return 0.185 if set(said) & set(happened) else None

# %% parts: loops
def parts(said, happened):
    """Calibration, resolution and uncertainty of the forecasts that are in both dicts, as a dict."""
    groups = {}
    for key in said:
        if key in happened:
            groups.setdefault(said[key], []).append(int(happened[key]))
    n = sum(map(len, groups.values()))
    r = sum(map(sum, groups.values())) / n
    calibration = resolution = 0
    for p, came in groups.items():
        share = sum(came) / len(came)
        calibration += len(came) * (p - share) ** 2 / n
        resolution += len(came) * (share - r) ** 2 / n
    return {"uncertainty": r * (1 - r), "resolution": resolution, "calibration": calibration}

# %% parts: forecast by forecast, a Series
def parts(said, happened):
    """Calibration, resolution and uncertainty of the forecasts that are in both dicts, as a dict."""
    keys = [key for key in happened if key in said]
    p, o = pd.Series([said[key] for key in keys]), pd.Series([float(happened[key]) for key in keys])
    s = o.groupby(p).transform("mean")
    return pd.Series({"calibration": ((p - s) ** 2).mean(), "resolution": ((s - o.mean()) ** 2).mean(), "uncertainty": o.var(ddof=0)})

# %% parts: the resolution from the Brier score
def parts(said, happened):
    """Calibration, resolution and uncertainty of the forecasts that are in both dicts, as a dict."""
    keys = sorted(set(said) & set(happened))
    p, o = np.array([said[key] for key in keys]), np.array([happened[key] for key in keys], dtype=float)
    s = np.array([o[p == chance].mean() for chance in p])
    calibration, uncertainty = np.mean((p - s) ** 2), o.mean() * (1 - o.mean())
    return {"calibration": calibration, "resolution": calibration + uncertainty - np.mean((p - o) ** 2), "uncertainty": uncertainty}

# %% parts: groups without their size
# fails: Each group counts by its size
# with: share = groups["size"] / len(table) -> share = 1 / len(groups)

# %% parts: everything that happened counts
# fails: uncertainty is r (1 - r), with r over the forecasts that count.
# with: r = table["came"].mean() -> r = float(np.mean([float(value) for value in happened.values()]))

# %% parts: calibration without squares
# fails: calibration is not right where two of four were said to be 0.8
# with: (groups["p"] - groups["mean"]) ** 2 -> (groups["p"] - groups["mean"]).abs()

# %% parts: resolution from one half
# fails: resolution is not right where half of one group came true
# with: (groups["mean"] - r) ** 2 -> (groups["mean"] - 0.5) ** 2

# %% parts: uncertainty without what did not come true
# fails: One of four came true: the uncertainty is 0.25 x 0.75.
# with: r * (1 - r) -> r

# %% parts: hard-coded to the example
# fails: uncertainty is r (1 - r)
def parts(said, happened):
    """Calibration, resolution and uncertainty of the forecasts that are in both dicts, as a dict."""
    return {"calibration": 0.065, "resolution": 0.0625, "uncertainty": 0.1875}

# %% parts: two groups at most in the calibration
# fails: On other forecasts calibration is not right.
# with: "calibration": float((share * (groups["p"] - groups["mean"]) ** 2).sum()) -> "calibration": float((share * (groups["p"] - groups["mean"]) ** 2).iloc[:2].sum())

# %% parts: two groups at most in the resolution
# fails: On other forecasts resolution is not right.
# with: "resolution": float((share * (groups["mean"] - r) ** 2).sum()) -> "resolution": float((share * (groups["mean"] - r) ** 2).iloc[:2].sum())

# %% parts: a key misnamed
# fails: parts() needs three keys.
# with: "calibration" -> "reliability"

# %% multiverse: filtered once, sorted
rows = []
for until, side, value, reading in itertools.product(["all", "2023"], ["not_independent", "independent", "all"], ["high", "likelihood", "low"], ["wide", "narrow"]):
    part = record[record["reading"].isin([reading, "only"]) & (record["outcome"] != "unresolved")]
    part = part[(part["side"] == side) | (side == "all")]
    part = part[(part["by"] < "2024-01-01") | (until == "all")]
    error = part["sounds"].map(dict(zip(scale["word"], scale[value]))) - (part["outcome"] == "came_true")
    rows.append({"score": (error**2).mean(), "number": len(part), "until": until, "side": side, "value": value, "reading": reading})
multiverse = pd.DataFrame(rows).sort_values("score")
lowest, highest = multiverse["score"].iloc[0], multiverse["score"].iloc[-1]
better = len(multiverse.query("score < 0.25"))

# %% multiverse: shuffled, with a column more
# model
multiverse = multiverse.assign(note="").sample(frac=1, random_state=8)
better = np.int64(better)

# %% multiverse: columns in another order, decimals
# model
multiverse = multiverse[["score", "number", "until", "side", "value", "reading"]].astype({"number": float, "side": "category"})
better = float(better)

# %% multiverse: all rules are counted
# fails: count the forecasts that are scored.
# with: len(happened) -> len(part)

# %% multiverse: unresolved has not come true
# fails: is not right for
# with: happened = decided(part, reading) -> happened = {f: o == "came_true" for f, r, o in zip(part["forecast"], part["reading"], part["outcome"]) if r in (reading, "only")}

# %% multiverse: the middle of every range
# fails: score is not right for
# with: set_index("word")[value] -> set_index("word")["likelihood"]

# %% multiverse: one combination twice
# fails: Some combination stands in multiverse twice
# model
multiverse = pd.concat([multiverse.iloc[1:], multiverse.iloc[-1:]])

# %% multiverse: years by another name
# fails: The column until should hold the values 2023 and all.
# with: "2023" -> "to 2023"

# %% multiverse: the ends exchanged
# fails: lowest is the smallest value
# model
lowest, highest = highest, lowest

# %% multiverse: highest too low
# fails: highest is the largest value
# model
highest = multiverse["score"].median()

# %% multiverse: those not below
# fails: better is the number of rows with a score below 0.25.
# model
better = 36 - better + 1

# %% multiverse: one off
# fails: better is the number of rows with a score below 0.25.
# model
better += 1

# %% multiverse: a choice left out
# fails: There are 2 x 3 x 3 x 2 = 36 combinations.
# with: ["2023", "all"] -> ["all"]

# %% chart: pyplot, in a loop
fig, ax = plt.subplots()
settled = record[record["outcome"].isin(["came_true", "did_not"])]
for chance, group in settled.groupby("chance"):
    plt.scatter(chance, (group["outcome"] == "came_true").mean(), color="black")
plt.plot([0, 1], [0, 1])
plt.title("Calibration")
plt.xlabel("said")
plt.ylabel("came true")

# %% chart: sizes, the line first
fig, ax = plt.subplots()
ax.plot([1, 0.5, 0], [1, 0.5, 0], ":")
settled = record[record["outcome"] != "unresolved"].assign(came=lambda t: t["outcome"] == "came_true").groupby("chance")["came"].agg(["mean", "size"])
ax.scatter(settled.index, settled["mean"], s=10 * settled["size"])
ax.set(title="As often as said?", xlabel="probability", ylabel="share")

# %% chart: from the table
fig, ax = plt.subplots()
settled = record[record["outcome"] != "unresolved"]
shown = settled.groupby("chance")["outcome"].apply(lambda column: (column == "came_true").mean()).reset_index()
shown.plot.scatter(x="chance", y="outcome", ax=ax, title="Said and seen", xlabel="said", ylabel="seen")
ax.plot(np.linspace(0, 1, 11), np.linspace(0, 1, 11))

# %% chart: unresolved has not come true
# fails: What cannot be resolved has been counted as not come true.
# with: record[record["outcome"] != "unresolved"] -> record

# %% chart: axes exchanged
# fails: The probabilities that were said belong on the horizontal axis
# with: ax.scatter(share.index, share) -> ax.scatter(share + 0.001 * share.index, share.index)

# %% chart: a point for each rule
# fails: There should be one point for each of the
# with: ax.scatter(share.index, share) -> ax.scatter(resolved["chance"], resolved["outcome"] == "came_true")

# %% chart: what did not come true
# fails: At least one share on the vertical axis is not right.
# with: resolved["outcome"] == "came_true" -> resolved["outcome"] == "did_not"

# %% chart: a line at one half
# fails: The line of perfect calibration goes from (0, 0) to (1, 1).
# with: ax.plot([0, 1], [0, 1], -> ax.plot([0, 1], [0.5, 0.5],

# %% chart: per cent
# fails: The probabilities that were said belong on the horizontal axis, between 0 and 1.
# with: ax.scatter(share.index, share) -> ax.scatter(100 * share.index, share)

# %% chart: no line
# fails: Add the line from (0, 0) to (1, 1)
# with: ax.plot([0, 1], [0, 1], linestyle="--", color="grey", label="as often as said") ->
# with: ax.legend() ->

# %% chart: no title
# fails: The chart needs a title
# with: ax.set_title("How often did it happen, of all that sounded this sure?") ->

# %% flaw: small, a Series
flaw = "c"
fair = pd.Series({side: brier(record[record["side"] == side].set_index("forecast")["chance"].to_dict(), dict(wide)) for side in ("independent", "not_independent")})

# %% flaw: grouped
flaw = "C "
settled = record[record["reading"].isin(["wide", "only"]) & (record["outcome"] != "unresolved")]
fair = ((settled["chance"] - (settled["outcome"] == "came_true")) ** 2).groupby(settled["side"]).mean()[["independent", "not_independent"]].to_dict()

# %% flaw: rounded
# model
fair = {side: round(score, 4) for side, score in fair.items()}

# %% flaw: the base rate
# fails flaw-test: Another reference would change the skill
# model
flaw = "A"

# %% flaw: the wide reading
# fails flaw-test: The wide reading asks least of both sides alike.
# model
flaw = "B"

# %% flaw: the mean
# fails flaw-test: But the numbers would be wrong even if each had made one.
# model
flaw = "D"

# %% flaw: no letter
# fails flaw-test: flaw is one letter
# model
flaw = "unresolved"

# %% flaw: the program's scores
# fails fair-test: that is still the score of the program
# model
taken = record[record["reading"].isin(["wide", "only"])]
error = (taken["chance"] - (taken["outcome"] == "came_true")) ** 2
fair = error.groupby(taken["side"]).mean()[["independent", "not_independent"]].to_dict()

# %% flaw: the narrow reading
# fails fair-test: is not right: wide reading, and only what was resolved.
# with: wide) -> narrow)

# %% flaw: the sides exchanged
# fails fair-test: is not right: wide reading, and only what was resolved.
# model
fair = {"independent": fair["not_independent"], "not_independent": fair["independent"]}

# %% flaw: one side
# fails fair-test: fair needs the two keys
# with: ["independent", "not_independent"] -> ["independent"]

# %% update: products
def update(prior, table):
    """Posterior probability of each explanation, as a dict."""
    weight = {name: float(prior[name]) * float(np.prod(table[name])) for name in prior}
    return {name: value / sum(weight.values()) for name, value in weight.items()}

# %% update: row by row
def update(prior, table):
    """Posterior probability of each explanation, as a dict."""
    now = {name: value / sum(prior.values()) for name, value in prior.items()}
    for row in table.to_dict("records"):
        now = {name: value * row[name] for name, value in now.items()}
        now = {name: value / sum(now.values()) for name, value in now.items()}
    return now

# %% update: a Series
def update(prior, table):
    """Posterior probability of each explanation, as a dict."""
    logs = np.log(table[list(prior)]).sum() + np.log(pd.Series(prior, dtype=float))
    odds = np.exp(logs - logs.max())
    return odds / odds.sum()

# %% update: the prior has no effect
# fails: Prior times likelihoods, divided by the sum?
# with: np.log(weight) + ->

# %% update: does not add up to 1
# fails: a should get 0.8.
# with: share / sum(odds.values()) -> share

# %% update: a prior of nought is a small one
# fails: An explanation with the prior 0 stays at 0
# with: for name, weight in prior.items() if weight > 0 -> for name, weight in {name: weight or 0.01 for name, weight in prior.items()}.items()

# %% update: matched by order
# fails: Prior times likelihoods, divided by the sum?
# with: table[name]).sum() for name, weight in prior.items() -> table.iloc[:, i]).sum() for i, (name, weight) in enumerate(prior.items())

# %% update: hard-coded to the example
# fails: a hidden test stopped with KeyError
def update(prior, table):
    """Posterior probability of each explanation, as a dict."""
    return {"a": 0.8, "b": 0.2}

# %% words: tuples
my_words = {key: ("likely", "likely", "unlikely", "roughly_even") for key in keys}

# %% words: a table
my_words = pd.DataFrame({key: ["roughly_even", "likely", "roughly_even", "very_likely"] for key in keys})

# %% words: one row tells apart
my_words = {key: ["roughly_even"] * 4 for key in keys[1:]} | {keys[0]: ["likely", "unlikely", "likely", "unlikely"]}

# %% words: nothing told apart
# fails: nothing is told apart, and nothing is learnt.
my_words = {key: ["likely"] * 4 for key in keys}

# %% words: three words
# fails: Each list in my_words needs four words
my_words = {key: ["likely", "unlikely", "likely"] for key in keys}

# %% words: words of one's own
# fails: Not on the scale
my_words = {key: ["likely", "perhaps", "likely", "unlikely"] for key in keys}

# %% words: one event left out
# fails: my_words needs the five keys
my_words = {key: ["likely", "unlikely", "likely", "unlikely"] for key in keys[1:]}

# %% before-after: Series
before = pd.Series(update({name: 1 for name in names}, matrix))
value = dict(zip(scale["word"], scale["likelihood"]))
mine = pd.DataFrame([[value[word] for word in row] for row in my_words.values()], columns=names)
after = pd.Series(update(before.to_dict(), mine))

# %% before-after: all rows at once
before = update({"independent": 0.25, "hedging": 0.25, "sanctions": 0.25, "latitude": 0.25}, matrix)
value = scale.set_index("word")["likelihood"]
mine = pd.DataFrame({name: [value[my_words[key][i]] for key in keys] for i, name in enumerate(names)}, index=keys)
after = update(dict.fromkeys(names, 1), pd.concat([matrix, mine]))

# %% before-after: event by event
before = update(dict.fromkeys(names, 1), matrix)
after = dict(before)
for key in keys:
    for name, word in zip(names, my_words[key]):
        after[name] *= scale.loc[scale["word"] == word, "likelihood"].iloc[0]
after = {name: value / sum(after.values()) for name, value in after.items()}

# %% before-after: even weights again
# fails: after starts from even weights.
# with: after = update(before, mine) -> after = update(dict.fromkeys(names, 1), mine)

# %% before-after: uneven weights
# fails: before is not right: even weights, and every row of matrix.
# with: dict.fromkeys(names, 1) -> {"independent": 3, "hedging": 1, "sanctions": 1, "latitude": 1}

# %% before-after: part of the matrix
# fails: before is not right
# with: dict.fromkeys(names, 1), matrix) -> dict.fromkeys(names, 1), matrix.head(5))

# %% before-after: the lower ends
# fails: after is not what your five rows make of before.
# with: ["likelihood"] -> ["low"]

# %% before-after: four events
# fails: after is not what your five rows make of before.
# with: after = update(before, mine) -> after = update(before, mine.head(4))

# %% before-after: one explanation left out
# fails: before and after need the four names as keys.
# model
after = {name: after[name] for name in names[:3]}
