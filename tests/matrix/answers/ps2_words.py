# %% window: between
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return table.loc[table["date"].between(start, end)]

# %% window: a loop over the rows
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    keep = []
    for date in table["date"]:
        keep.append(str(date)[:10] >= start and str(date)[:10] <= end)
    return table[keep]

# %% window: query, copied and sorted
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return table.query("@start <= date <= @end").copy().sort_values("date")

# %% window: up to the last day
# fails: The last day is missing: both days are included.
# with: <= pd.Timestamp(end) -> < pd.Timestamp(end)

# %% window: from the day after the first
# fails: On another table in_window() does not give the rows
# with: >= pd.Timestamp(start) -> > pd.Timestamp(start) - pd.Timedelta(days=int("2022" in start))

# %% window: always events
# fails: in_window() should work on statements too
# with: return table[(table["date"] -> table = events; return table[(table["date"]

# %% window: hard-coded to the example
# fails: in_window() should work on statements too
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return events[(events["date"] >= "2022-09-26") & (events["date"] <= "2022-09-28")]

# %% window: one day longer
# fails: On another table in_window() does not give the rows
# with: <= pd.Timestamp(end) -> <= pd.Timestamp(end) + pd.Timedelta(days=1)

# %% window: rows of others dropped from the table that is given
# fails: in_window() should not change the table that it is given.
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    result = table[(table["date"] >= start) & (table["date"] <= end)].copy()
    table["found"] = table["date"].between(start, end)
    return result

# %% window: the number of rows
# fails: in_window() should return rows of the table
def in_window(table, start, end):
    """Rows of a table from one date to another, both included."""
    return len(table[(table["date"] >= start) & (table["date"] <= end)])

# %% per-year: a loop
per_year = {year: 0 for year in range(2014, 2027)}
for date in events["date"]:
    per_year[date.year] += 1

# %% per-year: texts as keys
per_year = {str(year): len(events[events["date"].dt.year == year]) for year in range(2014, 2027)}

# %% per-year: grouped, with decimals
per_year = events.groupby(events["date"].dt.year).size().reindex(range(2014, 2027)).fillna(0.0)

# %% per-year: in_window of task 1
per_year = pd.Series({y: len(in_window(events, f"{y}-01-01", f"{y}-12-31")) for y in range(2026, 2013, -1)})

# %% per-year: empty years left out
# fails: per_year needs the years 2014 to 2026 as keys, also the empty ones.
per_year = events["date"].dt.year.value_counts()

# %% per-year: statements
# fails: The numbers should add up to the number of events
# with: events["date"] -> statements["date"]

# %% per-year: the last year not counted
# fails: The numbers should add up to the number of events
# model
per_year[2026] = 0
per_year[2025] = per_year[2025] - 1

# %% per-year: a year late
# fails: At least one year is not right.
# with: events["date"].dt.year -> (events["date"].dt.year + 1).replace(2027, 2014)

# %% per-year: off by one in two years
# fails: At least one year is not right.
# model
per_year[2022] += 1
per_year[2023] -= 1

# %% words: a Series
# model
says = pd.Series(says)

# %% words: one pair at a time
says = dict.fromkeys(five_keys, "principles")
says["tokayev_2022_quasi"] = says["headline_2022"] = "refuses"
says["ministry_2014_referendum"] = "accepts"

# %% words: pairs, in another order
says = dict(zip(reversed(five_keys), ["principles", "refuses", "refuses", "principles", "accepts"]))

# %% words: the headline is believed
# fails: the headline says that it refuses.
# with: "smadiyarov_2022_referendums": "principles" -> "smadiyarov_2022_referendums": "refuses"

# %% words: the ministry accepts
# fails: smadiyarov_2022_referendums: the words approve of nothing.
# with: "smadiyarov_2022_referendums": "principles" -> "smadiyarov_2022_referendums": "accepts"

# %% words: the note is not read
# fails: tokayev_2022_quasi: read in the note which principle he applies.
# with: "tokayev_2022_quasi": "refuses" -> "tokayev_2022_quasi": "principles"

# %% words: the headline as what was said
# fails: headline_2022: classify the words of the headline
# with: "headline_2022": "refuses" -> "headline_2022": "principles"

# %% words: the principles of 2014 accept
# fails: ministry_2014_principles: does it approve of anything
# with: "ministry_2014_principles": "principles" -> "ministry_2014_principles": "accepts"

# %% words: the referendum of 2014 as a principle
# fails: ministry_2014_referendum: what does
# with: "ministry_2014_referendum": "accepts" -> "ministry_2014_referendum": "principles"

# %% words: a word of one's own
# fails: Each value is one of
# with: "accepts" -> "approves"

# %% words: one left out
# fails: says needs these five keys
# with: "headline_2022": "refuses", ->

# %% words: a list
# fails: says should be a dict
says = ["accepts", "principles", "refuses", "refuses", "principles"]

# %% gloss: days typed in
gloss = "headline_2022"
june_to_september = 101

# %% gloss: as a Timedelta
gloss = five_keys[3]
june_to_september = statements.loc["smadiyarov_2022_referendums", "date"] - statements.loc["tokayev_2022_quasi", "date"]

# %% gloss: dates of the standard library
import datetime
gloss = "headline_2022"
june_to_september = (datetime.date(2022, 9, 26) - datetime.date(2022, 6, 17)).days

# %% gloss: with decimals
gloss = statements.loc[five_keys].query("side != 'kazakhstan'").index[0]
june_to_september = float((statements.loc["smadiyarov_2022_referendums", "date"] - statements.loc["tokayev_2022_quasi", "date"]) / pd.Timedelta(days=1))

# %% gloss: the ministry
# fails: gloss: that row is marked as the voice of Kazakhstan.
# with: gloss = "headline_2022" -> gloss = "smadiyarov_2022_referendums"

# %% gloss: another row that is not Kazakhstan's voice
# fails: gloss is one of the five rows.
# model
gloss = statements.index[(statements["side"] != "kazakhstan") & ~statements.index.isin(five_keys)][0]

# %% gloss: both days counted
# fails: june_to_september: you counted both days.
# with: .days -> .days + 1

# %% gloss: earlier minus later
# fails: june_to_september: later minus earlier.
# model
june_to_september = -june_to_september

# %% gloss: in months
# fails: june_to_september is not right
# model
june_to_september = 3

# %% gloss: from the day before
# fails: june_to_september: you counted both days.
# model
june_to_september = june_to_september + 1

# %% gloss: one day short
# fails: june_to_september is not right
# with: .days -> .days - 1

# %% gloss: no key
# fails: gloss is the key of a row of statements
# model
gloss = "The headline"

# %% codings: grouped
codings = events.groupby(["direction_a", "direction_b"]).size().unstack()

# %% codings: a loop
codings = pd.DataFrame(0, index=directions, columns=directions)
for a, b in zip(events["direction_a"], events["direction_b"]):
    codings.loc[a, b] += 1

# %% codings: pivot_table, columns in another order
codings = events.reset_index().pivot_table(index="direction_a", columns="direction_b", values="event", aggfunc="count", fill_value=0)
codings = codings[directions[::-1]].astype(float)

# %% codings: rows and columns exchanged
# fails: Rows and columns are exchanged
# model
codings = codings.T

# %% codings: shares
# fails: The cells should add up to the number of events.
# with: events["direction_b"]) -> events["direction_b"], normalize=True)

# %% codings: with margins
# fails: codings needs the five directions as rows and as columns.
# with: events["direction_b"]) -> events["direction_b"], margins=True)

# %% codings: only Kazakhstan's acts
# fails: The cells should add up to the number of events.
# model
codings = pd.DataFrame(pd.crosstab(events["direction_a"], events["direction_b"]).where(lambda t: t < 20, 0))

# %% codings: one event in the wrong cell
# fails: At least one cell of codings is not right.
# model
codings.loc["away", "away"] -= 1
codings.loc["with", "with"] += 1

# %% codings: the first coding twice
# fails: At least one cell of codings is not right.
# with: events["direction_b"] -> events["direction_a"]

# %% net: value_counts
counts = {c: events.groupby(events["date"].dt.year)[c].value_counts().unstack().fillna(0).loc[2022:2025] for c in ["direction_a", "direction_b"]}
net = pd.DataFrame({"first": counts["direction_a"]["away"] - counts["direction_a"]["with"], "second": counts["direction_b"]["away"] - counts["direction_b"]["with"]})

# %% net: plus and minus one, columns exchanged
worth = {"away": 1, "with": -1}
signs = events[["direction_b", "direction_a"]].apply(lambda column: column.map(worth).fillna(0))
net = signs.groupby(events["date"].dt.year).sum().loc[2022:2025]
net.columns = ["second", "first"]

# %% net: cell by cell, the newest year first, years as texts
net = pd.DataFrame(index=["2025", "2024", "2023", "2022"], columns=["first", "second"])
for year in net.index:
    rows = in_window(events, f"{year}-01-01", f"{year}-12-31")
    for name, column in [("first", "direction_a"), ("second", "direction_b")]:
        labels = list(rows[column])
        net.loc[year, name] = labels.count("away") - labels.count("with")
net.index = net.index.astype(int)

# %% net: away alone
# fails: that is the number coded away.
# with: - (events.loc[year == y, column] == "with").sum() ->

# %% net: with minus away
# fails: the sign is the wrong way round
# model
net = -net

# %% net: all years
# fails: The index of net should be the years 2022 to 2025.
# with: range(2022, 2026) -> range(2014, 2026)

# %% net: one year off
# fails: is not right
# with: year == y -> year == y + 1

# %% net: away and with together
# fails: is not right
# with: - (events.loc[year == y, column] == "with").sum() -> + (events.loc[year == y, column] == "with").sum()

# %% net: the codings exchanged
# fails: is not right
# with: ("first", "direction_a"), ("second", "direction_b") -> ("first", "direction_b"), ("second", "direction_a")

# %% net: one column
# fails: net needs the columns first and second.
# with: , ("second", "direction_b")] -> ]

# %% chart: bars from the table
fig, ax = plt.subplots()
net.plot.bar(ax=ax, title="Net events", ylabel="away minus with")

# %% chart: lines from the table
fig, ax = plt.subplots()
net.plot(ax=ax)
ax.set(title="Away minus with", ylabel="events")

# %% chart: bars side by side, legend in words
fig, ax = plt.subplots()
ax.bar(net.index - 0.2, net["first"], width=0.4)
ax.bar(net.index + 0.2, net["second"], width=0.4)
ax.legend(["First coder", "Second coder"])
ax.set_title("Two codings")
ax.set_ylabel("Away minus with")

# %% chart: title says nothing of what is counted
# fails: Title or vertical label should say that away minus with is counted.
# with: Events away from Russia minus events with Russia -> Two codings
# with: number of events, away minus with -> number

# %% chart: legend with the columns of the table
# fails: The legend should tell the first coding from the second.
# with: label=f"{name} coding" -> label="coding"

# %% chart: legend exchanged
# fails: is not its column of net
# model
ax.legend(["second coding", "first coding"])

# %% chart: the same line twice
# fails: coding is not its column of net
# with: ax.plot(net.index, net[name] -> ax.plot(net.index, net["first"]

# %% chart: one line
# fails: The chart should show two codings
# with: [("first", "o"), ("second", "s")] -> [("first", "o")]

# %% chart: no legend
# fails: The chart needs a legend
# with: ax.legend() ->

# %% chart: no title
# fails: The chart needs a title
# with: ax.set_title("Events away from Russia minus events with Russia") ->

# %% chart: no label
# fails: The vertical axis needs a label
# with: ax.set_ylabel("number of events, away minus with") ->

# %% chart: drawn as running totals
# fails: is not its column of net
# with: ax.plot(net.index, net[name] -> ax.plot(net.index, net[name].cumsum()

# %% kappa: numpy
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    first, second = np.array(list(first), dtype=object), np.array(list(second), dtype=object)
    if first.size == 0:
        return None
    labels = set(first) | set(second)
    chance = sum(np.mean(first == label) * np.mean(second == label) for label in labels)
    return None if np.isclose(chance, 1) else (np.mean(first == second) - chance) / (1 - chance)

# %% kappa: Counter and fractions
from collections import Counter
from fractions import Fraction
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    pairs = list(zip(first, second))
    try:
        n = len(pairs)
        observed = Fraction(sum(a == b for a, b in pairs), n)
        one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        chance = sum(Fraction(one[label], n) * Fraction(two[label], n) for label in one)
        return float((observed - chance) / (1 - chance))
    except ZeroDivisionError:
        return None

# %% kappa: pandas
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    table = pd.DataFrame({"a": list(first), "b": list(second)})
    if table.empty:
        return None
    shares = table["a"].value_counts(normalize=True).mul(table["b"].value_counts(normalize=True), fill_value=0)
    chance = shares.sum()
    if chance > 1 - 1e-12:
        return None
    return ((table["a"] == table["b"]).mean() - chance) / (1 - chance)

# %% kappa: the observed share
# fails kappa-usual-test: For the ten events of the lesson kappa() should give 0.565.
# fails kappa-edge-test: A label that only one of the coders uses adds nothing
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    first, second = list(first), list(second)
    return sum(a == b for a, b in zip(first, second)) / len(first) if len(set(first)) > 1 else None

# %% kappa: hard-coded to the example
# fails kappa-usual-test: With other labels and shares kappa() is not right.
# fails kappa-edge-test: A label that only one of the coders uses adds nothing
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    return 0.5652173913

# %% kappa: only the five directions
# fails kappa-usual-test: With other labels and shares kappa() is not right.
# fails kappa-edge-test: A label that only one of the coders uses adds nothing
# with: in set(first)) -> in directions)
# with: if chance == 1: -> if len(set(first)) == 1:

# %% kappa: all labels equally likely
# fails kappa-usual-test: For the ten events of the lesson kappa() should give 0.565.
# fails kappa-edge-test: A label that only one of the coders uses adds nothing
# with: chance = sum(first.count(label) * second.count(label) for label in set(first)) / cases**2 -> chance = 1 / len(set(first))

# %% kappa: complete agreement is undefined
# fails kappa-usual-test: a hidden test stopped with TypeError
# with: if chance == 1: -> if chance == 1 or observed == 1:

# %% kappa: complete agreement is an error of rounding
# fails kappa-usual-test: Two coders who always agree have kappa 1.
# with: return (observed - chance) / (1 - chance) -> return min(0.99, (observed - chance) / (1 - chance))

# %% kappa: cut off at 0
# fails kappa-usual-test: Two coders who always contradict each other
# with: return (observed - chance) / (1 - chance) -> return max(0, (observed - chance) / (1 - chance))

# %% kappa: 0 counts as undefined
# fails kappa-usual-test: Two coders who agree no more than chance have kappa 0.
# with: return (observed - chance) / (1 - chance) -> return (observed - chance) / (1 - chance) or 0.01

# %% kappa: the first coder's shares twice where the lists begin alike
# fails kappa-usual-test: It must not matter which coder comes first.
# with: return (observed - chance) / (1 - chance) -> return (observed - chance) / (1 - chance) + 0.01 * (cases == 10 and first.count("balance") > 3)

# %% kappa: stops at a label of one coder
# fails kappa-edge-test: a hidden test stopped with ValueError in your function
# with: first, second = list(first), list(second) -> first, second = list(first), list(second); [second.index(label) for label in first]

# %% kappa: a label of one coder counts as agreement by chance
# fails kappa-edge-test: A label that only one of the coders uses adds nothing
# with: second.count(label) for -> max(1, second.count(label)) for

# %% kappa: compared by index
# fails kappa-edge-test: kappa() should work on two columns of a table.
def kappa(first, second):
    """Cohen's kappa of two codings, or None where it is not defined."""
    if isinstance(first, list) and not first:
        return None
    one, two = pd.Series(first), pd.Series(second)
    chance = (one.value_counts(normalize=True) * two.value_counts(normalize=True)).sum()
    observed = (one == two.reindex(one.index)).mean()
    return None if chance == 1 else (observed - chance) / (1 - chance)

# %% kappa: divides by zero where chance is 1
# fails kappa-edge-test: If both coders give every case the same one label
# with: if chance == 1: -> if False:

# %% kappa: no cases agree completely
# fails kappa-edge-test: Two empty lists hold no case
# with: return None -> return 1.0 if not first else None

# %% kappa: divides by zero without cases
# fails kappa-edge-test: Two empty lists hold no case
# with: if not first: -> if False:

# %% kappa-events: query
own = events.query("actor == 'kazakhstan'")
kappa_all = float(kappa(list(events["direction_a"]), list(events["direction_b"])))
kappa_own = float(kappa(list(own["direction_a"]), list(own["direction_b"])))

# %% kappa-events: rounded
# model
kappa_all, kappa_own = round(kappa_all, 3), round(kappa_own, 3)

# %% kappa-events: numpy numbers, the coders exchanged
kappa_all = np.float64(kappa(events["direction_b"], events["direction_a"]))
kappa_own = np.float64(kappa(*events.loc[events["actor"].eq("kazakhstan"), ["direction_b", "direction_a"]].to_numpy().T))

# %% kappa-events: the observed agreement of all
# fails: kappa_all is the observed agreement
# model
kappa_all = float((events["direction_a"] == events["direction_b"]).mean())

# %% kappa-events: the observed agreement on own acts
# fails: kappa_own is the observed agreement
# model
kappa_own = float((own["direction_a"] == own["direction_b"]).mean())

# %% kappa-events: all events twice
# fails: kappa_own is not right. Which events belong in it?
# model
kappa_own = kappa_all

# %% kappa-events: without Kazakhstan
# fails: kappa_own is not right. Which events belong in it?
# with: events["actor"] == "kazakhstan" -> events["actor"] != "kazakhstan"

# %% kappa-events: only own acts
# fails: kappa_all is not right. Which events belong in it?
# model
kappa_all = kappa_own

# %% kappa-events: in per cent
# fails: kappa_all is not right. Which events belong in it?
# model
kappa_all, kappa_own = 100 * kappa_all, 100 * kappa_own

# %% kappa-events: as text
# fails: kappa_all and kappa_own should be numbers.
# model
kappa_all = f"{kappa_all:.2f}"

# %% rule: a list of words and directions
def code_event(actor, kind, what):
    """Direction of an event by a rule that uses only who acted, the kind of event and its description."""
    given = {"RUSSIA": "pressure", "OTHER": "outside", "BOTH": "with"}
    if actor.upper() in given:
        return given[actor.upper()]
    text = what.casefold()
    rules = [("votes for", "away"), ("votes against", "with")] if kind == "vote" else [
        ("refus", "away"), ("protest", "away"), ("recognise", "away"), ("sanction", "away"), ("turkey", "away"), ("european", "away"),
        ("csto", "with"), ("putin", "with"), ("russia's decision", "with"),
    ]
    for word, direction in rules:
        if word in text:
            return direction
    return "balance"

# %% rule: regular expressions
import re
def code_event(actor, kind, what):
    """Direction of an event by a rule that uses only who acted, the kind of event and its description."""
    if actor == "russia":
        return "pressure"
    if actor == "other":
        return "outside"
    if actor == "both":
        return "with"
    if kind == "vote":
        found = re.search(r"votes (for|against)", what, re.I)
        return {"for": "away", "against": "with"}[found[1].lower()] if found else "balance"
    if re.search(r"refuse|protest|not recognise|european union|threat", what, re.I):
        return "away"
    return "with" if re.search("putin|csto|moscow", what, flags=re.IGNORECASE) else "balance"

# %% rule: scores
def code_event(actor, kind, what):
    """Direction of an event by a rule that uses only who acted, the kind of event and its description."""
    what = what.lower()
    match actor:
        case "russia": return "pressure"
        case "other": return "outside"
        case "both": return "with"
    if kind == "vote":
        score = ("votes for" in what) - ("votes against" in what)
    else:
        score = sum(word in what for word in ("refuse", "protest", "not recognise", "sanctions", "turkey"))
        score -= sum(word in what for word in ("csto", "putin", "russia's decision"))
    return "balance" if score == 0 else "away" if score > 0 else "with"

# %% rule: upper and lower case matter
# fails: By the given part of the rule
# with: actor, kind, what = actor.lower(), kind.lower(), what.lower() -> actor = actor

# %% rule: words decide before actors do
# fails: By the given part of the rule
# with: if actor != "kazakhstan": -> if actor != "kazakhstan" and "votes for" not in what:

# %% rule: votes against are away
# fails: By the given part of the rule
# with: "with" if "votes against" in what else -> "away" if "votes against" in what else

# %% rule: a direction of one's own
# fails: code_event() should return one of the five directions.
# with: "other": "outside" -> "other": "elsewhere"

# %% rule: acts without a known word have no direction
# fails: Your part of the rule should return away, with or balance
# with: return "balance" -> return None

# %% rule: acts without a known word are outside
# fails: Your part of the rule should return away, with or balance
# with: return "balance" -> return "outside"

# %% rule: the first part only, hard-coded to the visible examples
# fails: By the given part of the rule
def code_event(actor, kind, what):
    """Direction of an event by a rule that uses only who acted, the kind of event and its description."""
    return "pressure" if actor == "russia" else "balance"

# %% rule: an abstention is with
# fails: An abstention is "balance" by the rule.
# with: "with" if "votes against" in what else "balance" -> "with"

# %% rule: Russia is outside
# fails: What Russia does by itself is "pressure" by the rule.
# with: "russia": "pressure" -> "russia": "outside"

# %% rule-applied: two lines
coded_early = [code_event(a, k, w) for a, k, w in zip(early["actor"], early["kind"], early["what"])]
coded_late = [code_event(a, k, w) for a, k, w in zip(late["actor"], late["kind"], late["what"])]
kappa_early = kappa(coded_early, early["direction_b"])
kappa_late = kappa(coded_late, late["direction_b"])

# %% rule-applied: apply, rounded
def by_rule(part):
    return round(kappa(part.apply(lambda row: code_event(row["actor"], row["kind"], row["what"]), axis=1), part["direction_b"]), 3)
kappa_early, kappa_late = by_rule(early), by_rule(late)

# %% rule-applied: the coders exchanged, numpy numbers
kappa_early, kappa_late = (
    np.float64(kappa(list(part["direction_b"]), [code_event("kazakhstan", k, w) for k, w in zip(part["kind"], part["what"])]))
    for part in (early, late)
)

# %% rule-applied: early and late exchanged
# fails: kappa_early is not kappa between your rule and direction_b
# model
kappa_early, kappa_late = kappa_late, kappa_early

# %% rule-applied: with the first coding
# fails: kappa_early is not kappa between your rule and direction_b
# with: part["direction_b"] -> part["direction_a"]

# %% rule-applied: early twice
# fails: kappa_late is not kappa between your rule and direction_b
# model
kappa_late = kappa_early

# %% rule-applied: everything after 2022 and before
# fails: kappa_late is not kappa between your rule and direction_b
# model
kappa_late = kappa([code_event(a, k, w) for a, k, w in zip(mine["actor"], mine["kind"], mine["what"])], mine["direction_b"])

# %% rule-applied: as text
# fails: kappa_early and kappa_late should be numbers.
# model
kappa_early = str(kappa_early)

# %% rule-applied: a rule that gives pressure
# fails: Your part of the rule should return away, with or balance.
given = code_event
def code_event(actor, kind, what):
    """A rule."""
    direction = given(actor, kind, what)
    return "pressure" if direction == "with" and actor == "kazakhstan" else direction
kappa_early = kappa_late = 0.3

# %% rule-applied: a rule that gives one direction
# fails: Your rule gives every act of Kazakhstan the same direction.
def code_event(actor, kind, what):
    """A rule."""
    return "away"
kappa_early = kappa_late = 0.3

# %% rule-applied: a rule that minds capital letters
# fails: Upper and lower case must not matter
def code_event(actor, kind, what):
    """A rule."""
    return "away" if "refuse" in what or "protest" in what else "balance"
kappa_early = kappa_late = 0.3

# %% rule-applied: a rule without an answer for what it has not seen
# fails: Your rule must have an answer for any other act.
given, known = code_event, [what.lower() for what in mine["what"]]
def code_event(actor, kind, what):
    """A rule."""
    return given(actor, kind, what) if what.lower() in known else None
kappa_early = kappa_late = 0.3

# %% rule-applied: a rule that codes something else
# fails: On early your rule reaches a kappa of
def code_event(actor, kind, what):
    """A rule."""
    return "with" if "a" in what.lower()[:10] else "balance"
kappa_early = kappa_late = 0.3

# %% flaw: small
flaw = "b"

# %% flaw: with a space
flaw = "B "

# %% flaw: from a dict
flaw = next(letter for letter, says in {"A": "case", "B": "selection"}.items() if says == "selection")

# %% flaw: case
# fails: Ignoring case finds the word at the beginning of a sentence too.
flaw = "A"

# %% flaw: kappa
# fails: Kappa would tell how far coders agree on the events that were found.
flaw = "C"

# %% flaw: years
# fails: Leaving out years is a choice of window.
flaw = "D"

# %% flaw: no letter
# fails: flaw is one letter
flaw = "E"

# %% opposite: a tuple
opposite_words = ("csto", "putin", "parade", "rosatom", "brics", "alliance")

# %% opposite: a set
opposite_words = {"CSTO", "PUTIN", "PARADE", "ROSATOM", "BRICS", "ALLIANCE"}

# %% opposite: a Series
opposite_words = pd.Series("CSTO Putin parade Rosatom BRICS alliance".split())

# %% opposite: the program's words
# fails: At least twice as many with are asked.
opposite_words = ["refus", "protest", "recognise", "independence"]

# %% opposite: one more away than allowed
# fails: At least twice as many with are asked.
opposite_words = ["CSTO", "Putin", "parade", "refus", "protest"]

# %% opposite: too few events
# fails: At least eight are asked.
opposite_words = ["parade", "Rosatom", "BRICS"]

# %% opposite: one text
# fails: opposite_words should be a list of several words
opposite_words = "CSTO Putin parade"

# %% opposite: two words
# fails: opposite_words should hold 3 to 10 words.
opposite_words = ["CSTO", "Putin"]

# %% opposite: letters
# fails: Each word should have 3 to 20 letters.
opposite_words = ["a", "e", "i", "o"]

# %% drops: sums
def drops_needed(coding):
    """Smallest number of events to leave out so that away is no longer more frequent than with."""
    margin = sum(label == "away" for label in coding) - sum(label == "with" for label in coding)
    return margin if margin > 0 else 0

# %% drops: one event after the other
def drops_needed(coding):
    """Smallest number of events to leave out so that away is no longer more frequent than with."""
    left, dropped = [str(label) for label in coding], 0
    while left.count("away") > left.count("with"):
        left.remove("away")
        dropped += 1
    return dropped

# %% drops: pandas
def drops_needed(coding):
    """Smallest number of events to leave out so that away is no longer more frequent than with."""
    counts = pd.Series(list(coding), dtype=str).value_counts().reindex(["away", "with"], fill_value=0)
    return np.clip(counts["away"] - counts["with"], 0, None)

# %% drops: with must be more frequent
# fails: With two away and one with, leaving out one away is enough.
# with: coding.count("with")) -> coding.count("with") + 1)

# %% drops: below nought
# fails: If away is not more frequent than with, no event need be left out
# with: max(0, coding.count("away") - coding.count("with")) -> coding.count("away") - coding.count("with")

# %% drops: hard-coded to the example
# fails: drops_needed() gives
def drops_needed(coding):
    """Smallest number of events to leave out so that away is no longer more frequent than with."""
    return 1

# %% drops: everything else against it
# fails: drops_needed() gives
# with: coding.count("with")) -> (len(coding) - coding.count("away")))

# %% drops: half the margin
# fails: drops_needed() gives
# with: coding.count("away") - coding.count("with") -> (coding.count("away") - coding.count("with") + 1) // 2

# %% drops: looked up by place
# fails: drops_needed() should work on a column too.
# with: coding = list(coding) -> coding = [coding[i] for i in range(len(coding))] if isinstance(coding, list) else list(coding.to_dict().values())

# %% multiverse: product of choices, sorted
import itertools
columns = {"first": "direction_a", "second": "direction_b"}
rows = []
for turn, votes, confidence, actor, coding in itertools.product(
    ["2022-10-01", "2022-02-24"], ["out", "in"], ["high", "all"], ["kazakhstan", "all"], ["second", "first"]
):
    part = events[events[columns[coding]].isin(["away", "with"])]
    part = part if actor == "all" else part[part["actor"] == actor]
    part = part if confidence == "all" else part.query("confidence == 'high'")
    part = part[part["kind"] != "vote"] if votes == "out" else part
    is_away = part[columns[coding]] == "away"
    late = part["date"] >= pd.Timestamp(turn)
    rows.append({"change": is_away[late].mean() - is_away[~late].mean(), "turn": pd.Timestamp(turn), "votes": votes, "confidence": confidence, "actor": actor, "coding": coding})
multiverse = pd.DataFrame(rows).sort_values("change")
lowest, highest = multiverse["change"].iloc[0], multiverse["change"].iloc[-1]

# %% multiverse: more columns, categories, dates
# model
multiverse = multiverse.assign(note="", turn=pd.to_datetime(multiverse["turn"]).dt.date, coding=multiverse["coding"].astype("category"))
multiverse.index = range(32, 0, -1)

# %% multiverse: columns in another order, plain floats
# model
multiverse = multiverse[["change", "turn", "votes", "confidence", "actor", "coding"]].sample(frac=1, random_state=1)
lowest, highest = min(multiverse["change"].tolist()), max(multiverse["change"].tolist())

# %% multiverse: before minus after
# fails: The sign is the wrong way round
# with: change = share(chosen[chosen["date"] >= turn], column) - share(chosen[chosen["date"] < turn], column) -> change = share(chosen[chosen["date"] < turn], column) - share(chosen[chosen["date"] >= turn], column)

# %% multiverse: among all events
# fails: You divided by all events.
# with: (counts.get("away", 0) + counts.get("with", 0)) -> len(part)

# %% multiverse: the day of the turn counts as before, votes left in
# fails: The change is not right for
# with: chosen = chosen[chosen["kind"] != "vote"] -> chosen = chosen

# %% multiverse: in per cent
# fails: The change is not right for
# model
multiverse["change"], lowest, highest = 100 * multiverse["change"], 100 * lowest, 100 * highest

# %% multiverse: high confidence means not low
# fails: The change is not right for
# with: chosen[chosen["confidence"] == "high"] -> chosen[chosen["confidence"] != "high"]

# %% multiverse: the ends exchanged
# fails: lowest is the smallest value
# model
lowest, highest = highest, lowest

# %% multiverse: the largest without its sign
# fails: highest is the largest value
# model
highest = multiverse["change"].abs().max() + 1

# %% multiverse: lowest without its sign
# fails: lowest is the smallest value
# model
lowest = abs(lowest)

# %% multiverse: one combination twice
# fails: Some combination stands in multiverse twice
# model
multiverse = pd.concat([multiverse.iloc[1:], multiverse.iloc[-1:]])

# %% multiverse: values of one's own
# fails: should hold the values
# model
multiverse["votes"] = multiverse["votes"].map({"in": "yes", "out": "no"})

# %% multiverse: turns by name
# fails: The column turn should hold the two dates.
# model
multiverse["turn"] = multiverse["turn"].map({"2022-02-24": "invasion", "2022-10-01": "article"})

# %% multiverse: a choice left out
# fails: There are 2 x 2 x 2 x 2 x 2 = 32 combinations.
# with: for votes in ["in", "out"] -> for votes in ["in"]

# %% multiverse: a column left out
# fails: multiverse needs the columns
# model
multiverse = multiverse.drop(columns="turn")
