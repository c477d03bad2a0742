"""The timeline of events, coded by two coders and by the reader: the explorer of lesson 2."""

from functools import cache

import pandas as pd
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.words import timeline
from balancing_act.explorers.base import Explorer, choose, whole_number
from balancing_act.measures.words import DIRECTIONS, agreement, recode
from balancing_act.tables import load

CODINGS = {"direction_a": "the first coding", "direction_b": "the second coding"}
SELECTIONS = {
    "all": "all events of the table",
    "kazakhstan": "only what Kazakhstan did by itself",
    "article": "only what the article mentions",
    "not_article": "only what the article leaves out",
}
KINDS = {"all": "words, votes and deeds", "words": "only words", "votes": "only votes", "deeds": "only deeds"}
SOURCES = {"all": "all sources", "high": "only rows of high confidence"}
TURNS = {"2022-02-24": "the invasion", "2022-10-01": "the article"}
AS_CODED = "as coded"


@cache
def _events() -> pd.DataFrame:
    """The table events by event key."""
    return load("events").set_index("event")


class TimelineExplorer(Explorer):
    """Events on a timeline; choose the coding, the events and the window, or code an event anew, and see the balance shift.

    recoded: event key to direction, the reader's own codings; event and direction are the form that fills it.
    """

    coding = traitlets.Enum(list(CODINGS), default_value="direction_a")
    selection = traitlets.Enum(list(SELECTIONS), default_value="all")
    kind = traitlets.Enum(list(KINDS), default_value="all")
    sources = traitlets.Enum(list(SOURCES), default_value="all")
    first_year = traitlets.Int(2014)
    last_year = traitlets.Int(2026)
    turn = traitlets.Enum(list(TURNS), default_value="2022-02-24")
    event = traitlets.Enum(list(_events().index), default_value="referendums_statement")
    direction = traitlets.Enum([AS_CODED, *DIRECTIONS], default_value=AS_CODED)
    recoded = traitlets.Dict(value_trait=traitlets.Enum(list(DIRECTIONS)), key_trait=traitlets.Enum(list(_events().index)))

    @traitlets.observe("event", "recoded")
    def _show_direction(self, _change) -> None:
        self.direction = self.recoded.get(self.event, AS_CODED)

    @traitlets.observe("direction")
    def _recode(self, _change) -> None:
        others = {event: direction for event, direction in self.recoded.items() if event != self.event}
        self.recoded = others if self.direction == AS_CODED else {**others, self.event: self.direction}

    def chart(self) -> Chart:
        """The chart for the present state. Raises ValueError when no event is left."""
        events = _events()
        keep = events["date"].dt.year.between(self.first_year, self.last_year)
        if self.selection == "kazakhstan":
            keep &= events["actor"] == "kazakhstan"
        elif self.selection in ("article", "not_article"):
            keep &= events["in_article"] == (self.selection == "article")
        if self.kind != "all":
            keep &= events["kind"].map(_group) == self.kind
        if self.sources == "high":
            keep &= events["confidence"] == "high"
        shown = events[keep]
        coded = shown.assign(
            direction=recode(shown[self.coding], self.recoded),
            recoded=shown.index.isin(list(self.recoded)),
        )
        return timeline(coded, pd.Timestamp(self.turn), TURNS[self.turn], self._note(coded))

    def _note(self, coded: pd.DataFrame) -> str:
        """How far what is shown agrees with the other coding, and how the chosen event stands."""
        other = next(coding for coding in CODINGS if coding != self.coding)
        observed, expected = agreement(coded["direction"], coded[other]) if len(coded) else (1, 1)
        kappa = f"{(observed - expected) / (1 - expected):.2f}" if expected < 1 else "not defined"
        chosen = _events().loc[self.event]
        day = f"{chosen['date'].day} {chosen['date']:%B %Y}"
        return (
            f"It agrees with {CODINGS[other]} on {round(observed * len(coded))} of {len(coded)} events (kappa: {kappa}). "
            f"Coded by you: {len(self.recoded)}. The chosen event, {day}: {chosen['what']} "
            f"Coded {chosen['direction_a']} first, {chosen['direction_b']} second."
        )

    def controls(self):
        years = int(_events()["date"].dt.year.min()), int(_events()["date"].dt.year.max())
        return {
            "coding": choose("Coding", CODINGS),
            "selection": choose("Events", SELECTIONS),
            "kind": choose("Kind", KINDS),
            "sources": choose("Sources", SOURCES),
            "first_year": whole_number("First year", *years),
            "last_year": whole_number("Last year", *years),
            "turn": choose("Before and after", TURNS),
            "event": choose("Event to recode", {key: f"{row['date']:%Y-%m-%d} {row['what']}" for key, row in _events().iterrows()}),
            "direction": choose("Code it as", {AS_CODED: AS_CODED, **DIRECTIONS}),
        }


def _group(kind: str) -> str:
    return {"statement": "words", "vote": "votes"}.get(kind, "deeds")
