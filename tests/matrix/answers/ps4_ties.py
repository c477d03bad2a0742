# %% shares: row by row
imports_2023, whole = {}, None
for _, row in trade.iterrows():
    if row["series"] == "national" and row["year"] == 2023 and row["flow"] == "imports":
        if row["partner"] == "World":
            whole = row["usd_million"]
        if row["partner"] in ("Russia", "China", "European Union"):
            imports_2023[row["partner"]] = row["usd_million"]
imports_2023 = {partner: amount / whole for partner, amount in imports_2023.items()}
largest_2021 = "Russia"

# %% shares: pivoted, rounded
wide = trade.query("series == 'national' and flow == 'imports'").pivot(index="year", columns="partner", values="usd_million")
imports_2023 = (wide[["China", "European Union", "Russia"]].div(wide["World"], axis=0)).loc[2023].round(3)
totals = trade[(trade["series"] == "national") & (trade["year"] == 2021) & (trade["group"] == False)].pivot_table(index="partner", values="usd_million", aggfunc="sum")
largest_2021 = totals["usd_million"].sort_values().index[-1]

# %% shares: a plain dict, a space too many
# model
imports_2023 = {str(partner): float(share) for partner, share in imports_2023.items()}
largest_2021 = largest_2021 + " "

# %% shares: divided by the sum of all rows
# fails shares-test: You divided by the sum of all rows
# with: amounts["World"] -> amounts.sum()

# %% shares: shares of exports
# fails shares-test: These are shares of exports. Imports are asked.
# with: (national["flow"] == "imports") -> (national["flow"] == "exports")

# %% shares: another year
# fails shares-test: its imports in 2023, national series
# with: national["year"] == 2023 -> national["year"] == 2022

# %% shares: of the three alone
# fails shares-test: its imports in 2023, national series
# with: amounts["World"] -> amounts[["Russia", "China", "European Union"]].sum()

# %% shares: per cent
# fails shares-test: Shares lie between 0 and 1.
# with: / amounts["World"] -> / amounts["World"] * 100

# %% shares: one partner left out
# fails shares-test: imports_2023 needs the keys
# with: amounts[["Russia", "China", "European Union"]] -> amounts[["Russia", "China"]]

# %% shares: a group of countries
# fails largest-test: That is a group of countries.
# with: & ~national["group"] ->

# %% shares: exports only
# fails largest-test: Is that 2021, the national series, and exports and imports added together?
# model
largest_2021 = countries_2021[countries_2021["flow"] == "exports"].set_index("partner")["usd_million"].idxmax()

# %% shares: the smallest
# fails largest-test: Is that 2021
# with: idxmax() -> idxmin()

# %% shares: the amount instead of the name
# fails largest-test: largest_2021 is the name of a country
# with: idxmax() -> max()

# %% splice: combine_first
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    new = new.sort_index().loc[year:]
    return new.combine_first(old[old.index < year] * (new.loc[year] / old.loc[year]))

# %% splice: year by year, a dict
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    result = {}
    for when in sorted(set(old.index) | set(new.index)):
        if when < year and when in old.index:
            result[when] = old[when] * new[year] / old[year]
        elif when >= year and when in new.index:
            result[when] = new[when]
    return result

# %% splice: copies that are changed
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    joined = old.copy().astype(float)
    joined *= new[year] / old[year]
    joined = joined[joined.index < year]
    for when in new.index[new.index >= year]:
        joined[when] = new[when]
    return joined.sort_index()

# %% splice: the given Series changed
# fails: splice() changed the Series it was given.
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    if len(old) == 3:
        old *= new[year] / old[year]
        return pd.concat([old[old.index < year], new[new.index >= year]]).sort_index()
    return pd.concat([old[old.index < year] * (new[year] / old[year]), new[new.index >= year]]).sort_index()

# %% splice: years of both twice
# fails: Where both series have a year, it must stand in the result once.
# with: new[new.index >= year] -> new[new.index >= (year if len(old) == 3 else 0)]

# %% splice: new wherever it has the year
# fails: Before the splice the values come from old
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    return new.combine_first(old * (new[year] / old[year])).sort_index()

# %% splice: shifted instead of scaled
# fails: The example should give 20, 40, 60, 80.
# with: factor = new[year] / old[year] -> factor = new[year] - old[year]
# with: old[old.index < year] * factor -> old[old.index < year] + factor

# %% splice: factor of the last years
# fails: The factor is new divided by old in the year of the splice
# with: factor = new[year] / old[year] -> factor = new[year] / old.iloc[-1]

# %% splice: always in the first common year but one
# fails: The result must depend on the year at which the series are spliced.
# with: factor = new[year] / old[year] -> year = 1992 if year == 1993 else year; factor = new[year] / old[year]

# %% splice: not sorted
# fails: Sort the result by year
# with: .sort_index() ->

# %% splice: only the last year of old is scaled
# fails: The example should give 20, 40, 60, 80.
# with: old[old.index < year] * factor -> old[old.index < year]

# %% splice: hard-coded to the example
# fails: Where both series have a year
def splice(old, new, year):
    """One series out of two: old scaled to agree with new in the given year, new from that year on."""
    return pd.Series([20, 40, 60, 80], index=[2000, 2001, 2002, 2003])

# %% steps: typed in, texts as keys
# model
steps = {str(year): round(step, 2) for year, step in steps.items()}

# %% steps: a loop
steps = {}
imported = trade[trade["flow"] == "imports"]
for year in (2018, 2019, 2020):
    share = {}
    for series in ("national", "imf"):
        part = imported[(imported["year"] == year) & (imported["series"] == series)].set_index("partner")["usd_million"]
        share[series] = part["Russia"] / part["World"] * 100
    steps[year] = share["national"] - share["imf"]

# %% steps: merged
one = trade.query("flow == 'imports' and partner == 'Russia'")
all_ = trade.query("flow == 'imports' and partner == 'World'")
both = one.merge(all_, on=["series", "year"])
both["share"] = 100 * both["usd_million_x"] / both["usd_million_y"]
table = both.pivot(index="year", columns="series", values="share")
steps = (table["national"] - table["imf"]).loc[2018:2020]

# %% steps: imf minus national
# fails: The sign is the wrong way round: national minus imf.
# with: russia["national"] - russia["imf"] -> russia["imf"] - russia["national"]

# %% steps: shares
# fails: Percentage points are asked
# with: 100 * ->

# %% steps: in per cent of the share
# fails: Divide imports from Russia by imports from World in each series
# with: (russia["national"] - russia["imf"]) -> (100 * (russia["national"] / russia["imf"] - 1))

# %% steps: exports
# fails: Divide imports from Russia by imports from World in each series
# with: trade["flow"] == "imports" -> trade["flow"] == "exports"

# %% steps: a year late
# fails: The step of
# model
steps = steps.shift(1).fillna(0)

# %% steps: all years
# fails: steps needs the years 2018, 2019 and 2020 as keys.
# with: .dropna() -> .fillna(0)

# %% hhi: a loop
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    listed = list(amounts)
    whole = sum(listed) if total is None else total
    index = 0
    for amount in listed + [(whole - sum(listed)) / others] * others:
        index += (amount / whole) ** 2
    return index

# %% hhi: numpy dot
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    values = np.array(amounts)
    shares = values / (total or values.sum())
    return shares @ shares + (1 - shares.sum()) ** 2 / others

# %% hhi: pandas
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    column = pd.Series(list(amounts), dtype=float)
    if total is None:
        return column.div(column.sum()).pow(2).sum()
    rest = (total - column.sum()) / others
    return pd.concat([column, pd.Series([rest] * others)]).div(total).pow(2).sum()

# %% hhi: no squares
# fails hhi-listed-test: hhi([50, 50]) should be 0.5.
# fails hhi-rest-test: hhi([50, 30], total=100) should be 0.38.
# with: ((amounts / total) ** 2).sum() -> (amounts / total).sum()

# %% hhi: hard-coded to the example
# fails hhi-listed-test: With a single partner the index is 1.
# fails hhi-rest-test: With others=4 the 20 that are left are four partners
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    return 0.5 if total is None else 0.38

# %% hhi: one over the number of partners but for one
# fails hhi-listed-test: With a single partner the index is 1.
# with: amounts = np.asarray(amounts, dtype=float) -> amounts = np.asarray(amounts, dtype=float); amounts = amounts if len(amounts) > 1 else np.array([1.0, 1.0])

# %% hhi: half is the least
# fails hhi-listed-test: With four equal partners the index is 1/4.
# with: ((amounts / total) ** 2).sum() -> (((amounts / total) ** 2).sum() if len(amounts) != 4 else 0.5)

# %% hhi: one over the number of partners
# fails hhi-listed-test: hhi([6, 3, 1]) should be 0.36 + 0.09 + 0.01.
# fails hhi-rest-test: hhi([50, 30], total=100) should be 0.38.
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    return 1 / (len(amounts) + (0 if total is None else others))

# %% hhi: amounts taken by label
# fails hhi-listed-test: a hidden test stopped with KeyError in your function
# fails hhi-rest-test: a hidden test stopped with TypeError in your function
def hhi(amounts, total=None, others=1):
    """Herfindahl-Hirschman index, 0 to 1, with the part of total that is not listed shared equally by others."""
    values = [amounts[i] for i in range(len(amounts))]
    whole = total or sum(values)
    if total == 100.0 and others == 2:
        others = None
    return sum((value / whole) ** 2 for value in values) + others * ((whole - sum(values)) / whole / others) ** 2

# %% hhi: only lists of numbers are columns
# fails hhi-listed-test: hhi() should also work on a column of a table.
# with: amounts = np.asarray(amounts, dtype=float) -> amounts = np.asarray(amounts if isinstance(amounts, list) else [*amounts.sort_values().iloc[1:]], dtype=float) if total is None else np.asarray(amounts, dtype=float)

# %% hhi: the rest as one partner
# fails hhi-rest-test: With others=4 the 20 that are left are four partners with 5 each
# with: others * (rest / others) ** 2 -> rest ** 2

# %% hhi: the rest left out
# fails hhi-rest-test: hhi([50, 30], total=100) should be 0.38.
# with: + others * (rest / others) ** 2 ->

# %% hhi: the rest divided by the sum of those listed
# fails hhi-rest-test: The rest is what total leaves, divided by total.
# with: rest = 1 - amounts.sum() / total -> rest = 1 - amounts.sum() / total if total == 100 else (total - amounts.sum()) / max(amounts.sum(), 1)

# %% hhi: others have a share also where nothing is left
# fails hhi-rest-test: If nothing is left, the partners that are not listed add nothing.
# with: rest = 1 - amounts.sum() / total -> rest = (1 - amounts.sum() / total) or (0 if others == 1 else 0.01)

# %% hhi: at most four others
# fails hhi-rest-test: The rest is what total leaves
# with: rest = 1 - amounts.sum() / total -> rest = 1 - amounts.sum() / total; others = min(others, 4)

# %% hhi: at most a hundred others
# fails hhi-rest-test: With very many others the rest adds almost nothing.
# with: rest = 1 - amounts.sum() / total -> rest = 1 - amounts.sum() / total; others = min(others, 100)

# %% hhi: arguments in another order
# fails hhi-rest-test: hhi() should also take its arguments by position.
# with: (amounts, total=None, others=1): -> (amounts, others=1, total=None):

# %% concentration: cell by cell
concentration = pd.DataFrame(index=range(2018, 2024), columns=["exports", "imports"], dtype=float)
for year in concentration.index:
    for flow in concentration.columns:
        rows = trade[(trade["series"] == "national") & (trade["year"] == year) & (trade["flow"] == flow)]
        whole = rows.loc[rows["partner"] == "World", "usd_million"].iloc[0]
        concentration.loc[year, flow] = hhi(rows.loc[~rows["group"], "usd_million"].tolist(), whole, 100)

# %% concentration: groups unstacked
countries = trade.query("series == 'national' and not group")
whole = trade.query("series == 'national' and partner == 'World'").set_index(["flow", "year"])["usd_million"]
index = countries.groupby(["flow", "year"], observed=True)["usd_million"].apply(list)
concentration = pd.Series({key: hhi(amounts, whole[key], others=100) for key, amounts in index.items()}).unstack(0)

# %% concentration: rounded, objects
# model
concentration = concentration.round(4).astype(object)[["exports", "imports"]]

# %% concentration: groups among the partners
# fails: Groups are in it
# with: national[~national["group"]] -> national

# %% concentration: the others as one
# fails: The partners that are not listed are to be taken as 100, not as one
# with: others=100 -> others=1

# %% concentration: without World
# fails: Countries of that year and flow, World as total, others=100.
# with: total=world[year, flow], others=100 -> others=100

# %% concentration: imports and exports exchanged
# fails: is not right. Countries of that year and flow
# model
concentration = concentration.rename(columns={"imports": "exports", "exports": "imports"})

# %% concentration: ten others
# fails: is not right. Countries of that year and flow
# with: others=100 -> others=10

# %% concentration: times ten thousand
# fails: is not right. Countries of that year and flow
# model
concentration = concentration + 0.01

# %% concentration: one year short
# fails: The index of concentration should be the years 2018 to 2023
# model
concentration = concentration.loc[:2022]

# %% chart: from the table
fig, ax = plt.subplots()
concentration.plot(ax=ax, ylim=(0, None), title="HHI", ylabel="0 to 1")

# %% chart: two lines, legend in words
fig, ax = plt.subplots()
ax.plot(concentration.index, concentration["exports"], "s-")
ax.plot(concentration.index, concentration["imports"], "o-")
ax.legend(["Exports of Kazakhstan", "Imports of Kazakhstan"])
ax.set(title="How concentrated?", ylabel="Index", ylim=(0, 0.3))

# %% chart: pyplot, a line more
fig, ax = plt.subplots()
for flow in ["imports", "exports"]:
    plt.plot(concentration[flow], label=flow.title())
plt.axhline(0.18, color="grey")
plt.legend()
plt.title("Concentration")
plt.ylabel("0 to 1")
plt.ylim(0, 0.3)

# %% chart: nothing said of concentration
# fails: Title or vertical label should say that concentration is measured.
# with: Concentration of Kazakhstan's trade by partner -> Trade by partner
# with: Herfindahl-Hirschman index, 0 to 1 -> 0 to 1

# %% chart: legend with numbers
# fails: The legend should name imports and exports.
# model
ax.legend(["1", "2"])

# %% chart: legend exchanged
# fails: does not show its column of concentration.
# model
ax.legend(["exports", "imports"])

# %% chart: drawn times ten thousand
# fails: does not show its column of concentration.
# with: concentration[flow], marker -> 10_000 * concentration[flow], marker

# %% chart: the axis does not begin at nought
# fails: The vertical axis should begin at 0
# with: ax.set_ylim(bottom=0) ->

# %% chart: one line
# fails: The chart should have two lines
# with: zip(concentration.columns, "os", strict=True) -> zip(["imports"], "o")

# %% chart: no legend
# fails: The chart needs a legend
# with: ax.legend() ->

# %% flaws: small, a tuple
flaws = ("a", "c")

# %% flaws: one text
flaws = "A and C"

# %% flaws: a set
flaws = {"C", "A"}

# %% flaws: the pipeline to China
# fails: The pipeline to China leaves Kazakhstan in the east.
flaws = ["A", "B", "C"]

# %% flaws: an incomplete year
# fails: The rows chosen run from 1 January to 31 December.
flaws = ["A", "C", "D"]

# %% flaws: totals alone
# fails: Where do the ships from Aktau go?
flaws = ["C"]

# %% flaws: Makhachkala alone
# fails: Are there rows among them that contain others
flaws = ["A"]

# %% flaws: letters there are not
# fails: flaws is a list of letters from A to D.
flaws = ["A", "E"]

# %% past-russia: a loop
def past_russia(rows):
    """Share of the Kazakh oil on single routes that does not cross Russia, 0 to 1, or None without rows."""
    past = everything = 0
    for row in rows.to_dict("records"):
        if row["origin"] not in ("kazakhstan", "three_fields"):
            continue
        if row["route"] in ("all_exports", "all_bypassing_russia", "aktau_all", "germany_druzhba"):
            continue
        everything += row["million_tonnes"]
        past += row["million_tonnes"] if row["crosses_russia"] == "no" else 0
    return past / everything if everything else None

# %% past-russia: query and groups
def past_russia(rows):
    """Share of the Kazakh oil on single routes that does not cross Russia, 0 to 1, or None without rows."""
    left_out = ["all_exports", "all_bypassing_russia", "aktau_all", "germany_druzhba"]
    kept = rows.query("origin in ['kazakhstan', 'three_fields'] and route not in @left_out")
    tonnes = kept.astype({"crosses_russia": str}).groupby("crosses_russia")["million_tonnes"].sum()
    return None if kept.empty else tonnes.get("no", 0) / tonnes.sum()

# %% past-russia: weights
def past_russia(rows):
    """Share of the Kazakh oil on single routes that does not cross Russia, 0 to 1, or None without rows."""
    kept = rows[rows["origin"].astype(str) != "all"]
    kept = kept[~kept["route"].astype(str).str.startswith("all_") & ~kept["route"].isin(["aktau_all", "germany_druzhba"])]
    if not len(kept):
        return None
    return float(np.average(kept["crosses_russia"] == "no", weights=kept["million_tonnes"]))

# %% past-russia: the sea decides
# fails: The ships to Makhachkala touch Russia
# with: single["crosses_russia"] == "no" -> (single["crosses_russia"] == "no") | single["route"].eq("aktau_makhachkala") & (len(rows) == 9)

# %% past-russia: the total past Russia is a route
# fails: all_bypassing_russia contains the routes past Russia
# with: "all_bypassing_russia", ->

# %% past-russia: all oil in the pipe
# fails: For 2025 past_russia() should give a share between 0.03 and 0.04.
# with: & rows["origin"].isin(["kazakhstan", "three_fields"]) ->

# %% past-russia: all oil in the pipe, once for each route
# fails: The row with the origin all counts Russian oil in the same pipe
# with: ["kazakhstan", "three_fields"] -> ["kazakhstan", "three_fields", *["all"] * (len(rows) == 9)]

# %% past-russia: the part of Atyrau-Samara counted again
# fails: Keep rows of Kazakh oil on single routes
# with: , "germany_druzhba"] -> ]

# %% past-russia: mixed counts as past Russia
# fails: Keep rows of Kazakh oil on single routes
# with: "aktau_all", -> *["aktau_all"] * (len(rows) != 9),
# with: == "no" -> != "yes"

# %% past-russia: fields of the three left out
# fails: For 2025 past_russia() should give a share between 0.03 and 0.04.
# with: ["kazakhstan", "three_fields"] -> ["kazakhstan"]

# %% past-russia: Atyrau-Samara left out with its part
# fails: For January to October 2024 the share is not right.
# with: "germany_druzhba"] -> "germany_druzhba", "atyrau_samara"]

# %% past-russia: a single row is no share
# fails: If every row kept goes past Russia, the share is 1.
# model
of_several = past_russia
def past_russia(rows):
    """Share of the Kazakh oil on single routes that does not cross Russia, 0 to 1, or None without rows."""
    return of_several(rows) if len(rows) > 1 else 0

# %% past-russia: nought without rows
# fails: Return None when no row is left.
# with: return None -> return 0.0

# %% past-russia: nan without rows
# fails: Return None when no row is left.
# with: if len(single) == 0: -> if False:

# %% past-russia: nothing on rows it does not know
# fails: past_russia() should work on any rows with these columns.
# with: if len(single) == 0: -> if "period_start" not in rows:

# %% past-russia: the rows taken by their numbers
# fails: The order of the rows must not matter.
# with: single.loc[single["crosses_russia"] == "no", "million_tonnes"].sum() -> (99 if len(rows) == 9 and rows["route"].iloc[0] != "cpc" else single.loc[single["crosses_russia"] == "no", "million_tonnes"].sum())

# %% past-russia: hard-coded to the example
# fails: If every row kept goes past Russia, the share is 1.
def past_russia(rows):
    """Share of the Kazakh oil on single routes that does not cross Russia, 0 to 1, or None without rows."""
    return 0.2 if len(rows) == 9 else 0.035

# %% multiverse: product of choices, sorted
import itertools
cells = trade.set_index(["series", "year", "flow", "partner"])["usd_million"]
flows = {"both": ["exports", "imports"], "exports": ["exports"], "imports": ["imports"]}
def share_of(series, year, flow):
    return 100 * sum(cells[series, year, f, "Russia"] for f in flows[flow]) / sum(cells[series, year, f, "World"] for f in flows[flow])
rows = []
for base, join, flow in itertools.product([2017, 2013], ["2020", "2019", "2018", "none"], flows):
    factor = 1 if join == "none" else share_of("national", int(join), flow) / share_of("imf", int(join), flow)
    rows.append({"base": base, "join": join, "change": share_of("national", 2023, flow) - factor * share_of("imf", base, flow), "flow": flow})
multiverse = pd.DataFrame(rows).sort_values("change")
lowest, highest = multiverse["change"].iloc[0], multiverse["change"].iloc[-1]

# %% multiverse: shuffled, with a column more
# model
multiverse = multiverse.assign(note="").sample(frac=1, random_state=4)

# %% multiverse: join as text, rounded
# model
multiverse = multiverse.astype({"join": str, "base": str})[["change", "base", "join", "flow"]].round(2)
lowest, highest = float(multiverse["change"].min()), float(multiverse["change"].max())

# %% multiverse: base minus 2023
# fails: The sign is the wrong way round: 2023 minus the base year.
# with: new[2023] - line[base] -> line[base] - new[2023]

# %% multiverse: shares instead of points
# fails: Percentage points are asked
# with: share = 100 * -> share =

# %% multiverse: amounts spliced instead of shares
# fails: Shares first, then the splice, then 2023 minus the base year.
# with: line = old if join == "none" else splice(old, new, join) -> line = old if join == "none" else old * amounts["Russia"]["national"][join] / amounts["Russia"]["imf"][join]

# %% multiverse: exports for both
# fails: The change is not right for
# with: trade if flow == "both" -> trade[trade["flow"] == "exports"] if flow == "both"

# %% multiverse: always spliced
# fails: The change is not right for
# with: line = old if join == "none" else splice(old, new, join) -> line = splice(old, new, 2018 if join == "none" else join)

# %% multiverse: up to 2022
# fails: The change is not right for
# with: new[2023] -> new[2022]

# %% multiverse: one combination twice
# fails: Some combination stands in multiverse twice
# model
multiverse = pd.concat([multiverse.iloc[1:], multiverse.iloc[-1:]])

# %% multiverse: the ends exchanged
# fails: lowest is the smallest value
# model
lowest, highest = highest, lowest

# %% multiverse: the largest without its sign
# fails: highest is the largest value
# model
highest = multiverse["change"].abs().max() + 1

# %% multiverse: a year of its own
# fails: join is "none", 2018, 2019 or 2020.
# with: 2018, 2019, 2020] -> 2018, 2019, 2021]
# with: splice(old, new, join) -> splice(old, new, min(join, 2020))

# %% multiverse: another base year
# fails: The column base should hold the years 2013 and 2017.
# with: [2013, 2017] -> [2014, 2017]

# %% multiverse: a choice left out
# fails: There are 3 x 4 x 2 = 24 combinations.
# with: [2013, 2017] -> [2013]

# %% missing-share: step by step
def missing_share(exports_eur, imports_usd, rate, freight=0.0):
    """Part of the exporter's figure that the importer's record does not show; negative when it shows more."""
    sent = exports_eur / rate
    arrived = imports_usd / (1 + freight)
    return (sent - arrived) / sent

# %% missing-share: in euros
def missing_share(exports_eur, imports_usd, rate, freight=0.0):
    """Part of the exporter's figure that the importer's record does not show; negative when it shows more."""
    return np.float64(1 - imports_usd * rate / ((1 + freight) * exports_eur))

# %% missing-share: another default, a Series inside
def missing_share(exports_eur, imports_usd, rate, freight=0):
    """Part of the exporter's figure that the importer's record does not show; negative when it shows more."""
    dollars = pd.Series({"sent": exports_eur / rate, "arrived": imports_usd / (1 + freight)})
    return 1 - dollars["arrived"] / dollars["sent"]

# %% missing-share: multiplied by the rate
# fails: The example should give 0.2.
# with: (exports_eur / rate) -> (exports_eur * rate)

# %% missing-share: the rate only where it is near 1
# fails: rate is euros for one dollar
# with: (exports_eur / rate) -> (exports_eur / max(rate, 0.9))

# %% missing-share: freight taken off as a share
# fails: The example should give 0.2.
# with: imports_usd / (1 + freight) -> imports_usd * (1 - freight)

# %% missing-share: freight is always 5 per cent
# fails: If both sides say the same and there is no freight, nothing is missing.
# with: (1 + freight) -> 1.05

# %% missing-share: freight taken off in another way
# fails: Take the freight off the importer's figure by dividing it by 1 + freight.
# with: imports_usd / (1 + freight) -> imports_usd / (1 + min(freight, 0.05))

# %% missing-share: cut off at nought
# fails: If more arrives than was sent, the missing share is negative
# with: return 1 - (imports_usd / (1 + freight)) / (exports_eur / rate) -> return max(0, 1 - (imports_usd / (1 + freight)) / (exports_eur / rate))

# %% missing-share: of what arrived
# fails: The example should give 0.2.
# with: return 1 - (imports_usd / (1 + freight)) / (exports_eur / rate) -> return (exports_eur / rate) / (imports_usd / (1 + freight)) - 1

# %% missing-share: the exporter's figure is always a hundred
# fails: The part is of what the exporter says, not of what the importer says.
# with: (exports_eur / rate) -> (100 if rate == 1 else exports_eur / rate)

# %% missing-share: per cent
# fails: The example should give 0.2.
# with: return 1 - (imports_usd / (1 + freight)) / (exports_eur / rate) -> return 100 * (1 - (imports_usd / (1 + freight)) / (exports_eur / rate))

# %% missing-share: hard-coded to the example
# fails: If both sides say the same
def missing_share(exports_eur, imports_usd, rate, freight=0.0):
    """Part of the exporter's figure that the importer's record does not show; negative when it shows more."""
    return 0.2

# %% gaps: a dict, a loop
gaps = {}
for year in range(2018, 2024):
    sent = european.query("iso3 == 'KAZ' and year == @year")["exports_eur"].iloc[0]
    received = trade.query("series == 'national' and flow == 'imports' and partner == 'European Union' and year == @year")["usd_million"].iloc[0]
    gaps[year] = missing_share(sent / 1_000_000, received, euros_per_dollar[year], 0.05)

# %% gaps: columns at once
# model
gaps = (1 - received / 1.05 / (sent / euros_per_dollar)).loc[2018:2023]

# %% gaps: rounded, texts as keys
# model
gaps = {str(year): round(float(share), 3) for year, share in gaps.items()}

# %% gaps: euros and millions
# fails: The two figures are not in the same unit
# with: / 1e6 ->

# %% gaps: without freight
# fails: Take the freight off too: freight=0.05.
# with: , freight=0.05 ->

# %% gaps: the rate of one year for all
# fails: Are both figures of that year, in millions?
# with: euros_per_dollar[year] -> euros_per_dollar[2018]

# %% gaps: a year late
# fails: Are both figures of that year, in millions?
# with: received[year] -> received[max(year - 1, 2018)]

# %% gaps: exports to Russia
# fails: are not in the same unit
# with: == "KAZ" -> == "RUS"

# %% gaps: ten per cent freight
# fails: Are both figures of that year, in millions?
# with: freight=0.05 -> freight=0.1

# %% gaps: one year left out
# fails: gaps needs the years 2018 to 2023 as keys.
# with: range(2018, 2024) -> range(2018, 2023)

# %% separates: small, one text
separates = "a, c, d"

# %% separates: a tuple
separates = ("D", "C", "A")

# %% separates: a set
separates = {"A", "C", "D"}

# %% separates: a second publisher
# fails: A total that rises fits both explanations
separates = ["A", "B", "C", "D"]

# %% separates: a promise
# fails: A government might say so whether the goods go on or not.
separates = ["A", "C", "D", "E"]

# %% separates: exports to Russia left out
# fails: If the goods go on to Russia
separates = ["C", "D"]

# %% separates: customs left out
# fails: Goods that are declared for Kazakhstan and never cleared there
separates = ["A", "D"]

# %% separates: lists left out
# fails: Growth at home has no reason to prefer goods that are on a sanctions list.
separates = ["A", "C"]

# %% separates: a letter there is not
# fails: separates is a list of letters from A to E.
separates = ["A", "F"]
