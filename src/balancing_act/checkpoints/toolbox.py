"""Checkpoints of the toolbox, the Python and pandas of the problem sets."""

from balancing_act.checkpoints import Checkpoint
from balancing_act.tables import load


def _same_votes() -> int:
    table = load("ukraine_votes").astype({"vote": object})
    wide = table[table["iso3"].isin(["KAZ", "RUS"])].pivot(index="resolution", columns="iso3", values="vote")
    return int((wide["KAZ"] == wide["RUS"]).sum())


CHECKPOINTS = {
    "toolbox-last": Checkpoint(
        answer=lambda: "yes",
        because="Negative numbers count from the end: -1 is the last, -2 the one before.",
        hints=["Run votes[-1] in a new cell. Which of the five is it?", "Look at the list after append has run, and count from the end."],
        misconceptions=lambda: {
            "abstain": "That was the last before append put one more at the end. Run the cells from the top.",
            "no": "Count from the end of the list, beginning with 1.",
        },
    ),
    "toolbox-weeks": Checkpoint(
        answer=lambda: 22,
        because="It takes longer and longer to lose the next hundred, because each week takes a tenth of fewer.",
        hints=["Only the condition after while has to change.", "while people > 100. Begin again with 1,000 and week 0."],
        misconceptions=lambda: {
            7: "That is the number for 500. Change the condition, then run the cell again.",
            9: "That would be so if 100 left every week. It is a tenth of those who are there.",
            15: "Begin again with 1,000 people and week 0.",
            21: "After that many weeks there are still a few more than 100.",
        },
    ),
    "toolbox-agreement": Checkpoint(
        answer=lambda: 0.5,
        because="Alike scores 1, No against Yes 0, Yes against an abstention 0.5: together 1.5 of 3.",
        hints=["Score the three pairs by hand, then take the mean.", "1, 0 and 0.5."],
        misconceptions=lambda: {
            1.5: "That is the sum. The function gives the mean.",
            1 / 3: "Only one pair is alike, but an abstention against a Yes counts half by default.",
        },
        within=0.001,
    ),
    "toolbox-same": Checkpoint(
        answer=_same_votes,
        because="sum() counts the rows with True. The mean beside it is the share of them.",
        hints=["Look for the line that begins print(same.sum().", "It is the first number that the cell with pivot prints."],
        misconceptions=lambda: {len(load("ukraine_resolutions")): "That is the number of resolutions. On how many were the two alike?"},
    ),
    "toolbox-error": Checkpoint(
        answer=lambda: "TableError",
        because="The course's own kind of error. Behind the colon it says which tables there are, and which name is near to yours.",
        hints=["The kind of error is the first word of the last line.", "It ends in Error, and it begins with what could not be found."],
        misconceptions=lambda: {
            "KeyError": "A missing key of a dict gives that. What does the last line begin with here?",
            "NameError": "load is a name that exists. It is the table that does not.",
            "ValueError": "Nearly: the error is of that family, but its own name is narrower. Read the last line.",
        },
    ),
}
