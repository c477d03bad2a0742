"""Ties and their weight: trade by partner, concentration, oil by route, arms by supplier, and what a cut would remove.

A tie is a table of amounts: rows are years, columns are the parts of a whole (partners, routes, suppliers), and the parts
of a year add up to the whole.
"""

import pandas as pd

FLOWS = {"imports": ["imports"], "exports": ["exports"], "both": ["imports", "exports"]}
UNION = "European Union"
UNION_MEMBERS = ("France", "Germany", "Italy", "Netherlands", "Spain")  # those that the table trade_partners lists
NOT_LISTED = "not listed"
OIL_ROUTES = {
    "cpc": "CPC pipeline through Russia",
    "russia": "other routes through Russia",
    "past": "routes past Russia",
}


def turnover(trade: pd.DataFrame, flow: str = "both") -> pd.DataFrame:
    """Trade by partner. Rows: series and year; columns: partners, groups among them; million US dollars.

    trade: the table trade_partners. flow: imports, exports, or both, which adds them; a partner of which one direction is
    missing is missing there. Raises ValueError for an unknown flow.
    """
    if flow not in FLOWS:
        raise ValueError(f"flow is one of {', '.join(FLOWS)}; got {flow!r}.")
    rows = trade[trade["flow"].isin(FLOWS[flow])]
    cells = rows.groupby(["series", "year", "partner"], observed=True)["usd_million"].agg(["sum", "size"])
    return cells["sum"].where(cells["size"] == len(FLOWS[flow])).unstack("partner")


def partner_mix(trade: pd.DataFrame, flow: str, series: str, union: bool = False) -> pd.DataFrame:
    """The trade of one series as a tie: the listed countries and a last column for the countries not listed.

    union: put the European Union in the place of the members that are listed. Rows: years; million US dollars.
    """
    amounts = turnover(trade, flow).loc[series].dropna(axis="columns", how="all")
    groups = trade.loc[trade["group"], "partner"].unique()
    countries = [partner for partner in amounts if partner not in groups]
    if union:
        countries = [country for country in countries if country not in UNION_MEMBERS] + [UNION]
    mix = amounts[countries]
    return mix.assign(**{NOT_LISTED: amounts["World"] - mix.sum(axis="columns")})


def herfindahl(shares: pd.DataFrame) -> pd.DataFrame:
    """The Herfindahl-Hirschman index of each row: the sum of the squared shares, 0 (many small parts) to 1 (a single one).

    shares: between 0 and 1, one column a partner; what is missing to 1 belongs to partners that are not listed. Since the
    index then depends on how that rest is divided, two columns are returned: low, the rest split into countless small
    parts, and high, the rest a single partner. Introduced by A. O. Hirschman, National Power and the Structure of Foreign
    Trade (1945), as the square root of this sum and in per cent.
    """
    low = (shares**2).sum(axis="columns")
    rest = (1 - shares.sum(axis="columns")).clip(lower=0)
    return pd.DataFrame({"low": low, "high": low + rest**2})


def oil_by_route(routes: pd.DataFrame) -> pd.DataFrame:
    """Kazakh oil exports by route as a tie. Rows: years 2022 to 2025; columns: keys of OIL_ROUTES; million tonnes.

    routes: the table oil_routes. For 2022 and 2023 the other routes through Russia are what the stated totals leave; for
    2024 (January to October) and 2025 no total is stated, and the stated routes are added. Oil by the CPC is Kazakh oil
    where that is stated, else the oil of the three large fields, which is most of it.
    """
    best = {"kazakhstan": 0, "three_fields": 1}
    kazakh = routes[routes["origin"].isin(best)].assign(year=routes["period_start"].dt.year, rank=routes["origin"].map(best).astype(float))
    # Whole years, and the ten months of 2024.
    kazakh = kazakh[(kazakh["period_end"] - kazakh["period_start"]).dt.days > 300].sort_values("rank")
    stated = kazakh.groupby(["year", "route"], observed=True)["million_tonnes"].first().unstack("route").loc[2022:]
    past = stated["all_bypassing_russia"].fillna(stated["aktau_baku"] + stated["china"])
    russia = (stated["all_exports"] - stated["cpc"] - past).fillna(stated["atyrau_samara"] + stated["aktau_makhachkala"])
    return pd.DataFrame({"cpc": stated["cpc"], "russia": russia, "past": past})


def deliveries(arms: pd.DataFrame, recipient: str, years: int = 5) -> pd.DataFrame:
    """Deliveries of major arms as a tie, summed over a window of years. Rows: last year of the window; columns: suppliers.

    arms: the table arms. Millions of trend-indicator values. Deliveries come in lumps (one order of aircraft fills a year),
    so SIPRI itself compares windows of five years.
    """
    rows = arms[arms["recipient"] == recipient]
    by_year = rows.pivot(index="year", columns="supplier", values="tiv_million")
    by_year = by_year.reindex(range(arms["year"].min(), arms["year"].max() + 1)).fillna(0)
    return by_year.rolling(years).sum().dropna().round(6)


def cut(amounts: pd.Series, parts: list[str], replaced: float = 0.0) -> pd.Series:
    """What is left of a tie when some parts are cut and a share of them is replaced by the others, in proportion.

    amounts: one value a part; replaced: 0 (nothing) to 1 (everything). Returns the amounts after the cut, with the cut parts
    at 0. Raises ValueError when replaced is outside 0 to 1, or when nothing is left to replace them.
    """
    if not 0 <= replaced <= 1:
        raise ValueError(f"replaced is a share between 0 and 1; got {replaced}.")
    lost = amounts[parts].sum()
    left = amounts.copy()
    left[parts] = 0.0
    if replaced and left.sum() == 0:
        raise ValueError("Nothing is left that could replace what is cut: set replaced to 0.")
    return left + replaced * lost * left / left.sum() if replaced else left
