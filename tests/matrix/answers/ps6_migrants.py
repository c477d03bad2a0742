# %% kinds: a Series, capital letters in the keys' order
# model
kinds = pd.Series(kinds)

# %% kinds: by kind
kinds = {}
for kind, letters in {"stock": "be", "net flow": "cf", "gross flow": "ad"}.items():
    kinds.update({letter: kind for letter in letters})

# %% kinds: pairs
kinds = dict(zip("abcdef", ["gross flow", "stock", "net flow", "gross flow", "stock", "net flow"]))

# %% kinds: a stock as a flow
# fails: b and e: is something counted over a period
# with: "b": "stock" -> "b": "gross flow"

# %% kinds: permits held as a flow
# fails: b and e: is something counted over a period
# with: "e": "stock" -> "e": "net flow"

# %% kinds: entries as net
# fails: a: does the sentence take away those who went out?
# with: "a": "gross flow" -> "a": "net flow"

# %% kinds: more in than out as gross
# fails: c and f: both directions are in these sentences.
# with: "c": "net flow" -> "c": "gross flow"

# %% kinds: lost as gross
# fails: c and f: both directions are in these sentences.
# with: "f": "net flow" -> "f": "gross flow"

# %% kinds: permits issued as a stock
# fails: d: permits issued over three months are counted as they come
# with: "d": "gross flow" -> "d": "stock"

# %% kinds: a kind of one's own
# fails: Each value is one of
# with: "a": "gross flow" -> "a": "flow"

# %% kinds: one left out
# fails: kinds needs the keys a to f.
# with: , "f": "net flow" ->

# %% net-since: a loop, texts as keys
net_since = {}
for row in flows.itertuples():
    if str(row.period_start)[:10] == "2022-09-21":
        net_since[str(row.period_end)[:10]] = row.entries - row.exits

# %% net-since: dates as keys
part = flows[flows["period_start"] == pd.Timestamp("2022-09-21")]
net_since = dict(zip(part["period_end"].dt.date, (part["entries"] - part["exits"]).astype(float)))

# %% net-since: query, sorted the other way
start = pd.Timestamp("2022-09-21")
net_since = flows.query("period_start == @start").assign(net=lambda t: t["entries"] - t["exits"]).set_index("period_end")["net"].sort_index(ascending=False)

# %% net-since: exits minus entries
# fails: The sign is the wrong way round: entries minus exits.
# model
net_since = -net_since

# %% net-since: entries
# fails: The net flow to
# with: cumulated["entries"] - cumulated["exits"] -> cumulated["entries"]

# %% net-since: one off
# fails: The net flow to
# model
net_since = net_since + 1

# %% net-since: all periods
# fails: Four periods begin on 21 September.
# with: flows[flows["period_start"] == "2022-09-21"] -> flows

# %% net-since: other periods
# fails: The keys should be the last days of the four periods
# model
net_since = {f"2022-10-0{day}": net for day, net in enumerate(net_since, 1)}

# %% stocks: numpy
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    return (before + np.cumsum(np.asarray(entries, dtype=float) - np.asarray(exits, dtype=float))).tolist()

# %% stocks: accumulate
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    return list(itertools.accumulate((i - o for i, o in zip(entries, exits)), initial=before))[1:]

# %% stocks: an array
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    came, went = list(entries), list(exits)
    return np.array([before + sum(came[: day + 1]) - sum(went[: day + 1]) for day in range(len(came))])

# %% stocks: with the stock before the first day
# fails: For the example stocks() should give 105, 100, 70.
# with: result = [] -> result = [before]

# %% stocks: with the stock before the first day where there are more than three
# fails: The list should hold one stock for each day
# with: result = [] -> result = [before] if len(entries) > 3 or len(entries) == 1 else []

# %% stocks: every day from the beginning
# fails: For the example stocks() should give 105, 100, 70.
# with: before = before + came - went -> after = before + came - went
# with: result.append(before) -> result.append(after)

# %% stocks: the first three days go on, the others begin anew
# fails: Each day begins with the stock at the end of the day before.
# with: before = before + came - went -> before = (before if len(result) < 3 else 4000) + came - went

# %% stocks: hard-coded to the example
# fails: The list should hold one stock for each day
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    return [105, 100, 70]

# %% stocks: exits added
# fails: For the example stocks() should give 105, 100, 70.
# with: + came - went -> + came + went

# %% stocks: by the labels of the columns
# fails: stocks() should also work on two columns of a table.
def stocks(before, entries, exits):
    """The stock at the end of each day, as a list."""
    change = pd.Series(entries, dtype=float) - pd.Series(exits, dtype=float)
    return (before + change.cumsum()).fillna(0).tolist()

# %% stocks: without a day the stock before
# fails: Without a day there is no stock to list.
# with: return result -> return result or [before]

# %% missing: solved for one sign
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    terms = {"before": before, "entries": entries, "exits": exits and -exits, "after": after and -after}
    left = sum(value for value in (before, entries) if value is not None) - sum(value for value in (exits, after) if value is not None)
    return -left if before is None or entries is None else left

# %% missing: match
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    match (before, entries, exits, after):
        case (None, _, _, _):
            return after + exits - entries
        case (_, None, _, _):
            return after + exits - before
        case (_, _, None, _):
            return before + entries - after
    return before + entries - exits

# %% missing: nan and numpy
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    values = np.array([before, entries, exits, after], dtype=float)
    signs = np.array([1, 1, -1, -1])
    return float(-np.nansum(values * signs) / signs[np.isnan(values)][0])

# %% missing: nought is missing
# fails: missing() stops with an error on totals of which one is None and another may be 0.
# with: if before is None: -> if not before:
# with: if entries is None: -> if not entries:
# with: if exits is None: -> if not exits:

# %% missing: going back as going forward
# fails: When before is missing, go back in time
# with: return after - entries + exits -> return after + entries - exits

# %% missing: entries the wrong way round
# fails: When the entries are missing
# with: return after - before + exits -> return before - after + exits

# %% missing: exits the wrong way round
# fails: missing(100, 30, None, 70) should give 60.
# with: return before + entries - after -> return after - before - entries

# %% missing: exits right in the example alone
# fails: When the exits are missing: what must have gone?
# with: return before + entries - after -> return before + entries - after if before == 100 else before - after

# %% missing: exits added
# fails: When after is missing: before + entries - exits.
# with: return before + entries - exits -> return before + entries + exits

# %% missing: hard-coded to the example
# fails: When before is missing
def missing(before, entries, exits, after):
    """The one of the four totals that is None, so that the balance holds."""
    return 60

# %% missing: stops where nothing is missing before
# fails: missing() stops with an error
# with: if entries is None: -> if entries is None and before / 0 is None:

# %% definitions: built row by row
days = ["2022-11-29", "2022-12-31"]
net_by = {str(end)[:10]: value for end, value in dict(net_since).items()}
stock_of = {str(r.period_end)[:10]: r.persons for r in figures[figures["measure"] == "stock"].itertuples()}
definitions = pd.DataFrame(index=["december back", "april and net", "net"], columns=days[::-1])
for day in days:
    definitions.loc["net", day] = net_by[day]
    definitions.loc["april and net", day] = stock_of["2022-04-13"] + net_by[day]
    definitions.loc["december back", day] = stock_of["2022-12-31"] - net_by["2022-12-31"] + net_by[day]
stock = stock_of

# %% definitions: typed in
definitions = pd.DataFrame(
    [[80_000, 57_000], [80_000 + 130_000, 57_000 + 130_000], [298_000 + 23_000, 298_000]],
    index=["net", "april and net", "december back"], columns=["2022-11-29", "2022-12-31"], dtype=float,
)

# %% definitions: dates as columns
# model
definitions.columns = pd.to_datetime(definitions.columns)

# %% definitions: entries for net
# fails: net, …: the net flow of the period that begins on 21 September
# with: for end, net in net_since.items() -> for end, net in flows[flows["period_start"] == "2022-09-21"].set_index("period_end")["entries"].items()

# %% definitions: the net flow taken off April's stock
# fails: the stock of April plus that net flow.
# with: stock["2022-04-13"] + net_to[day] -> stock["2022-04-13"] - net_to[day]

# %% definitions: December's stock taken back from before September
# fails: on that day itself nothing has to be taken back.
# with: (net_to["2022-12-31"] - net_to[day]) -> net_to[day]

# %% definitions: December's flow added going back
# fails: december back, 2022-11-29: the sign.
# with: stock["2022-12-31"] - ( -> stock["2022-12-31"] + (

# %% definitions: nothing taken back
# fails: take the net flow between the two days away from 298,000.
# with: - (net_to["2022-12-31"] - net_to[day]) ->

# %% definitions: thousands
# fails: net, …: the net flow
# model
definitions = definitions / 1000

# %% definitions: days as rows
# fails: The index should be the three names.
# model
definitions = definitions.T

# %% nearest: by hand
nearest = {"2022-11-29": "net", "2022-12-31": "april and net"}
unexplained = 298_000 - 187_000

# %% nearest: a loop
nearest = {}
for day, figure in {"2022-11-29": 100_000, "2022-12-31": 298_000}.items():
    nearest[day] = min(["net", "april and net"], key=lambda name: abs(definitions.loc[name, day] - figure))
unexplained = np.int64(298_000 - definitions.loc[nearest["2022-12-31"], "2022-12-31"])

# %% nearest: a Series with dates
# model
nearest = pd.Series({pd.Timestamp(day): name for day, name in nearest.items()})
unexplained = float(unexplained)

# %% nearest: April's stock in November too
# fails nearest-test: 2022-11-29: compare both numbers of that day with 100,000.
# model
nearest = dict.fromkeys(nearest, "april and net")

# %% nearest: the net flow in December too
# fails nearest-test: 2022-12-31: compare both numbers of that day with 298,000.
# model
nearest = dict.fromkeys(nearest, "net")

# %% nearest: the farthest
# fails nearest-test: 2022-11-29: compare both numbers of that day with 100,000.
# with: idxmin() -> idxmax()

# %% nearest: the third too
# fails nearest-test: The values are "net" or "april and net".
# model
nearest["2022-12-31"] = "december back"

# %% nearest: what the net flow alone leaves
# fails unexplained-test: That is what the net flow alone leaves.
# model
unexplained = distance["2022-12-31"].max()

# %% nearest: since April
# fails unexplained-test: You have not used the net flow since 21 September.
# model
unexplained = stock["2022-12-31"] - stock["2022-04-13"]

# %% nearest: what is explained
# fails unexplained-test: unexplained is 298,000 minus what the better definition gives
# model
unexplained = definitions.loc["april and net", "2022-12-31"]

# %% nearest: the sign turned
# fails unexplained-test: unexplained is 298,000 minus what the better definition gives
# model
unexplained = -unexplained

# %% nearest: as a share
# fails unexplained-test: unexplained is 298,000 minus what the better definition gives
# model
unexplained = unexplained / 298_000

# %% flaw: small
flaw = "c"

# %% flaw: with a space
flaw = " C"

# %% flaw: from a list
flaw = ("A", "B", "C", "D")[-2]

# %% flaw: days
# fails: And would one day more or less matter?
flaw = "A"

# %% flaw: July
# fails: would even a record of entries show more people there?
flaw = "B"

# %% flaw: rounding
# fails: even if both figures are exact.
flaw = "D"

# %% flaw: no letter
# fails: flaw is one letter
flaw = "entries"

# %% between: a comprehension
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    if first["start"] == second["start"]:
        result = {key: second[key] - first[key] for key in ("entries", "exits")}
        return result | {"net": result["entries"] - result["exits"], "days": (second["end"] - first["end"]).days}

# %% between: dates of the standard library, decimals
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    same = first["start"].date() == second["start"].date()
    days = second["end"].toordinal() - first["end"].toordinal()
    came, went = float(second["entries"] - first["entries"]), float(second["exits"] - first["exits"])
    return dict(net=came - went, entries=came, exits=went, days=float(days)) if same else None

# %% between: a date range
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    if not first["start"] == second["start"]:
        return None
    after = pd.date_range(first["end"], second["end"], inclusive="right")
    part = pd.Series(second)[["entries", "exits"]] - pd.Series(first)[["entries", "exits"]]
    return {"days": len(after), **part.to_dict(), "net": part["entries"] - part["exits"]}

# %% between: exits minus entries
# fails: net is the entries minus the exits of the days in between.
# with: "net": entries - exits -> "net": exits - entries

# %% between: net of the whole second period
# fails: net is the entries minus the exits of the days in between.
# with: "net": entries - exits -> "net": second["entries"] - second["exits"]

# %% between: both days counted
# fails: days: from the day after the first period ends up to and with the day
# with: .days -> .days + 1

# %% between: from the start
# fails: days: from the day after the first period ends
# with: (second["end"] - first["end"]) -> (second["end"] - first["start"])

# %% between: hard-coded to the example
# fails: between() is not right for two other periods.
def between(first, second):
    """Days, entries, exits and net after the end of the first period up to the end of the second, or None."""
    return {"days": 32, "entries": 437_000, "exits": 460_000, "net": -23_000}

# %% between: other starts are subtracted too
# fails: If the two periods do not begin on the same day, return None.
# with: if first["start"] != second["start"]: -> if False:

# %% between: starts in the same month are the same
# fails: If the two periods do not begin on the same day, return None.
# with: if first["start"] != second["start"]: -> if first["start"].month != second["start"].month:

# %% between: days as a Timedelta
# fails: days should be a number
# with: .days ->

# %% between: exits of the second period
# fails: net is the entries minus the exits
# with: second["exits"] - first["exits"] -> second["exits"]

# %% net-interval: by the text of the number
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    halves = [10 ** (len(str(n)) - len(str(n).rstrip("0"))) / 2 for n in (entries, exits)]
    net = entries - exits
    return [net - sum(halves), net + sum(halves)]

# %% net-interval: both ends of each figure
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    def ends(stated):
        power = max(p for p in range(12) if stated % 10**p == 0)
        return stated - 10**power / 2, stated + 10**power / 2

    (low_in, high_in), (low_out, high_out) = ends(entries), ends(exits)
    return low_in - high_out, high_in - low_out

# %% net-interval: recursion, an array
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    def half(n):
        return 0.5 if n % 10 else 10 * half(n // 10)

    margin = half(entries) + half(exits)
    return np.array([-margin, margin]) + entries - exits

# %% net-interval: hard-coded to the example
# fails: 400,000 leaves 50,000 on either side and 320,000 only 5,000
def net_interval(entries, exits):
    """The smallest and the largest net flow that two rounded figures allow."""
    return 33_000, 35_000

# %% net-interval: always thousands
# fails: 400,000 leaves 50,000 on either side and 320,000 only 5,000
# with: unit = 1 -> return 500

# %% net-interval: the larger figure's unit for both
# fails: 400,000 leaves 50,000 on either side and 320,000 only 5,000
# with: margin = half_unit(entries) + half_unit(exits) -> margin = 2 * max(half_unit(entries), half_unit(exits))

# %% net-interval: the larger end first where more went out
# fails: The smaller number comes first.
# with: return entries - exits - margin, entries - exits + margin -> return (entries - exits - margin, entries - exits + margin)[:: 1 if entries > exits else -1]

# %% net-interval: smallest minus smallest
# fails: net_interval(98_000, 64_000) should give 33,000 and 35,000.
# with: half_unit(entries) + half_unit(exits) -> half_unit(entries) - half_unit(exits)

# %% net-interval: the low end too high for small figures
# fails: The low end for
# with: return entries - exits - margin, -> return entries - exits - max(margin, 1000) + 0 * margin,

# %% net-interval: the high end never below nought
# fails: The high end for
# with: entries - exits + margin -> max(0, entries - exits + margin)

# %% net-interval: a whole unit
# fails: net_interval(98_000, 64_000) should give 33,000 and 35,000.
# with: return unit / 2 -> return unit

# %% unsure: a comprehension, texts
unsure = [str(end)[:10] for end, low, high in ((row.period_end, *net_interval(row.entries, row.exits)) for row in flows.itertuples()) if low < 0 and high > 0]

# %% unsure: a column
ends = flows.apply(lambda row: pd.Series(net_interval(row["entries"], row["exits"])), axis=1)
unsure = flows.loc[(ends[0] < 0) & (ends[1] > 0), "period_end"]

# %% unsure: dates, in another order
# model
unsure = tuple(day.date() for day in reversed(unsure))

# %% unsure: those whose sign is known
# fails: A period is missing for which the sign of the net flow is not known.
# with: low < 0 < high -> not low < 0 < high

# %% unsure: losses too
# fails: A period is too much
# with: low < 0 < high -> low < 0

# %% unsure: one left out
# fails: A period is missing
# model
unsure = unsure[1:]

# %% unsure: twice
# fails: Some day stands in unsure twice.
# model
unsure = unsure * 2

# %% unsure: first days
# fails: unsure should hold last days of periods in flows
# with: row.period_end -> row.period_start

# %% unsure: every period
# fails: A period is too much
unsure = list(flows["period_end"])

# %% chart: lying bars, thousands
fig, ax = plt.subplots()
shown = flows[flows["period_start"] == "2022-09-21"].astype({"period_end": str}).set_index("period_end")[["entries", "exits"]]
shown["net"] = shown["entries"] - shown["exits"]
(shown / 1000).plot.barh(ax=ax, title="In, out and net", xlabel="thousand")

# %% chart: three times four bars
fig, ax = plt.subplots()
shown = flows[flows["period_start"] == "2022-09-21"]
place = np.arange(4)
for shift, (name, column) in zip((-0.3, 0, 0.3), {"in": shown["entries"], "out": shown["exits"], "net": shown["entries"] - shown["exits"]}.items()):
    ax.bar(place + shift, column, 0.3, label=name)
ax.set_xticks(place, [f"{day:%d.%m.}" for day in shown["period_end"]])
ax.set(title="Crossings", ylabel="Number of persons")
ax.legend()

# %% chart: from the table, other order
fig, ax = plt.subplots()
start = pd.Timestamp("2022-09-21")
shown = flows.query("period_start == @start").eval("net = entries - exits")
shown.plot(kind="bar", x="period_end", y=["net", "exits", "entries"], ax=ax, title="Russians", ylabel="Russian citizens")

# %% chart: net left out
# fails: Four periods with three bars each make 12 bars.
# with: [["entries", "exits", "net"]] -> [["entries", "exits"]]
# with: , "#000000" ->

# %% chart: exits minus entries
# fails: The bars do not show entries, exits and net of the four periods
# with: table["entries"] - table["exits"] -> table["exits"] - table["entries"]

# %% chart: stacked
# fails: each from nought, side by side
# with: rot=0 -> rot=0, stacked=True

# %% chart: exits downwards
# fails: The bars do not show entries, exits and net
# with: shown.index = -> shown["exits"] *= -1; shown.index =

# %% chart: legend without names
# fails: The legend should name entries, exits and net.
# model
ax.legend(["first", "second", "third"])

# %% chart: label without what is counted
# fails: The label should say what is counted.
# with: "crossings" -> "how much"

# %% chart: periods by number
# fails: Name each period on the axis by its last day.
# model
ax.set_xticks(range(4), ["A", "B", "C", "D"])

# %% chart: no title
# fails: The chart needs a title
# with: ax.set_title("Russian citizens crossing the border since 21 September 2022") ->

# %% remain: a loop, whole persons
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    for _ in range(weeks):
        start = start - leaving * start
    return start

# %% remain: rounded each week
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    there = start
    for week in range(weeks):
        there = np.round(there * (1 - leaving))
    return there

# %% remain: a list of weeks
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    return start * np.prod([1 - leaving] * weeks)

# %% remain: of those at the start
# fails: Of 1,000 with 0.1 a week, 810 are left after two weeks.
# with: (1 - leaving) ** weeks -> (1 - leaving * weeks)

# %% remain: of those at the start after the second week
# fails: The share leaves of those who are still there, not of those at the start.
# with: (1 - leaving) ** weeks -> (1 - leaving * weeks + leaving**2)

# %% remain: one week too many
# fails: Of 1,000 with 0.1 a week, 810 are left after two weeks.
# with: ** weeks -> ** (weeks + 1)

# %% remain: those who left
# fails: Of 1,000 with 0.1 a week, 810 are left after two weeks.
# with: return start * (1 - leaving) ** weeks -> return start - start * (1 - leaving) ** weeks

# %% remain: hard-coded to the example
# fails: is not right.
def remain(start, leaving, weeks):
    """How many of those at the start are left after some weeks."""
    return 810

# %% scenarios: loops, sorted
rows = []
for more in (20_000, 0):
    for leaving in (0.04, 0.02, 0.01, 0.005, 0):
        for start in (150_000, 100_000, 80_000, 57_000):
            rows.append({"remaining": remain(start, leaving, 57) + more, "more": more, "leaving": leaving, "start": start})
scenarios = pd.DataFrame(rows).sort_values("remaining")
lowest, highest = scenarios["remaining"].iloc[0] / population * 100, scenarios["remaining"].iloc[-1] / population * 100
within = len(scenarios[(scenarios["remaining"] >= 50_000) & (scenarios["remaining"] <= 80_000)])

# %% scenarios: rounded persons
# model
scenarios["remaining"] = scenarios["remaining"].round().astype(int)
lowest, highest, within = round(lowest, 3), round(highest, 2), int(within)

# %% scenarios: rounded per cent
# model
lowest, highest = round(lowest, 2), round(highest, 3)

# %% scenarios: shuffled, with columns more, decimals
# model
scenarios = scenarios.assign(share=scenarios["remaining"] / population).sample(frac=1, random_state=6).astype(float)
within = float(within)

# %% scenarios: added at the beginning
# fails scenarios-test: Those who come for good are added at the end
# with: remain(scenarios["start"], scenarios["leaving"], 57) + scenarios["more"] -> remain(scenarios["start"] + scenarios["more"], scenarios["leaving"], 57)
lowest, highest, within = 100 * 57_000 * 0.96**57 / population, 100 * 170_000 / population, 12

# %% scenarios: not added
# fails scenarios-test: remaining is not right for
# fails range-test: lowest or highest is not right
# with: + scenarios["more"] ->

# %% scenarios: a year of 52 weeks
# fails scenarios-test: 57 weeks, then more is added.
# fails range-test: lowest or highest is not right
# with: 57) -> 52)

# %% scenarios: one combination twice
# fails scenarios-test: Some combination is missing
# model
scenarios = pd.concat([scenarios.iloc[1:], scenarios.iloc[-1:]])

# %% scenarios: persons
# fails range-test: lowest and highest are asked in per cent of population, not in persons.
# model
lowest, highest = scenarios["remaining"].min(), scenarios["remaining"].max()

# %% scenarios: shares
# fails range-test: That is a share between 0 and 1.
# with: 100 * ->

# %% scenarios: the second smallest
# fails range-test: lowest or highest is not right
# model
lowest = 100 * scenarios["remaining"].nsmallest(2).iloc[1] / population

# %% scenarios: the second largest
# fails range-test: lowest or highest is not right
# model
highest = 100 * scenarios["remaining"].nlargest(2).iloc[1] / population

# %% scenarios: the smallest of the start
# fails range-test: lowest or highest is not right
# with: 100 * scenarios["remaining"].min() -> 100 * scenarios["start"].min()

# %% scenarios: the ends exchanged
# fails range-test: lowest should not be larger than highest.
# model
lowest, highest = highest, lowest

# %% scenarios: ends left out
# fails range-test: within is the number of rows of scenarios with 50,000 to 80,000 remaining
# with: between(50_000, 80_000) -> between(50_000, 80_000, inclusive="neither")

# %% scenarios: those outside
# fails range-test: within is the number of rows
# model
within = 40 - within

# %% scenarios: a choice left out
# fails scenarios-test: There are 4 x 5 x 2 = 40 combinations.
# fails range-test: within is the number of rows
# with: [57_000, 80_000, 100_000, 150_000] -> [57_000, 80_000, 150_000]
