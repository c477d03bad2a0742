"""The world by vote on each resolution about Ukraine: the first explorer of lesson 3.

The state is two traits, ``resolution`` and ``country``. What is shown for a state is the plain data that ``view`` works
out; vote_map.js only writes it into the page, and the map itself is drawn once, by balancing_act.charts.world_map.
"""

import html
import math
from collections import Counter
from functools import cache
from pathlib import Path
from uuid import uuid4

import traitlets

from balancing_act.charts import world_map
from balancing_act.charts.base import Chart
from balancing_act.explorers.base import MapExplorer, known
from balancing_act.tables import rows

PEERS = (*world_map.CENTRAL_ASIA, "RUS", "BLR", "CHN", "UKR", "USA")
LETTERS = {"yes": "Y", "abstain": "A", "no": "N", "not_voting": "\N{EN DASH}", "not_found": "?"}
_CSS = Path(__file__).with_suffix(".css")


class VoteMap(MapExplorer):
    """A map of the 193 members by vote on one resolution, with controls to step through all 27.

    resolution: document symbol, as in the table ukraine_resolutions; country: ISO code of the member to follow. Set them
    from code or through the controls; an unknown value raises TraitError with the nearest known one.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = _CSS
    STATE = ("resolution", "country")

    resolution = traitlets.Unicode("A/RES/ES-11/4").tag(sync=True)
    country = traitlets.Unicode("KAZ").tag(sync=True)

    @traitlets.validate("resolution")
    def _known_resolution(self, proposal):
        return known(proposal["value"], list(resolutions()), "resolution", "The table ukraine_resolutions lists them all.")

    @traitlets.validate("country")
    def _known_country(self, proposal):
        return known(proposal["value"], list(world_map.members()), "country", "The table countries lists them all.")

    def chart(self) -> Chart:
        by_member = votes(self.resolution)
        svg = world_map.draw(by_member, self.view["title"], f"map-{uuid4().hex[:8]}", self.country)
        return Chart(self.view["title"], svg, self.view["text"], world_map.table(by_member))

    def _view(self):
        return view(*self._state())

    def _page(self, name):
        return page(*self._state(), name)

    def _moves(self):
        return moves()

    def _words(self):
        return f'<style>{_CSS.read_text(encoding="utf-8")}</style><div class="vote-map">{strip(self.resolution)}</div>'


@cache
def resolutions() -> dict[str, dict]:
    """The rows of the table ukraine_resolutions by document symbol, in the order of the votes."""
    return {row["resolution"]: row for row in rows("ukraine_resolutions")}


@cache
def _all_votes() -> dict[str, dict[str, str]]:
    pairs = {symbol: [] for symbol in resolutions()}
    for row in rows("ukraine_votes"):
        pairs[row["resolution"]].append((row["iso3"], row["vote"]))
    return {symbol: world_map.complete(given) for symbol, given in pairs.items()}


def votes(resolution: str) -> dict[str, str]:
    """The vote of each of the 193 members by ISO code; ``not_found`` where our sources do not give it."""
    return _all_votes()[resolution]


def view(resolution: str, country: str) -> dict:
    """All that the page shows for a state.

    previous, next: the neighbouring resolutions, missing at the ends; title, text, said: what is shown, what it shows,
    what the chosen country did; votes, labels and, for the ten members of the strip, here: by ISO code; counts: by vote;
    table: HTML of the members by vote.
    """
    by_member = votes(resolution)
    order = list(resolutions())
    here = order.index(resolution)
    return {
        "resolution": resolution,
        "country": country,
        "previous": order[here - 1] if here > 0 else None,
        "next": order[here + 1] if here + 1 < len(order) else None,
        "title": heading(resolution),
        "text": f"{world_map.sentence(by_member)}{_official(resolution)}",
        "said": said(resolution, country),
        "votes": by_member,
        "labels": {iso3: world_map.label(iso3, vote) for iso3, vote in by_member.items()},
        "here": {iso3: world_map.word(by_member[iso3]) for iso3 in PEERS},
        "counts": world_map.counts(by_member),
        "table": world_map.table(by_member).to_html(),
    }


def heading(resolution: str) -> str:
    """Symbol, day and subject: "A/RES/ES-11/4 of 12 October 2022: Territorial integrity: the referenda rejected"."""
    name = _name(resolution)
    return f"{name[0].upper()}{name[1:]}: {resolutions()[resolution]['title']}"


def _has_symbol(resolution: str) -> bool:
    """Whether the document symbol is known; the table gives the date in its place where it was not found."""
    return resolution.startswith("A/RES/")


def _name(resolution: str) -> str:
    date = resolutions()[resolution]["date"]
    return f"{resolution if _has_symbol(resolution) else 'the resolution'} of {date.day} {date:%B %Y}"


def _official(resolution: str) -> str:
    """The official tally, where it is more than the votes we have."""
    row = resolutions()[resolution]
    if row["members_listed"] == len(world_map.members()):
        return ""
    absent = "the number not voting was not found" if row["not_voting"] is None else f"{row['not_voting']} not voting"
    return f" The official tally is {row['yes']} Yes, {row['no']} No, {row['abstain']} abstaining, {absent}."


def said(resolution: str, country: str) -> str:
    """What one member did, with how many did the same by the official tally: "Kazakhstan abstained on … (35 abstained)." """
    vote, name = votes(resolution)[country], world_map.members()[country]
    if vote == "not_found":
        return f"The vote of {name} on {_name(resolution)} was not found in our sources; that does not mean it did not vote."
    same = resolutions()[resolution][vote]
    many = "the number of others was not found" if same is None else world_map.DID[vote].format(same)
    return f"{world_map.DID[vote].format(name)} on {_name(resolution)} ({many})."


@cache
def moves() -> dict[str, dict[str, str]]:
    """Where each arrow key leads from each member: to the nearest label point that lies roughly that way."""
    points = {iso3: place["label"] for iso3, place in world_map.geometry()["world"]["members"].items()}
    arrows = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
    found = {}
    for iso3, (x, y) in points.items():
        found[iso3] = {}
        for arrow, (right, down) in arrows.items():
            ahead = {}
            for other, (ox, oy) in points.items():
                along, across = (ox - x) * right + (oy - y) * down, abs((ox - x) * down + (oy - y) * right)
                # Within 56 degrees of the arrow: narrower, and nothing lies above Kazakhstan.
                if along > 0 and across <= 1.5 * along:
                    ahead[other] = math.hypot(along, across)
            if ahead:
                found[iso3][arrow] = min(ahead, key=ahead.get)
    return found


def page(resolution: str, country: str, name: str) -> str:
    """The page of the explorer as HTML, its ids beginning with name. What depends on the state is written into it from ``view``."""
    symbols = "".join(
        f'<option value="{symbol}">{row["date"]:%Y-%m-%d}, {symbol if _has_symbol(symbol) else "symbol not found"}: '
        f"{html.escape(row['title'])} ({row['yes']} Yes, {row['no']} No, {row['abstain']} abstaining)</option>"
        for symbol, row in resolutions().items()
    )
    countries = "".join(f'<option value="{iso3}">{html.escape(member)}</option>' for iso3, member in world_map.members().items())
    return (
        '<div class="vote-map"><div class="controls">'
        f'<label class="wide">Resolution <select data-part="resolution">{symbols}</select></label>'
        '<button type="button" data-part="previous" aria-label="Previous resolution">Previous</button>'
        '<button type="button" data-part="next" aria-label="Next resolution">Next</button>'
        f'<label>Find a country <select data-part="country">{countries}</select></label></div>'
        f'<p class="said" role="status" data-part="said">{html.escape(said(resolution, country))}</p>'
        f"{world_map.draw(votes(resolution), heading(resolution), name, country)}"
        '<p class="text"><strong data-part="title"></strong>. <span data-part="text"></span></p>'
        f'{strip(resolution)}<details><summary>All members by vote</summary><div data-part="table"></div></details></div>'
    )


def strip(resolution: str) -> str:
    """Ten members on all resolutions as an HTML table: the present vote in words, then a letter a vote, by year."""
    years = Counter(row["date"].year for row in resolutions().values())
    groups = "".join(
        f'<th scope="colgroup" colspan="{n}" aria-label="{year}">\N{RIGHT SINGLE QUOTATION MARK}{year % 100}</th>'
        for year, n in years.items()
    )
    columns = "<col><col>" + "".join(f'<colgroup span="{n}"></colgroup>' for n in years.values())

    def cell(symbol, iso3):
        vote = votes(symbol)[iso3]
        return f'<td class="{vote}{" current" if symbol == resolution else ""}" data-resolution="{symbol}">{LETTERS[vote]}</td>'

    rows = "".join(
        f'<tr><th scope="row">{html.escape(world_map.members()[iso3])}</th>'
        f'<td class="here" data-here="{iso3}">{world_map.word(votes(resolution)[iso3])}</td>'
        f"{''.join(cell(symbol, iso3) for symbol in resolutions())}</tr>"
        for iso3 in PEERS
    )
    key = ", ".join(f'<span class="{vote}">{letter}</span> {world_map.word(vote)}' for vote, letter in LETTERS.items())
    colours = ";".join(f"--{vote}: {colour}" for vote, colour in world_map.COLOURS.items())
    head = f'<tr><th scope="col">Member</th><th scope="col">On the map</th>{groups}</tr>'
    return (
        f'<div class="strip" style="{colours}"><p>Ten members on all {len(resolutions())} resolutions, '
        f"the one on the map outlined: {key}.</p>"
        # Where the table is wider than the page it scrolls, by keyboard too.
        '<div class="scroll" role="region" tabindex="0" aria-label="Ten members on all resolutions">'
        f"<table>{columns}<thead>{head}</thead><tbody>{rows}</tbody></table></div></div>"
    )
