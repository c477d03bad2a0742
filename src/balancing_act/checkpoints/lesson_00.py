"""Checkpoints of lesson 0, Start here."""

from balancing_act.checkpoints import Checkpoint
from balancing_act.tables import rows


def _tally(*kinds: str) -> int:
    (resolution,) = (row for row in rows("ukraine_resolutions") if row["resolution"] == "A/RES/ES-11/4")
    return sum(resolution[kind] for kind in kinds)


def _kazakhstan_voted() -> str:
    (vote,) = (row["vote"] for row in rows("ukraine_votes") if (row["resolution"], row["iso3"]) == ("A/RES/ES-11/1", "KAZ"))
    return vote


def _joined(year: int) -> int:
    return sum(row["un_member_since"] == year for row in rows("countries"))


def _joined_since(year: int) -> int:
    return sum(row["un_member_since"] >= year for row in rows("countries"))


def _in_region(region: str) -> int:
    return sum(row["region"] == region for row in rows("countries"))


CHECKPOINTS = {
    "0-sum": Checkpoint(
        answer=lambda: _tally("not_voting"),
        because="They are neither for nor against, nor did they abstain. The course keeps abstention and absence apart throughout.",
        hints=[
            "Start from 193 and take away everybody who did something.",
            "Take away the Yes votes, the No votes and the abstentions: 193 - 143 - 5 - 35.",
        ],
        misconceptions=lambda: {
            _tally("not_voting", "abstain"): "You took away Yes and No only. Those who abstained did vote: take them away too.",
            _tally("not_voting", "no"): "The members who voted No must be taken away too.",
            _tally("not_voting", "no", "abstain"): "That is everybody who did not vote Yes. Take the No votes and abstentions away too.",
            _tally("abstain"): "That is how many abstained. Abstaining is a way of voting.",
        },
    ),
    "0-rows": Checkpoint(
        answer=lambda: len(rows("countries")),
        because="One row for each member of the United Nations.",
        hints=["Write len(countries) in place of the three dots, without quotation marks."],
        misconceptions=lambda: {
            5: "Those are the rows that head() shows. The table goes on.",
            len(rows("countries")[0]): "That is the number of columns. Rows go down, columns go across.",
        },
    ),
    "0-region": Checkpoint(
        answer=lambda: _in_region("Western Asia"),
        because="Three of them, Armenia, Azerbaijan and Georgia, were Soviet republics like the five of Central Asia.",
        hints=[
            'Change the filter above: countries[countries["region"] == "Western Asia"].',
            'len(countries[countries["region"] == "Western Asia"]) gives the number.',
        ],
        misconceptions=lambda: {
            _in_region("Central Asia"): "That is Central Asia. The question is about Western Asia.",
            0: "The filter found nothing. Spelling and capital letters must be exact: Western Asia.",
            len(rows("countries")): "That is the whole table. Keep only the rows of the region.",
        },
    ),
    "0-year": Checkpoint(
        answer=lambda: _joined(1992),
        because="Nine of them are former Soviet republics, Kazakhstan among them.",
        hints=[
            "You want equal to 1992, not from 1992 on: use two equals signs.",
            'len(countries[countries["un_member_since"] == 1992]) gives the number.',
        ],
        misconceptions=lambda: {
            _joined_since(1992): "That is 1992 and later. Use == instead of >=.",
            _joined_since(1991): "That is 1991 and later. Use == 1992.",
            _joined(1991): "That is 1991.",
        },
    ),
    "0-vote": Checkpoint(
        answer=_kazakhstan_voted,
        because="So did Kyrgyzstan and Tajikistan; Uzbekistan and Turkmenistan did not vote. Lesson 3 asks what that means.",
        hints=["Choose A/RES/ES-11/1 in the list above the map and read the line on Central Asia below it."],
        misconceptions=lambda: {
            "abstained": 'Right in substance. Write it as the table does: "abstain".',
            "not_voting": "Not voting is something else. The text below the map lists who did not vote, and who abstained.",
            "yes": "141 members did. Look again for Kazakhstan.",
            "no": "Only five members voted No: look for them in the text below the map.",
        },
    ),
}
