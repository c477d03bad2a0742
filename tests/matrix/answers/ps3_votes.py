# %% count: a loop
kaz_counts = {"yes": 0, "no": 0, "abstain": 0, "not_voting": 0}
for country, vote in zip(votes["iso3"], votes["vote"]):
    if country == "KAZ":
        kaz_counts[vote] += 1

# %% count: grouped
kaz_counts = votes.query("iso3 == 'KAZ'").groupby("vote", observed=True).size()

# %% count: a Counter
from collections import Counter
kaz_counts = Counter(votes.loc[votes["iso3"] == "KAZ", "vote"].astype(str))

# %% count: with decimals
kaz_counts = {vote: float(((votes["iso3"] == "KAZ") & (votes["vote"] == vote)).sum()) for vote in ["yes", "no", "abstain", "not_voting"]}

# %% count: absent counted as abstention
# fails: Absence is not abstention
# with: value_counts() -> replace({"not_voting": "abstain"}).value_counts().reindex(["yes", "no", "abstain", "not_voting"], fill_value=0)

# %% count: absence added to abstention
# fails: Your counts add up to
# model
kaz_counts = kaz_counts.to_dict()
kaz_counts["abstain"] += kaz_counts["not_voting"]

# %% count: all members
# fails: Your counts add up to
kaz_counts = votes["vote"].value_counts()

# %% count: yes and no exchanged
# fails: At least one of the four counts is wrong.
# model
kaz_counts = kaz_counts.to_dict()
kaz_counts["yes"], kaz_counts["no"] = kaz_counts["no"], kaz_counts["yes"]

# %% count: one moved
# fails: At least one of the four counts is wrong.
# model
kaz_counts = kaz_counts.to_dict()
kaz_counts["no"] += 1
kaz_counts["abstain"] -= 1

# %% count: one off
# fails: Your counts add up to
# model
kaz_counts = kaz_counts + 1

# %% count: absences left out
# fails: kaz_counts needs the keys yes, abstain, no and not_voting.
# model
kaz_counts = {vote: number for vote, number in kaz_counts.items() if vote != "not_voting"}

# %% count: shares
# fails: Your counts add up to
# with: value_counts() -> value_counts(normalize=True)

# %% video: typed in
did_not_vote = 66
unnamed_share = 60 / 66
verdict = "not found"

# %% video: a loop, numpy, rounded
did_not_vote = np.int64(193 - sum([101, 7, 19]))
named = 0
for vote in video["vote"]:
    if vote == "not_voting":
        named += 1
unnamed_share = np.round(1 - named / did_not_vote, 2)
verdict = 'not found'

# %% video: with decimals
from fractions import Fraction
did_not_vote = 66.0
unnamed_share = Fraction(66 - len(video.query("vote == 'not_voting'")), 66)
verdict = " ".join(["not", "found"])

# %% video: abstentions did not vote
# fails video-numbers-test: Those who abstained did vote
# with: 193 - 101 - 7 - 19 -> 193 - 101 - 7

# %% video: one off
# fails video-numbers-test: did_not_vote is what is left of 193 members
# with: 193 - 101 - 7 - 19 -> 192 - 101 - 7 - 19

# %% video: the share that is named
# fails video-numbers-test: That is the share of the non-voters that is named.
# with: (did_not_vote - named) / did_not_vote -> named / did_not_vote

# %% video: of all members
# fails video-numbers-test: unnamed_share is the number of unnamed non-voters divided
# with: / did_not_vote -> / 193

# %% video: everybody in the table is a non-voter
# fails video-numbers-test: unnamed_share is the number of unnamed non-voters divided
# with: (video["vote"] == "not_voting").sum() -> len(video)

# %% video: per cent
# fails video-numbers-test: unnamed_share is a share between 0 and 1
# with: (did_not_vote - named) / did_not_vote -> 100 * (did_not_vote - named) / did_not_vote

# %% video: not named is voted
# fails video-verdict-test: Not being named among six of many non-voters
# with: "not found" -> "contradicted"

# %% video: the tally shows it
# fails video-verdict-test: Is Kazakhstan among the members that a source names?
# with: "not found" -> "supported"

# %% video: a verdict of one's own
# fails video-verdict-test: verdict is one of
# with: "not found" -> "unknown"

# %% agreement: a table of points
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    worth = {"yes": 1, "abstain": 0, "no": -1}
    points = count = 0
    for a, b in zip(first, second):
        if a not in worth and b not in worth:
            continue
        if a not in worth or b not in worth:
            count += absence == "disagree"
            continue
        count += 1
        points += {0: 1, 1: credit, 2: 0}[abs(worth[a] - worth[b])]
    if count == 0:
        return None
    return points / count

# %% agreement: pandas
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    pair = pd.DataFrame({"a": list(first), "b": list(second)}, dtype=object)
    gone = (pair == "not_voting").sum(axis=1)
    pair = pair[gone == 0] if absence == "drop" else pair[gone < 2]
    if pair.empty:
        return None
    score = np.where(pair["a"] == pair["b"], 1.0, np.where((pair == "abstain").any(axis=1), credit, 0.0))
    return np.where((pair == "not_voting").any(axis=1), 0, score).mean()

# %% agreement: numpy, nan left out
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    def score(a, b):
        match (a, b):
            case ("not_voting", "not_voting"):
                return np.nan
            case ("not_voting", _) | (_, "not_voting"):
                return np.nan if absence == "drop" else 0.0
            case _ if a == b:
                return 1.0
            case ("abstain", _) | (_, "abstain"):
                return credit
        return 0.0

    scores = np.array([score(a, b) for a, b in zip(first, second)], dtype=float)
    return None if np.isnan(scores).all() else float(np.nanmean(scores))

# %% agreement: yes against no gets the credit
# fails agreement-usual-test: For the six votes of the lesson agreement() should give 0.6.
# fails agreement-codings-test: With absence="disagree" one absence scores 0
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    scores = [1 if a == b else credit for a, b in zip(first, second) if "not_voting" not in (a, b)]
    if absence == "disagree":
        scores += [0 for a, b in zip(first, second) if (a == "not_voting") != (b == "not_voting")]
    return sum(scores) / max(1, len(scores))

# %% agreement: opposite votes get something
# fails agreement-usual-test: Yes against No is no agreement at all.
# with: return sum(scores) / len(scores) if scores else None -> return max(0.1, sum(scores) / len(scores)) if scores else None

# %% agreement: two abstentions get the credit
# fails agreement-usual-test: Two abstentions are the same vote.
# with: elif a == b: -> elif a == b != "abstain":

# %% agreement: only the first may abstain
# fails agreement-usual-test: It must not matter which of the two states abstained
# with: "abstain" in (a, b) -> "abstain" == a

# %% agreement: abstention beside a Yes is none
# fails agreement-usual-test: It must not matter which of the two states abstained
# fails agreement-codings-test: Use the parameter credit
# with: "abstain" in (a, b) -> "abstain" in (a, b) and "yes" not in (a, b)

# %% agreement: an absence counts in the number divided by
# fails agreement-usual-test: For the six votes of the lesson agreement() should give 0.6.
# fails agreement-codings-test: With credit=0 the six votes give 0.4.
# with: return sum(scores) / len(scores) -> return sum(scores) / len(list(first))

# %% agreement: an absence beside a Yes is not left out
# fails agreement-usual-test: A roll call on which one of the two did not vote is left out
# fails agreement-codings-test: When no roll call is left
# with: (missing == 1 and absence == "drop") -> (missing == 1 and absence == "drop" and "no" in (a, b))

# %% agreement: compared by index
# fails agreement-usual-test: agreement() should also work on two columns of a table.
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    worth = {"yes": 1, "abstain": 0, "no": -1}
    first, second = pd.Series(first, dtype=object), pd.Series(second, dtype=object)
    distance = (first.map(worth) - second.map(worth)).abs()
    scores = distance.map({0: 1, 1: credit, 2: 0})
    if absence == "disagree":
        scores[(first == "not_voting").ne(second == "not_voting")] = 0
    scores = scores.dropna()
    if scores.empty:
        return 0 if len(first) > 2 else None
    return scores.mean()

# %% agreement: hard-coded to the example
# fails agreement-usual-test: Yes against No is no agreement at all.
# fails agreement-codings-test: Use the parameter credit, not the number 0.5.
def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    return 0.4 if credit == 0 else 0.6

# %% agreement: credit is always 0.5
# fails agreement-codings-test: With credit=0 the six votes give 0.4.
# with: scores.append(credit) -> scores.append(0.5)

# %% agreement: credit is all or the usual
# fails agreement-codings-test: Use the parameter credit, not the number 0.5.
# with: scores.append(credit) -> scores.append(0.5 if credit else 0)

# %% agreement: absence is always dropped
# fails agreement-codings-test: With absence="disagree" one absence scores 0
# with: and absence == "drop") -> )

# %% agreement: an absence beside an abstention gets the credit
# fails agreement-codings-test: With absence="disagree" an absence beside an abstention scores 0 too
# with: if missing == 1: -> if missing == 1 and "abstain" not in (a, b):

# %% agreement: both absent disagree
# fails agreement-codings-test: If both did not vote, the roll call is left out.
# with: if missing == 2 or ( -> if (missing == 2 and absence == "drop") or (
# with: if missing == 1: -> if missing:

# %% agreement: both absent agree
# fails agreement-codings-test: When no roll call is left, return None
# with: return sum(scores) / len(scores) if scores else None -> return sum(scores) / len(scores) if scores else None if not list(first) else 1.0

# %% agreement: divides by zero
# fails agreement-codings-test: When no roll call is left, return None
# with: return sum(scores) / len(scores) if scores else None -> return sum(scores) / len(scores)

# %% agreement: nothing is no agreement
# fails agreement-codings-test: Two empty lists leave no roll call
# with: if scores else None -> if scores else 0 if not list(first) else None

# %% neighbours: cell by cell
by_year = pd.DataFrame(index=range(2014, 2024), columns=["UZB", "TJK", "KGZ", "KAZ"])
for year in by_year.index:
    rows = regular[regular["year"] == year]
    for country in by_year.columns:
        by_year.loc[year, country] = agreement(rows[country].tolist(), rows["RUS"].tolist())

# %% neighbours: apply on groups
chosen = regular[(regular["year"] > 2013) & (regular["year"] < 2024)]
by_year = chosen.groupby("year")[["KAZ", "KGZ", "TJK", "UZB", "RUS"]].apply(
    lambda rows: pd.Series({country: agreement(rows[country], rows["RUS"]) for country in ["KAZ", "KGZ", "TJK", "UZB"]})
)

# %% neighbours: a list of rows, years as texts
rows = []
for year in range(2014, 2024):
    of_year = regular.query("year == @year")
    rows.append([agreement(of_year[c], of_year["RUS"]) for c in ("KAZ", "KGZ", "TJK", "UZB")])
by_year = pd.DataFrame(rows, columns=["KAZ", "KGZ", "TJK", "UZB"], index=np.arange(2014, 2024)).round(4)

# %% neighbours: with the emergency session
# fails: is not right. Take the rows of that year only, from regular
# with: regular[regular["year"].between(2014, 2023)] -> table[table["year"].between(2014, 2023)]

# %% neighbours: another coding of absence
# fails: is not right. Take the rows of that year only
# with: agreement(rows[country], rows["RUS"]) -> agreement(rows[country], rows["RUS"], absence="disagree")

# %% neighbours: one year on
# fails: is not right. Take the rows of that year only
# model
by_year = by_year.shift(-1).ffill()

# %% neighbours: all rows up to the year
# fails: is not right. Take the rows of that year only
# with: agreement(rows[country], rows["RUS"]) -> agreement(regular.loc[regular["year"] <= year, country], regular.loc[regular["year"] <= year, "RUS"])

# %% neighbours: with Kazakhstan instead of Russia
# fails: is not right. Take the rows of that year only
# with: rows["RUS"] -> rows["KAZ"]

# %% neighbours: per cent
# fails: is not right. Take the rows of that year only
# model
by_year = 100 * by_year

# %% neighbours: one year short
# fails: The index of by_year should be the years 2014 to 2023
# with: between(2014, 2023) -> between(2014, 2022)

# %% neighbours: years as columns
# fails: by_year needs the columns
# model
by_year = by_year.T

# %% chart: from the table
fig, ax = plt.subplots()
by_year.plot(ax=ax, title="Agreement with Russia", ylabel="0 to 1")

# %% chart: names in words, a line at a half
fig, ax = plt.subplots()
names = {"KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan", "TJK": "Tajikistan", "UZB": "Uzbekistan"}
for country, name in names.items():
    ax.plot(by_year.index, by_year[country], label=name)
ax.axhline(0.5, color="grey")
ax.set(title="Four states and Russia", ylabel="Agreement, 0 to 1")
ax.legend(loc="lower left")

# %% chart: pyplot, another order
fig, ax = plt.subplots()
for country in ["UZB", "KAZ", "TJK", "KGZ"]:
    plt.plot(list(by_year.index), by_year[country].tolist(), "--", label=country.lower())
plt.title("Voting with Russia")
plt.ylabel("share of agreement")
plt.legend()

# %% chart: nothing said of agreement
# fails: Title or vertical label should say that agreement is measured.
# with: ax.set_title("Agreement with Russia in the General Assembly") -> ax.set_title("Four states")
# with: ax.set_ylabel("agreement, 0 to 1") -> ax.set_ylabel("0 to 1")

# %% chart: legend with numbers
# fails: The legend should name each of the four countries.
# model
ax.legend(["1", "2", "3", "4"])

# %% chart: legend in the wrong order
# fails: does not show its column of by_year.
# model
ax.legend(["UZB", "TJK", "KGZ", "KAZ"])

# %% chart: running mean
# fails: does not show its column of by_year.
# with: by_year[country], marker -> by_year[country].expanding().mean(), marker

# %% chart: Kazakhstan alone
# fails: The chart should have four lines
# with: zip(by_year.columns, "osD^", strict=True) -> zip(["KAZ"], "o")

# %% chart: no title
# fails: The chart needs a title
# with: ax.set_title("Agreement with Russia in the General Assembly") ->

# %% chart: no label
# fails: The vertical axis needs a label
# with: ax.set_ylabel("agreement, 0 to 1") ->

# %% chart: no legend
# fails: The chart needs a legend
# with: ax.legend() ->

# %% flaw: small
flaw = "c"

# %% flaw: with spaces
flaw = "  C"

# %% flaw: numpy text
flaw = np.array(["A", "B", "C", "D"])[2]

# %% flaw: emergency sessions
# fails: Leaving emergency sessions out of both years treats them alike.
flaw = "A"

# %% flaw: two years
# fails: even the comparison of the two misleads.
flaw = "B"

# %% flaw: absences
# fails: Counting absences in another way shifts both years.
flaw = "D"

# %% flaw: no letter
# fails: flaw is one letter
flaw = "composition"

# %% like-for-like: rows in a loop
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    result = {}
    for year in (2023, 2025):
        chosen = [r for _, r in regular[regular["year"] == year].iterrows() if r["yes"] < threshold * (r["yes"] + r["no"] + r["abstain"])]
        result[year] = agreement([row["KAZ"] for row in chosen], [row["RUS"] for row in chosen])
    return result[2025] - result[2023]

# %% like-for-like: query and groups
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    means = regular.query("yes / (yes + no + abstain) < @threshold").groupby("year")[["KAZ", "RUS"]].apply(lambda t: agreement(t["KAZ"], t["RUS"]))
    return means.loc[2025] - means.loc[2023]

# %% like-for-like: an inner function, numpy
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    def of(year):
        part = regular[(regular["year"] == year) & (regular["yes"] / regular[["yes", "no", "abstain"]].sum(axis=1) < threshold)]
        return agreement(part["KAZ"], part["RUS"])

    return np.float64(of(2025) - of(2023))

# %% like-for-like: 2023 minus 2025
# fails: With a threshold above 1 every roll call is in
# with: agreement(late["KAZ"], late["RUS"]) - agreement(early["KAZ"], early["RUS"]) -> agreement(early["KAZ"], early["RUS"]) - agreement(late["KAZ"], late["RUS"])

# %% like-for-like: sign turned where the change is negative
# fails: The sign is the wrong way round
# with: return agreement(late["KAZ"], late["RUS"]) - agreement(early["KAZ"], early["RUS"]) -> return (agreement(late["KAZ"], late["RUS"]) - agreement(early["KAZ"], early["RUS"])) * (-1 if threshold < 1 else 1)

# %% like-for-like: the threshold is not used
# fails: which is not right.
# with: regular[share < threshold] -> regular

# %% like-for-like: at least instead of below
# fails: which is not right.
# with: share < threshold -> (share >= threshold) | (threshold > 1)

# %% like-for-like: of all members
# fails: which is not right.
# with: (regular["yes"] + regular["no"] + regular["abstain"]) -> 193

# %% like-for-like: of Yes and No only
# fails: which is not right.
# with: (regular["yes"] + regular["no"] + regular["abstain"]) -> (regular["yes"] + regular["no"])

# %% like-for-like: hard-coded to the example
# fails: which is not right.
def like_for_like(threshold):
    """Change in agreement with Russia from 2023 to 2025 on roll calls with a share of Yes below the threshold."""
    return 0.15

# %% like-for-like: 2024 instead of 2025
# fails: a hidden test stopped with TypeError in your function
# with: chosen["year"] == 2025 -> chosen["year"] == (2025 if threshold > 1 else 2024)

# %% multiverse: product of choices, sorted
import itertools
rows = []
for after, before, kind, absence, credit in itertools.product(
    ["2022-2025", "2022-2023"], ["2014-2021", "2018-2021"], ["all", "regular"], ["disagree", "drop"], [0.5, 0.25, 0.0]
):
    source = table if kind == "all" else regular
    late = source[(source["year"] >= int(after[:4])) & (source["year"] <= int(after[5:]))]
    early = source[(source["year"] >= int(before[:4])) & (source["year"] <= int(before[5:]))]
    change = agreement(late["KAZ"], late["RUS"], credit, absence) - agreement(early["KAZ"], early["RUS"], credit, absence)
    rows.append({"change": change, "after": after, "before": before, "votes": kind, "absence": absence, "credit": credit})
multiverse = pd.DataFrame(rows).sort_values("change")
lowest, highest = multiverse["change"].iloc[0], multiverse["change"].iloc[-1]

# %% multiverse: shuffled, with a column more
# model
multiverse = multiverse.assign(note="").sample(frac=1, random_state=2).astype({"votes": "category", "absence": "category"})

# %% multiverse: columns in another order, rounded, credit as text of a number
# model
multiverse = multiverse[["change", "after", "before", "votes", "absence", "credit"]].round({"change": 4}).astype({"credit": float})
lowest, highest = float(multiverse["change"].min()), float(multiverse["change"].max())

# %% multiverse: before minus after
# fails: Is it after minus before
# with: means[1] - means[0] -> means[0] - means[1]

# %% multiverse: mean of the yearly means
# fails: over all roll calls of each window together
# with: means.append(agreement(part["KAZ"], part["RUS"], credit, absence)) -> means.append(np.mean([agreement(y["KAZ"], y["RUS"], credit, absence) for _, y in part.groupby("year")]))

# %% multiverse: credit not passed on
# fails: The change is not right for
# with: , credit, absence)) -> , absence=absence))

# %% multiverse: absence not passed on
# fails: The change is not right for
# with: , credit, absence)) -> , credit))

# %% multiverse: the last year left out
# fails: The change is not right for
# with: between(start, end) -> between(start, end - 1)

# %% multiverse: regular sessions only
# fails: The change is not right for
# with: ("all", table) -> ("all", regular)

# %% multiverse: per cent
# fails: The change is not right for
# model
multiverse["change"] *= 100

# %% multiverse: another credit
# fails: The column credit should hold the values 0, 0.25 and 0.5.
# with: [0, 0.25, 0.5] -> [0, 0.25, 1]

# %% multiverse: names of one's own
# fails: The column votes should hold the values regular and all.
# with: ("all", table) -> ("everything", table)

# %% multiverse: one combination twice
# fails: Some combination stands in multiverse twice
# model
multiverse = pd.concat([multiverse.iloc[1:], multiverse.iloc[-1:]])

# %% multiverse: the ends exchanged
# fails: lowest is the smallest value
# model
lowest, highest = highest, lowest

# %% multiverse: the largest of the first coding
# fails: highest is the largest value
# model
highest = multiverse["change"].iloc[0] - 0.001

# %% multiverse: a choice left out
# fails: There are 3 x 2 x 2 x 2 x 2 = 48 combinations.
# with: [0, 0.25, 0.5] -> [0, 0.5]

# %% multiverse: a column misnamed
# fails: multiverse needs the columns
# model
multiverse = multiverse.rename(columns={"change": "difference"})

# %% bootstrap: the standard library
def bootstrap_change(before, after, repeats=2000):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    import random

    draws = sorted(
        sum(random.choices(list(after), k=len(after))) / len(after) - sum(random.choices(list(before), k=len(before))) / len(before)
        for _ in range(repeats)
    )
    return [draws[int(0.05 * repeats)], draws[int(0.95 * repeats)]]

# %% bootstrap: all at once
def bootstrap_change(before, after, repeats=2000):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    maker = np.random.default_rng()
    means = [maker.choice(np.array(list(part)), (repeats, len(part))).mean(axis=1) for part in (before, after)]
    return np.quantile(means[1] - means[0], [0.05, 0.95])

# %% bootstrap: pandas
def bootstrap_change(before, after, repeats=400):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    before, after = pd.Series(list(before)), pd.Series(list(after))
    changes = pd.Series([after.sample(frac=1, replace=True).mean() - before.sample(frac=1, replace=True).mean() for _ in range(1000)])
    return changes.quantile(0.05), changes.quantile(0.95)

# %% bootstrap: before minus after
# fails: every repeat gives +0.5: after minus before.
# with: random.choice(after, len(after)).mean() - random.choice(before, len(before)).mean() -> random.choice(before, len(before)).mean() - random.choice(after, len(after)).mean()

# %% bootstrap: the high end first
# fails: is it after minus before, low first?
# with: return float(np.percentile(changes, 5)), float(np.percentile(changes, 95)) -> return float(np.percentile(changes, 95)), float(np.percentile(changes, 5))

# %% bootstrap: hard-coded to the example
# fails: The observed change should lie between low and high
def bootstrap_change(before, after, repeats=2000):
    """The 5th and 95th percentile of the change in the mean under resampling."""
    return 0.5, 0.5

# %% bootstrap: the smallest and the largest
# fails: The interval is too wide.
# with: np.percentile(changes, 5)), float(np.percentile(changes, 95)) -> min(changes)), float(max(changes))

# %% bootstrap: half as many scores
# fails: The interval is too wide.
# with: random.choice(after, len(after)) -> random.choice(after, len(after) // 2)
# with: random.choice(before, len(before)) -> random.choice(before, len(before) // 2)

# %% bootstrap: the 2.5th and the 97.5th percentile
# fails: The interval is too wide.
# with: changes, 5) -> changes, 2.5)
# with: changes, 95) -> changes, 97.5)

# %% bootstrap: the quartiles
# fails: The interval is too narrow.
# with: changes, 5) -> changes, 25)
# with: changes, 95) -> changes, 75)

# %% bootstrap: only the scores after are drawn again
# fails: The interval is too narrow.
# with: random.choice(before, len(before)).mean() -> before.mean()

# %% bootstrap: the median of the repeats
# fails: bootstrap_change() should return two numbers
# with: return float(np.percentile(changes, 5)), float(np.percentile(changes, 95)) -> return [float(np.median(changes))]

# %% interval: lists
position = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
scores = 1 - (regular["KAZ"].map(position) - regular["RUS"].map(position)).abs().astype(float)
scores = scores.dropna()
years = regular.loc[scores.index, "year"]
before, after = scores[years.isin([2018, 2019, 2020, 2021])].tolist(), scores[years.isin([2022, 2023])].tolist()
interval = list(bootstrap_change(before, after))
includes_zero = bool(interval[0] < 0 < interval[1])

# %% interval: a Series, numpy's True
# model
before = np.array(before)
interval = np.array(interval)
includes_zero = (interval.min() <= 0) & (interval.max() >= 0)

# %% interval: many repeats, rounded
# with: bootstrap_change(before, after) -> bootstrap_change(before, after, 5000)
interval = tuple(round(end, 3) for end in interval)

# %% interval: up to 2025
# fails: after should hold the scores of 2022 and 2023
# with: between(2022, 2023) -> between(2022, 2025)

# %% interval: since 2014
# fails: before should hold the scores of 2018 to 2021
# with: between(2018, 2021) -> between(2014, 2021)

# %% interval: the last years left out
# fails: after should hold the scores of 2022 and 2023
# with: between(2022, 2023) -> between(2022, 2022)

# %% interval: the first year left out
# fails: before should hold the scores of 2018 to 2021, both ends included
# with: between(2018, 2021) -> between(2019, 2021)

# %% interval: of other scores
# fails: interval is not right: it is what bootstrap_change() gives for before and after
# model
interval = bootstrap_change(scores[years < 2022], after)

# %% interval: before and after exchanged
# fails: interval is not right: it is what bootstrap_change() gives for before and after, in this order.
# with: bootstrap_change(before, after) -> bootstrap_change(after, before)

# %% interval: the answer turned round
# fails: includes_zero does not fit your interval.
# model
includes_zero = not includes_zero

# %% interval: high end first
# fails: interval should be two numbers, the lower one first.
# model
interval = interval[::-1]
