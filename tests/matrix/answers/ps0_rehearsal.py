# %% task-1-repair: the name in the call
table_name = "countries"
countries = load("countries")

# %% task-1-repair: sorted
table_name = 'countries'
countries = load(table_name).sort_values("iso3")

# %% task-1-repair: codes as the index
table_name = "countries"
countries = load(table_name).set_index("iso3", drop=False)

# %% task-1-repair: another table
# fails: is the name of another table
table_name = "oil_routes"
countries = load(table_name)

# %% task-1-repair: misspelt otherwise
# fails: and no table has that name
table_name = "country"
countries = load(table_name)

# %% task-1-repair: spaces around the name
# fails: and no table has that name
table_name = " countries "
countries = load("countries")

# %% task-1-repair: the first rows only
# fails: countries should hold every member state, and rows are missing or doubled.
table_name = "countries"
countries = load(table_name).head()

# %% task-1-repair: one row short
# fails: countries should hold every member state, and rows are missing or doubled.
table_name = "countries"
countries = load(table_name)[1:]

# %% task-2-load: through a name, in lower case
name = "ukraine_resolutions"
resolutions = load(name)
one_row = "B"

# %% task-2-load: a copy, single quotes
resolutions = load('ukraine_resolutions').copy()
one_row = 'B'

# %% task-2-load: sorted by date
one_row = chr(66)
resolutions = load("ukraine_resolutions").sort_values("date")

# %% task-2-load: the name instead of the table
# fails task-2-table-test: resolutions should be a table
resolutions = "ukraine_resolutions"
one_row = "B"

# %% task-2-load: the votes
# fails task-2-table-test: resolutions is another table
# fails task-2-row-test: The votes of single members are in another table.
resolutions = load("ukraine_votes")
one_row = "C"

# %% task-2-load: only the first five
# fails task-2-table-test: resolutions should have all rows of the table.
# fails task-2-row-test: There are more member states than this table has rows.
resolutions = load("ukraine_resolutions").head()
one_row = "A"

# %% task-2-load: one row short
# fails task-2-table-test: resolutions should have all rows of the table.
resolutions = load("ukraine_resolutions").iloc[:-1]
one_row = "B"

# %% task-2-load: a column left out
# fails task-2-table-test: columns of it are missing
resolutions = load("ukraine_resolutions").iloc[:, :-1]
one_row = "B"

# %% task-2-load: no letter
# fails task-2-row-test: one_row should be one of the letters in the task
resolutions = load("ukraine_resolutions")
one_row = "One row is one resolution of the General Assembly."

# %% task-3-filter: query
referenda = votes.query("resolution == 'A/RES/ES-11/4'")

# %% task-3-filter: loc, sorted
referenda = votes.loc[votes.resolution.eq("A/RES/ES-11/4")].sort_values("vote").reset_index(drop=True)

# %% task-3-filter: groups
referenda = votes.groupby("resolution", observed=True).get_group("A/RES/ES-11/4")

# %% task-3-filter: country as the index
referenda = votes[votes["resolution"].isin(["A/RES/ES-11/4"])].set_index("iso3", drop=False)

# %% task-3-filter: Crimea, as in the example
# fails: referenda holds the votes on another resolution.
referenda = votes[votes["resolution"] == "A/RES/68/262"]

# %% task-3-filter: one resolution before
# fails: referenda holds the votes on another resolution.
referenda = votes[votes["resolution"] == "A/RES/ES-11/3"]

# %% task-3-filter: every resolution since
# fails: referenda holds the votes on more than one resolution.
referenda = votes[votes["resolution"] >= "A/RES/ES-11/4"]

# %% task-3-filter: half the symbol
# fails: referenda has no rows.
referenda = votes[votes["resolution"] == "ES-11/4"]

# %% task-3-filter: only those who voted
# fails: referenda should have one row for each member state.
referenda = votes[(votes["resolution"] == "A/RES/ES-11/4") & (votes["vote"] != "not_voting")]

# %% task-3-filter: the column alone
# fails: referenda should be a table with the columns of votes
referenda = votes["resolution"] == "A/RES/ES-11/4"

# %% task-3-filter: one row twice
# fails: referenda should have one row for each member state.
import pandas as pd
referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]
referenda = pd.concat([referenda.iloc[1:], referenda.iloc[-1:]])

# %% task-3-count: read off
yes, no, abstain, not_voting = 143, 5, 35, 10

# %% task-3-count: a loop
tally = {}
for vote in referenda["vote"]:
    tally[vote] = tally.get(vote, 0) + 1
yes, no, abstain, not_voting = tally["yes"], tally["no"], tally["abstain"], tally["not_voting"]

# %% task-3-count: sums and lengths
yes = (referenda["vote"] == "yes").sum()
no = len(referenda[referenda["vote"] == "no"])
abstain = int(referenda["vote"].eq("abstain").sum())
not_voting = len(referenda) - yes - no - abstain

# %% task-3-count: from the table of resolutions
row = load("ukraine_resolutions").set_index("resolution").loc["A/RES/ES-11/4"]
yes, no, abstain, not_voting = row["yes"], row["no"], row["abstain"], row["not_voting"]

# %% task-3-count: all resolutions together
# fails task-3-yes-test: you counted the votes on all resolutions together
# fails task-3-no-test: you counted the votes on all resolutions together
# fails task-3-abstain-test: you counted the votes on all resolutions together
# fails task-3-not-voting-test: you counted the votes on all resolutions together
# with: referenda["vote"] -> votes["vote"]

# %% task-3-count: Crimea, as in the example
# fails task-3-yes-test: yes: not the number in the table.
# fails task-3-no-test: no: not the number in the table.
# fails task-3-abstain-test: abstain: not the number in the table.
# fails task-3-not-voting-test: not_voting: not the number in the table.
# with: referenda["vote"] -> crimea["vote"]

# %% task-3-count: absent counted as abstention
# fails task-3-abstain-test: abstain: not the number in the table.
# fails task-3-not-voting-test: not_voting: not the number in the table.
# model
abstain = abstain + not_voting
not_voting = 0

# %% task-3-count: one too many
# fails task-3-yes-test: yes: not the number in the table.
# model
yes = yes + 1

# %% task-3-count: yes and no exchanged
# fails task-3-yes-test: yes: not the number in the table.
# fails task-3-no-test: no: not the number in the table.
# model
yes, no = no, yes

# %% task-3-count: shares
# fails task-3-yes-test: yes should be a whole number
# fails task-3-no-test: no should be a whole number
# fails task-3-abstain-test: abstain should be a whole number
# fails task-3-not-voting-test: not_voting should be a whole number
# with: .value_counts() -> .value_counts(normalize=True)

# %% task-3-count: in quotation marks
# fails task-3-no-test: no should be a whole number, such as 7, without quotation marks.
# model
no = "5"
