"""Who came and who stayed: the explorer of lesson 6, a stock-flow model beside every official figure it speaks of."""

from functools import cache, lru_cache

import pandas as pd
import traitlets

from balancing_act.charts.base import Chart
from balancing_act.charts.migration import figures_met, people_there
from balancing_act.explorers.base import Explorer, choose, whole_number
from balancing_act.measures.migration import DAYS, MODELLED, Assumptions, compare, draws, simulate
from balancing_act.tables import load

VIEWS = {"people": "people in the country", "figures": "each official figure"}
WHOSE = {
    "all": "all who gave figures",
    "interior": "Ministry of the Interior",
    "labour": "Ministry of Labour",
    "consuls": "Russian consuls",
}
_SPEAKS = {"interior": "interior|migration service", "labour": "labour", "consuls": "consul"}


@cache
def _figures() -> pd.DataFrame:
    """The official figures that the model can be held against, each with the office it comes from."""
    figures = load("russian_citizens")
    # The figures of 4 October cover a morning, and the model knows whole days only.
    figures = figures[figures["measure"].isin(MODELLED) & ~figures["note"].fillna("").str.startswith("To about eleven")]
    office = pd.Series("", index=figures.index)
    for name, words in _SPEAKS.items():
        office[figures["said_by"].str.contains(words, case=False)] = name
    return figures.assign(office=office).sort_values(["period_end", "period_start", "measure"])


@cache
def _claimed() -> int:
    return int(load("fact_check").set_index("fact").loc["staying_353000", "stated"])


@lru_cache(maxsize=1)
def _simulated(assumed: Assumptions, spread: float) -> dict:
    """The draws of the model, kept while only the view or the office changes."""
    return simulate(draws(assumed, spread))


class WaveExplorer(Explorer):
    """A wave of arrivals, its departure and a baseline, beside the official figures; each assumption with a margin."""

    baseline = traitlets.Int(130_000, min=0, max=600_000)
    usual = traitlets.Int(8_500, min=0, max=30_000)
    wave = traitlets.Int(120_000, min=0, max=600_000)
    half_arrived = traitlets.Int(10, min=1, max=90)
    settling = traitlets.Int(30, min=0, max=100)
    leaving = traitlets.Int(30, min=0, max=100)
    margin = traitlets.Int(20, min=0, max=50)
    whose = traitlets.Enum(list(WHOSE), default_value="all")
    view = traitlets.Enum(list(VIEWS), default_value="people")

    def chart(self) -> Chart:
        """The chart for the present state."""
        assumed = Assumptions(self.baseline, self.usual, self.wave, self.half_arrived, self.settling / 100, self.leaving / 100)
        simulated = _simulated(assumed, self.margin / 100)
        figures = _figures()
        compared = compare(simulated, figures if self.whose == "all" else figures[figures["office"] == self.whose])
        text = self._text(simulated, compared)
        if self.view == "figures":
            return figures_met(compared, text)
        return people_there(DAYS, simulated, compared, (_claimed(), f"{_claimed():,} (the article, no source found)"), text)

    def _text(self, simulated: dict, compared: pd.DataFrame) -> str:
        there = {}
        for day in ("2022-10-04", "2022-12-31", "2023-12-31"):
            low, high = pd.Series(simulated["remaining"][DAYS.get_loc(day)]).quantile([0.05, 0.95]) / 1000
            there[day] = f"{low:.0f} to {high:.0f} thousand"
        low, high = pd.Series(simulated["stock"][DAYS.get_loc("2022-10-04")]).quantile([0.05, 0.95])
        claimed = "within" if low <= _claimed() <= high else "above" if _claimed() > high else "below"
        offices = compared.groupby("office", sort=False)["agrees"].agg(["sum", "size"])
        by_office = "; ".join(f"{WHOSE[office]} {row['sum']} of {row['size']}" for office, row in offices.iterrows())
        return (
            f"Of the wave, {there['2022-10-04']} are there on 4 October 2022, {there['2022-12-31']} at the end of that year and "
            f"{there['2023-12-31']} at the end of the next. On 4 October the country holds {low / 1000:.0f} to {high / 1000:.0f} thousand "
            f"Russian citizens; the {_claimed():,} of the article lie {claimed} that. Of {len(compared)} official figures "
            f"{compared['agrees'].sum()} agree with the model: {by_office}."
        )

    def controls(self):
        return {
            "baseline": whole_number("There before", 0, 600_000, step=10_000),
            "usual": whole_number("Usual a day", 0, 30_000, step=500),
            "wave": whole_number("Came as a wave", 0, 600_000, step=10_000),
            "half_arrived": whole_number("Half in (days)", 1, 90),
            "settling": whole_number("Settle, %", 0, 100, step=5),
            "leaving": whole_number("Leave, % a week", 0, 100, step=5),
            "margin": whole_number("Margin, ± %", 0, 50, step=5),
            "whose": choose("Figures of", WHOSE),
            "view": choose("Show", VIEWS),
        }
