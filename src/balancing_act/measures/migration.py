"""Stocks and flows of people: what a rounded figure leaves open, the balance of a period, and a model of one wave.

A stock is counted on a day, a flow over a period: persons there, and crossings in and out. The two are tied by one equation,
stock after = stock before + entries - exits, which holds only if all four count the same people. The terms are those of the
United Nations, Recommendations on Statistics of International Migration, Revision 1 (1998).
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

MOBILISATION = pd.Timestamp("2022-09-21")
DAYS = pd.date_range("2022-01-01", "2023-12-31")
MODELLED = ("entries", "exits", "stock", "remaining")


def rounding(stated: int) -> tuple[float, float]:
    """The lowest and the highest number that rounds to a stated figure: half a unit of its last digit that is not nought.

    98,000 may stand for anything from 97,500 to 98,500, and 200,000 for 150,000 to 250,000. Raises ValueError below 1.
    """
    if stated < 1:
        raise ValueError(f"A rounded figure is at least 1, not {stated}.")
    unit = 1
    while stated % (10 * unit) == 0:
        unit *= 10
    return stated - unit / 2, stated + unit / 2


def net_flows(figures: pd.DataFrame) -> pd.DataFrame:
    """Entries, exits and their difference for each period for which one statement gives both.

    figures: rows of the table russian_citizens. Returns the columns period_start, period_end, said_by, entries, exits, net
    (crossings), in the order of the periods.
    """
    flows = figures[figures["measure"].isin(["entries", "exits"])].astype({"measure": str})
    wide = flows.pivot(index=["period_start", "period_end", "said_by"], columns="measure", values="persons")
    paired = wide.reindex(columns=["entries", "exits"]).dropna().astype("int64").assign(net=lambda table: table["entries"] - table["exits"])
    return paired.rename_axis(columns=None).reset_index()


@dataclass(frozen=True)
class Assumptions:
    """What the model of the wave supposes; the defaults are starting points, not findings.

    baseline: Russian citizens in the country before the mobilisation; usual: crossings a day, as many in as out, that have
    nothing to do with it; wave: persons who come because of it; half_arrived: days until half of them have come; settling:
    share of the wave that stays for good, 0 to 1; leaving: share of the others present who leave in a week, for home or
    onward, 0 to 1.
    """

    baseline: float = 130_000
    usual: float = 8_500
    wave: float = 120_000
    half_arrived: float = 10
    settling: float = 0.3
    leaving: float = 0.3


def simulate(assumptions: Assumptions, days: pd.DatetimeIndex = DAYS) -> dict[str, np.ndarray]:
    """Entries and exits of each day, and at its end the stock and those of the wave who remain.

    The fields of the assumptions may be numbers or arrays of n draws. days: consecutive days, the first of them before the
    mobilisation. Returns the four series by name as arrays of shape (days, n), n being 1 for numbers.

    Every half_arrived days, beginning with the mobilisation, half of those of the wave who are still to come arrive. Births,
    deaths and changes of citizenship are left out.
    """
    a = {field.name: np.atleast_1d(np.asarray(getattr(assumptions, field.name), dtype=float)) for field in fields(assumptions)}
    since = (days - MOBILISATION).days.to_numpy()[:, None]
    still_to_come = a["wave"] * 0.5 ** (np.maximum([since, since + 1], 0) / a["half_arrived"])
    arrivals = still_to_come[0] - still_to_come[1]
    stays = (1 - a["leaving"]) ** (1 / 7)
    unsettled = np.zeros(arrivals.shape)
    for day in range(1, len(days)):
        unsettled[day] = unsettled[day - 1] * stays + arrivals[day] * (1 - a["settling"])
    remaining = unsettled + a["settling"] * arrivals.cumsum(axis=0)
    left = arrivals - np.diff(remaining, axis=0, prepend=0)
    return {
        "entries": a["usual"] + arrivals,
        "exits": a["usual"] + left,
        "stock": a["baseline"] + remaining,
        "remaining": remaining,
    }


def draws(assumptions: Assumptions, spread: float, number: int = 200) -> Assumptions:
    """The same assumptions, each drawn anew and evenly from within a share (0 to 1) below and above its value.

    The draws are the same in every call, so that a difference between two results comes from the assumptions.
    """
    random = np.random.default_rng(6)
    factors = {field.name: random.uniform(1 - spread, 1 + spread, number) for field in fields(assumptions)}
    drawn = {name: getattr(assumptions, name) * factor for name, factor in factors.items()}
    shares = {name: np.clip(drawn[name], 0, 1) for name in ("settling", "leaving")}
    return Assumptions(**{**drawn, **shares})


def compare(simulated: dict[str, np.ndarray], figures: pd.DataFrame, days: pd.DatetimeIndex = DAYS) -> pd.DataFrame:
    """Each official figure the model speaks of beside what the model gives.

    figures: rows of the table russian_citizens; those that measure something else than MODELLED are left out. Returns them
    with the columns low, high (the ends of rounding), modelled, modelled_low and modelled_high (median, 5th and 95th
    percentile of the draws) and agrees: the two intervals meet.
    """
    figures = figures[figures["measure"].isin(MODELLED)].astype({"measure": str}).reset_index(drop=True)
    rows = []
    for figure in figures.itertuples():
        series = simulated[figure.measure]
        if figure.measure in ("entries", "exits"):
            within = (days >= figure.period_start) & (days <= figure.period_end)
            result = series[within].sum(axis=0)
        else:
            result = series[days.get_loc(figure.period_end)]
        rows.append([*rounding(figure.persons), *np.percentile(result, [50, 5, 95])])
    ends = pd.DataFrame(rows, columns=["low", "high", "modelled", "modelled_low", "modelled_high"])
    ends["agrees"] = (ends["modelled_low"] <= ends["high"]) & (ends["modelled_high"] >= ends["low"])
    return figures.join(ends)
