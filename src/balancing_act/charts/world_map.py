"""The world by vote: one roll call of the General Assembly as a map of its 193 members.

Shapes come from data/world_map.json (made by tools/world_map.py, which names their source); borders imply no endorsement.
"""

import hashlib
import html
import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from balancing_act.charts.base import PALETTE, Chart, PlainTable
from balancing_act.tables import data_folder, rows

if TYPE_CHECKING:
    import pandas as pd

VOTES = {
    "yes": "Yes",
    "abstain": "Abstained",
    "no": "No",
    "not_voting": "Not voting",
    "not_found": "Not found",
}
DID = {
    "yes": "{} voted Yes",
    "abstain": "{} abstained",
    "no": "{} voted No",
    "not_voting": "{} did not vote",
    "not_found": "for {} no vote was found in our sources",
}
CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")

# Each vote has a colour and a pattern, so that neither is needed alone. A vote that was not found is an empty, dashed shape.
COLOURS = {"yes": PALETTE["blue"], "abstain": "#F6CF71", "no": "#8C2D04", "not_voting": "#707070"}
_MARKS = {
    "yes": "",
    "abstain": f'<path d="M-4 4 4-4M0 16 16 0M12 20 20 12" stroke="{PALETTE["vermilion"]}" stroke-width="4"/>',
    "no": '<path d="M0 8H16M8 0V16" stroke="#FFF" stroke-width="2"/>',
    "not_voting": '<circle cx="8" cy="8" r="3.2" fill="#FFF"/>',
}
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")

# The layout, in units of the picture: the world, below its empty left the inset of Central Asia, and at the foot the legend.
_WORLD_LEFT = 112
_INSET_TOP = 640
_LEGEND_LEFT, _LEGEND_STEP = 630, 284
_CIRCLE = 8
# How far each name in the inset stands from its label point.
_NUDGE = {"KAZ": (0, 0), "KGZ": (36, 0), "TJK": (26, 34), "TKM": (-6, 24), "UZB": (-62, -22)}


@cache
def geometry() -> dict:
    """The shapes: for the world and the inset of Central Asia the size, the plain land, and per member label point and path."""
    return json.loads((data_folder() / "world_map.json").read_text(encoding="utf-8"))


@cache
def members() -> dict[str, str]:
    """English name of each of the 193 members by ISO code, in alphabetical order of the names."""
    countries = sorted(rows("countries"), key=lambda country: unicodedata.normalize("NFKD", country["name"]).casefold())
    return {country["iso3"]: country["name"] for country in countries}


def vote_map(votes: "pd.DataFrame", title: str) -> Chart:
    """A map of how each member voted in one roll call, with a sentence and a table that say the same.

    votes: one row a member, columns iso3 and vote (yes, abstain, no or not_voting), as in the table ukraine_votes.
    A member without a row is shown as not found, which is not the same as not voting. Raises ValueError for missing
    columns, a code that is no member, a member with two rows, and an unknown vote.
    """
    if missing := [column for column in ("iso3", "vote") if column not in votes.columns]:
        raise ValueError(f"The table of votes needs the columns iso3 and vote; it lacks {' and '.join(missing)}.")
    by_member = complete(zip(votes["iso3"], votes["vote"], strict=True))
    name = "map-" + hashlib.sha256(f"{title}{sorted(by_member.items())}".encode()).hexdigest()[:8]
    return Chart(title, draw(by_member, title, name), sentence(by_member), table(by_member))


def complete(votes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The vote of every member by ISO code, ``not_found`` where the pairs of code and vote give none. Errors as in ``vote_map``."""
    known = {}
    allowed = [vote for vote in VOTES if vote != "not_found"]
    for iso3, vote in votes:
        if iso3 not in members():
            raise ValueError(f"{iso3!r} is not the ISO code of a member of the United Nations; see the table countries.")
        if iso3 in known:
            raise ValueError(f"{iso3} has more than one row. Keep the rows of one resolution only.")
        if vote not in allowed:
            raise ValueError(
                f"{iso3} has the vote {vote!r}; a vote is one of {', '.join(allowed)}. Leave out members whose vote is not known."
            )
        known[iso3] = vote
    return {iso3: known.get(iso3, "not_found") for iso3 in members()}


def counts(by_member: dict[str, str]) -> dict[str, int]:
    """How many members cast each vote."""
    votes = list(by_member.values())
    return {vote: votes.count(vote) for vote in VOTES}


def word(vote: str) -> str:
    """A vote within a sentence: Yes, abstained, No, not voting, not found."""
    return VOTES[vote] if vote in ("yes", "no") else VOTES[vote].lower()


def label(iso3: str, vote: str) -> str:
    """What a member did: "Kazakhstan: abstained"."""
    return f"{members()[iso3]}: {word(vote)}"


def sentence(by_member: dict[str, str]) -> str:
    """The map in words: the tally and the votes of Central Asia."""
    n = counts(by_member)
    tally = f"{n['yes']} Yes, {n['no']} No, {n['abstain']} abstaining, {n['not_voting']} not voting"
    if n["not_found"]:
        tally = f"Our sources give the votes of {len(by_member) - n['not_found']} of {len(by_member)} members: {tally}"
    said = []
    for vote, did in DID.items():
        if names := [members()[iso3] for iso3 in CENTRAL_ASIA if by_member[iso3] == vote]:
            said.append(did.format(" and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))))
    return f"{tally}. In Central Asia, {'; '.join(said)}."


def table(by_member: dict[str, str]) -> PlainTable:
    """One row a vote: how many members cast it, and which."""
    names = {vote: [members()[iso3] for iso3 in by_member if by_member[iso3] == vote] for vote in VOTES}
    return PlainTable(("vote", "count", "members"), tuple((VOTES[vote], len(who), "; ".join(who)) for vote, who in names.items()))


def draw(by_member: dict[str, str], title: str, name: str, selected: str = "") -> str:
    """The picture as an ``<svg>`` element.

    name: what its ids begin with, unique on the page; selected: ISO code of a member to put a ring around. Every member
    has one element of class ``member`` with the attribute data-iso3, those in the inset a second one there; the legend's
    counts carry data-count.
    """
    world, inset = geometry()["world"], geometry()["central_asia"]
    width = world["size"][0] + _WORLD_LEFT
    height = _INSET_TOP + inset["size"][1] + 4
    paint = ";".join(f"--{vote}:url(#{name}-{vote})" for vote in COLOURS)
    return (
        f'<svg class="world-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-text" style="aspect-ratio:{width}/{height};{paint}">'
        f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-text">{html.escape(sentence(by_member))}</desc>'
        f"<style>{_STYLE}</style><defs>{''.join(_pattern(vote, name) for vote in COLOURS)}</defs>"
        f'<g class="world" transform="translate({_WORLD_LEFT})">{_shapes(world, by_member, name, selected)}</g>'
        f'<g class="inset" transform="translate(2 {_INSET_TOP})">{_inset(inset, by_member, name, selected)}</g>'
        f'<g class="legend" transform="translate({_LEGEND_LEFT} {height - 84})">{_legend(by_member)}</g></svg>'
    )


def _pattern(vote: str, name: str) -> str:
    return (
        f'<pattern id="{name}-{vote}" width="16" height="16" patternUnits="userSpaceOnUse">'
        f'<rect width="16" height="16" fill="{COLOURS[vote]}"/>{_MARKS[vote]}</pattern>'
    )


def _shapes(part: dict, by_member: dict[str, str], name: str, selected: str) -> str:
    """Plain land, then members as paths, the small ones as circles above them, Central Asia last so that its outline stays whole."""

    def shape(iso3):
        place, vote = part["members"][iso3], by_member[iso3]
        about = f'class="member {vote}" id="{name}-{iso3}" data-iso3="{iso3}"'
        title = f"<title>{html.escape(label(iso3, vote))}</title>"
        if "path" in place:
            return f'<path {about} d="{place["path"]}">{title}</path>'
        x, y = place["label"]
        return f'<circle {about} cx="{x}" cy="{y}" r="{_CIRCLE}">{title}</circle>'

    drawn = [iso3 for iso3 in by_member if iso3 in part["members"]]
    others = sorted((iso3 for iso3 in drawn if iso3 not in CENTRAL_ASIA), key=lambda iso3: "path" not in part["members"][iso3])
    ring = 2 * f'<use class="ring" href="#{name}-{selected}"/>' if selected else ""
    return (
        f'<path class="land" d="{part["land"]}"/><g class="members"><g class="neighbours">{"".join(map(shape, others))}</g>'
        f'<g class="central-asia">{"".join(shape(iso3) for iso3 in drawn if iso3 in CENTRAL_ASIA)}</g></g>{ring}'
    )


def _inset(part: dict, by_member: dict[str, str], name: str, selected: str) -> str:
    width, height = part["size"]
    names = ""
    for iso3, (dx, dy) in _NUDGE.items():
        x, y = part["members"][iso3]["label"]
        names += f'<text class="name" x="{x + dx}" y="{y + dy}">{members()[iso3]}</text>'
    return (
        f'<rect class="sea" width="{width}" height="{height}"/>'
        f'{_shapes(part, by_member, name + "-inset", selected)}<rect class="frame" width="{width}" height="{height}"/>{names}'
    )


def _legend(by_member: dict[str, str]) -> str:
    return "".join(
        f'<g transform="translate({i * _LEGEND_STEP})"><rect class="{vote}" width="48" height="64"/>'
        f'<text x="60" y="24">{VOTES[vote]}</text><text class="count" data-count="{vote}" x="60" y="64">{n}</text></g>'
        for i, (vote, n) in enumerate(counts(by_member).items())
    )
