"""Checkpoints of lesson 6, Who came from Russia in 2022?"""

from functools import cache

import pandas as pd

from balancing_act.checkpoints import Checkpoint
from balancing_act.measures.migration import net_flows, rounding
from balancing_act.tables import load

# The migration service's range and the deputy minister's, which the notes of the table give.
USUAL_A_DAY = (8000, 9000)
USUAL_A_QUARTER = (350, 400)
DAYS_A_QUARTER = 91
_MIDDLE = sum(USUAL_A_DAY) / 2


@cache
def _net() -> pd.DataFrame:
    return net_flows(load("russian_citizens")).set_index(["period_start", "period_end"])


def _flow(start: str, end: str) -> pd.Series:
    """Entries, exits and net of a period; days as month-day of 2022."""
    return _net().loc[(pd.Timestamp(f"2022-{start}"), pd.Timestamp(f"2022-{end}")), ["entries", "exits", "net"]]


def _week() -> pd.Series:
    return _flow("09-21", "09-27")


def _single_days() -> pd.Series:
    return sum(_flow(day, day) for day in ("09-29", "09-30", "10-03", "10-04"))


def _missing(kind: str) -> int:
    return int(_flow("09-21", "10-04")[kind] - _week()[kind] - _single_days()[kind])


def _low_net() -> float:
    year = _flow("01-01", "09-26")
    return rounding(year["entries"])[0] - rounding(year["exits"])[1]


def _figure(measure: str, end: str) -> int:
    figures = load("russian_citizens")
    return int(figures[(figures["measure"] == measure) & (figures["period_end"] == end)]["persons"].item())


def _claimed() -> int:
    return int(load("fact_check").set_index("fact").loc["staying_353000", "stated"])


def _until_december() -> int:
    return int(_flow("09-21", "12-31")["net"])


def _pace(usual: float) -> float:
    return _figure("permanent_applications", "2022-10-02") / 12 / (usual / DAYS_A_QUARTER)


CHECKPOINTS = {
    "6-net": Checkpoint(
        answer=lambda: int(_week()["net"]),
        because="About a third of the number in the headlines: in the same days nearly two thirds as many went out.",
        hints=["Net means in minus out.", "Take both rows of that week: entries minus exits."],
        misconceptions=lambda: {
            int(_week()["entries"]): "That is the gross flow: everybody who came in. Take away those who went out in the same days.",
            int(_week()["entries"] + _week()["exits"]): "That is all the traffic, both ways. Net is the difference.",
            -int(_week()["net"]): "The size is right, the sign is not: more came than left.",
        },
    ),
    "6-usual": Checkpoint(
        answer=lambda: int(_week()["entries"] - 7 * _MIDDLE),
        because="Close to the net of the same week. Two different roads, one size: a first sign that the size is right.",
        hints=["Seven days at the usual pace, taken from 98,000.", "98_000 - 7 * 8_500"],
        misconceptions=lambda: {
            7 * _MIDDLE: "That many would have come anyway. How many came on top of it?",
            int(_week()["entries"]) - _MIDDLE: "You took one usual day away. The week has seven.",
            int(_week()["entries"]) / 7: "That is the number of entries a day.",
        },
        within=7 * (USUAL_A_DAY[1] - USUAL_A_DAY[0]) / 2,
    ),
    "6-crossing": Checkpoint(
        answer=lambda: "A",
        because="He adds ten to the entries and ten to the exits, and nothing to net or stock. A crossing is not a person.",
        hints=["Count his Saturdays twice: once out, once back.", "Where does he sleep on Saturday night?"],
        misconceptions=lambda: {
            "B": "Each trip out ends with a trip back, so net does not move.",
            "C": "A counter at the border counts crossings. It does not know that it saw him last week.",
        },
    ),
    "6-missing": Checkpoint(
        answer=lambda: _missing("net"),
        because="In between the days around it, so these statements fit together: one ministry, one way of counting.",
        hints=[
            "Net to 4 October, minus the net of the first week, minus the net of the four single days.",
            "53,000 - 34,000 - (12,400 + 3,300 - 4,000 - 2,700)",
        ],
        misconceptions=lambda: {
            _missing("entries"): "These are the entries of the missing days. Net is asked.",
            _missing("net") + int(_single_days()["net"]): "You have not taken the four single days away.",
            int(_flow("09-21", "10-04")["net"]) - int(_single_days()["net"]): "You have not taken the first week away.",
            _missing("net") + int(_flow("10-04", "10-04")["net"]): "You left the morning of 4 October out. It is one of the four.",
        },
    ),
    "6-interval": Checkpoint(
        answer=lambda: int(_low_net()),
        because="Below nought: by these two figures alone more may have left than came. The week's net is far better known.",
        hints=[
            "The smallest possible net: the smallest entries minus the largest exits.",
            "1,650,000 - 1,666,500",
        ],
        misconceptions=lambda: {
            int(_flow("01-01", "09-26")["net"]): "That is the difference of the figures as printed. How far down could it go?",
            -int(_low_net()): "The size is right. Which of the two is larger at this end?",
            rounding(1_700_000)[1] - rounding(1_666_000)[0]: "That is the highest possible net. The lowest is asked.",
            rounding(1_700_000)[0] - rounding(1_666_000)[0]: "Take the largest exits, not the smallest.",
        },
        within=500,
    ),
    "6-before": Checkpoint(
        answer=lambda: _figure("stock", "2022-12-31") - _until_december(),
        because="Nearly twice the figure of April. By the year's flows, as printed, hardly anybody had been added before the mobilisation.",
        hints=["Stock before = stock after - entries + exits.", "298,000 minus the net of the period that ends on 31 December."],
        misconceptions=lambda: {
            _figure("stock", "2022-12-31") + _until_december(): "The sign: to go back in time, take the net away.",
            _figure("stock", "2022-12-31") - _figure("stock", "2022-04-13"): (
                "That is the growth since April. Use the flows since 21 September."
            ),
            _figure("stock", "2022-04-13") + _until_december(): "That goes forward from April. Go back from the figure of December.",
        },
    ),
    "6-353": Checkpoint(
        answer=lambda: _claimed() - int(_flow("09-21", "10-04")["net"]),
        because="More than twice April's figure, and more than December's allows. It may count something else; we found no source to ask.",
        hints=["Stock before = stock after - net.", "353,000 minus the net of 21 September to 4 October."],
        misconceptions=lambda: {
            _claimed() + int(_flow("09-21", "10-04")["net"]): "The sign: those who came in the meantime were not there before.",
            _claimed()
            - int(_flow("09-21", "10-04")["entries"]): "You took away everybody who entered. Most of them left again: use the net.",
            _claimed() - _figure("stock", "2022-04-13"): "That is the growth since April. How many must have been there on 20 September?",
        },
    ),
    "6-pace": Checkpoint(
        answer=lambda: _pace(sum(USUAL_A_QUARTER) / 2),
        because="Between seven and eight times the usual pace, and yet 2 in 1,000 of those who entered. Both are true of one number.",
        hints=[
            "Divide applications a day by usual applications a day.",
            "(382 / 12) / (375 / 91)",
        ],
        misconceptions=lambda: {
            _figure("permanent_applications", "2022-10-02") / (sum(USUAL_A_QUARTER) / 2): (
                "You compared twelve days with a whole quarter. Make both a number a day."
            ),
            _figure("permanent_applications", "2022-10-02") / 12: "That is applications a day. Compare it with the usual number a day.",
        },
        within=(_pace(USUAL_A_QUARTER[0]) - _pace(USUAL_A_QUARTER[1])) / 2,
    ),
}
