"""Every figure, date and quotation in the prose of lessons and tasks is tied to a row, a computation or a page.

A binding says where a figure comes from. <notebook>.yml lists them by cell: the figure as it stands in the text, then

- an expression, computed from the tables with the functions below: ``cell("census_totals", "persons", year=2021)``;
- ``page PART`` for a figure or a quotation of a page that the notebook links to; PART is a part of its address;
- ``source KEY`` for a date in the title or the note of a row in data/sources.csv;
- ``example`` for a number that a task makes up, ``definition`` for one that belongs to a term ("from 0 to 1");
- ``ours`` for words in quotation marks that quote nobody.

Numbers in words are bound in the same way, in small letters: from eleven on as "thirteen"; smaller ones with what they count, if that
is of the data, of an argument or a span of time ("four of the five states", "two weeks"); parts of a whole as "two fifths", "by a third".

What needs no entry, because a rule ties it: dates and years that stand in the tables which the notebook loads (or names under
``tables``, where code in src/ loads them), symbols of resolutions, references to paragraphs, lessons and tasks, points and
minutes, and quotations of the article and of statements.
"""

import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml
from answer_cells import answer_cells
from prose import (
    DATE,
    LARGE,
    MONTH,
    MONTHS,
    NOTEBOOKS,
    NUMBER,
    POINTS,
    QUOTATION,
    REFERENCE,
    ROOT,
    SYMBOL,
    TASK,
    YEAR,
    counts,
    links,
    prose,
    read,
    take,
    without,
    worth,
)

from balancing_act import load
from balancing_act.argument.labelling import smallest_removals
from balancing_act.argument.model import read as argument
from balancing_act.checkpoints import lesson_02
from balancing_act.measures.forecasts import brier, calibration, under
from balancing_act.measures.migration import rounding
from balancing_act.tables import data_folder, names
from nbsealed.course import model_answer

# ---------------------------------------------------------------------------------------------------------------------------
# What a binding may say


@cache
def table(name: str) -> pd.DataFrame:
    return load(name)


def rows(name: str, **where) -> pd.DataFrame:
    """The rows of a table in which each named column has the value given (dates as text), or one of a list of values."""
    found = table(name)
    for column, value in where.items():
        values = value if isinstance(value, list) else [value]
        text = found[column].dt.strftime("%Y-%m-%d") if found[column].dtype.kind == "M" else found[column].astype(str)
        found = found[text.isin([str(each) for each in values])]
    return found


def cell(name: str, column: str, **where):
    """The value of one column in the one row that fits."""
    found = rows(name, **where)
    if len(found) != 1:
        raise LookupError(f"{len(found)} rows of {name} fit {where}; one should.")
    return found[column].item()


def count(name: str, **where) -> int:
    return len(rows(name, **where))


def total(name: str, column: str, **where):
    return rows(name, **where)[column].sum()


def fact(key: str, column: str = "found"):
    """What the article states, or what the course found, by the table fact_check."""
    return cell("fact_check", column, fact=key)


def citizens(measure: str, first: str, last: str) -> int:
    """An official figure on Russian citizens for one period."""
    return cell("russian_citizens", "persons", measure=measure, period_start=first, period_end=last)


def net(first: str, last: str) -> int:
    return citizens("entries", first, last) - citizens("exits", first, last)


def noted(measure: str, figure: str) -> float:
    """A figure that stands in the note of a row on Russian citizens."""
    return written_in(figure, rows("russian_citizens", measure=measure)["note"])


def noted_in(name: str, figure: str) -> float:
    """A figure that stands in the words of a table."""
    return written_in(figure, table(name).astype(object).fillna("").astype(str).agg(" ".join, axis=1))


def written_in(figure: str, texts: pd.Series) -> float:
    if not texts.dropna().str.contains(rf"\b{re.escape(figure)}\b").any():
        raise LookupError(f"{figure} is not there (any more).")
    return shown(figure)


def import_share(partner: str, year: int) -> float:
    """A partner's share of Kazakhstan's imports, in per cent, by the national series."""
    imports = rows("trade_partners", series="national", year=year, flow="imports").set_index("partner")["usd_million"]
    return 100 * imports[partner] / imports["World"]


def resolved(reading: str) -> tuple[pd.Series, pd.Series]:
    """Of all forecasts that the record resolves under a reading: how probable each sounds, and whether it came true."""
    record = table("resolution_rules").merge(table("forecast_outcomes"), on="rule").merge(table("forecasts"), on="forecast")
    decided = under(record, reading).query("outcome != 'unresolved'")
    chances = table("likelihood_words").astype({"word": object}).set_index("word")["likelihood"]
    return decided["sounds"].astype(object).map(chances), decided["outcome"] == "came_true"


def forecast_score(reading: str) -> float:
    return brier(*resolved(reading))


def surest(reading: str) -> int:
    """How many of these forecasts sound surest."""
    return calibration(*resolved(reading))["forecasts"].iloc[-1]


def whole(group: str) -> float:
    """The Soviet count of 1989, worked back from one group's persons and its published share."""
    share = cell("ethnic_shares", "percent", series="soviet_census", year=1989, group=group)
    return 100 * cell("census", "persons", year=1989, group=group) / share


def paragraph(number: int) -> int:
    """The number of a paragraph of the article."""
    return int(cell("article", "paragraph", paragraph=f"p{number}").removeprefix("p"))


def rests_on(claim: str) -> int:
    """How many of the article's statements must be rejected for a claim of its own to fall, when the article stands alone."""
    return len(smallest_removals(argument().article_alone, claim)[0])


@cache
def bibliography() -> list[dict]:
    return json.loads((data_folder() / "bibliography.json").read_text(encoding="utf-8"))


def issued(work: str) -> pd.Timestamp:
    """When a work of the bibliography was published; the first of the month or year where no day is known."""
    parts = next(each for each in bibliography() if each["id"] == work)["issued"]["date-parts"][0]
    return pd.Timestamp(*[*parts, 1, 1][:3])


FUNCTIONS = (
    table,
    rows,
    cell,
    count,
    total,
    fact,
    citizens,
    net,
    noted,
    noted_in,
    whole,
    import_share,
    forecast_score,
    surest,
    paragraph,
    issued,
    rests_on,
    rounding,
)
NAMES = {function.__name__: function for function in FUNCTIONS} | {"day": pd.Timestamp, "lesson_02": lesson_02}


def figures(text: str) -> list[tuple[str, bool]]:
    """The numbers of a text that need a binding."""
    return take(NUMBER, without(text, TASK, SYMBOL, REFERENCE, POINTS, DATE, YEAR))[0]


def shown(figure: str) -> float:
    if figure[0].isalpha():
        return worth(figure)
    scale = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
    number, _, word = figure.replace("−", "-").replace(",", "").partition(" ")
    return float(number) * scale.get(word, 1)


def step(figure: str, rough: bool) -> float:
    """The value of the last digit shown; of the last digit that is not nought for a figure said to be rough.

    Of a number in words that of its unit, "million" or 1, or 10 of a rough "thirty"; of a part of a whole a fifth of it.
    """
    if figure[0].isalpha():
        unit = next((unit for word, unit in LARGE.items() if word in figure), 10 if rough and worth(figure) % 10 == 0 else 1)
        return unit if worth(figure) >= 1 else worth(figure) / 5
    number, _, word = figure.replace("−", "").replace("-", "").replace(",", "").partition(" ")
    whole, _, part = number.partition(".")
    unit = 10.0 ** -len(part) if part else 10.0 ** (len(whole) - len(whole.rstrip("0"))) if rough and whole.strip("0") else 1.0
    return unit * abs(shown(f"1 {word}") if word else 1)


def fits(figure: str, rough: bool, value: float) -> bool:
    return abs(shown(figure) - float(value)) <= step(figure, rough) / 2 * (1 + 1e-9)


# ---------------------------------------------------------------------------------------------------------------------------
# The bindings


@cache
def written(name: str) -> dict:
    path = Path(__file__).parent / f"{name}.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def bindings(name: str) -> dict[str, dict[str, str]]:
    cells = {key: of_cell for key, of_cell in written(name).items() if key != "tables"}
    return {key: {str(figure): str(said) for figure, said in of_cell.items()} for key, of_cell in cells.items()}


def problem(text: str, rough: bool, said: str, linked: list[str]) -> str | None:
    """What is wrong with a binding; None if nothing is."""
    if said in ("example", "definition", "ours"):
        return None
    if said.startswith("page "):
        part = said.removeprefix("page ")
        return None if any(part in link for link in linked) else f"{text}: no link of this notebook holds {part}"
    if said.startswith("source "):
        row = rows("sources", source=said.removeprefix("source ")).iloc[0]
        return None if text in f"{row['title']} {row['note']}" else f"{text} stands neither in the title nor in the note of that source"
    value = eval(said, NAMES)
    if isinstance(value, pd.Timestamp):
        return None if of_a_row(text, pd.DatetimeIndex([value])) else f"the text says {text}, {said} gives {value:%d %B %Y}"
    return None if fits(text, rough, value) else f"the text says {text}, {said} gives {value:,}"


each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


def code(name: str) -> str:
    return "\n".join(each.source for each in read(name).cells if each.cell_type == "code")


@each_notebook
def test_every_figure_is_bound(name):
    bound = bindings(name)
    unbound = {key: [f for f, _ in figures(text) if f not in bound.get(key, {})] for key, text in prose(name).items()}
    assert not {key: found for key, found in unbound.items() if found}


@each_notebook
def test_every_number_in_words_is_bound(name):
    bound = bindings(name)
    unbound = {key: [words for words, _ in counts(text) if words not in bound.get(key, {})] for key, text in prose(name).items()}
    assert not {key: found for key, found in unbound.items() if found}


@each_notebook
def test_no_explanation_of_a_model_answer_holds_a_figure(name):
    answers = answer_cells(NOTEBOOKS[name])
    assert {key: found for key, cell in answers.items() if (found := figures(model_answer(cell)[1]))} == {}


@each_notebook
def test_every_binding_gives_the_figure_in_the_text(name):
    wrong, texts, linked = [], prose(name), links(name)
    for key, of_cell in bindings(name).items():
        text = texts.get(key, "")
        found = (
            figures(text) + counts(text) + [(f'"{words}"', False) for words in quotations(text)] + take(DATE, text)[0] + take(YEAR, text)[0]
        )
        for figure, said in of_cell.items():
            places = {rough for each, rough in found if each == figure}
            wrong += [] if places else [f"{key}: {figure} is not in the text (any more)"]
            wrong += [f"{key}: {fault}" for rough in places if (fault := problem(figure, rough, said, linked))]
    assert not wrong, "\n".join(wrong)


# ---------------------------------------------------------------------------------------------------------------------------
# What a rule ties


@cache
def days(name: str) -> pd.DatetimeIndex:
    """The days that stand in the tables which a notebook loads."""
    columns = [table(each)[column] for each in sorted(used(name)) for column in table(each) if table(each)[column].dtype.kind == "M"]
    return pd.DatetimeIndex(pd.concat(columns).dropna().unique()) if columns else pd.DatetimeIndex([])


def of_a_row(date: str, known: pd.DatetimeIndex) -> bool:
    """Whether every day that a text names (as "4 October", "29 and 30 September 2022", "April 2022") is a known one."""
    if re.match(r"\d{4}-", date):
        return any(day.isoformat().startswith(date) for day in known)
    month, year = MONTHS.index(re.search(MONTH, date)[0]) + 1, re.search(r"\d{4}$", date)
    fitting = known[(known.month == month) & ((known.year == int(year[0])) if year else True)]
    return {int(day) for day in re.findall(r"\b\d{1,2}\b", date)} <= set(fitting.day) and len(fitting) > 0


@cache
def used(name: str) -> set[str]:
    """The tables that a notebook loads, describes or cites."""
    return (set(re.findall(r"""(?:load|describe|cite)\("(\w+)"\)""", code(name))) & set(names())) | set(written(name).get("tables", []))


@cache
def years(name: str) -> set[str]:
    """The years that stand in these tables, or in the works of the bibliography that the notebook links to."""
    linked = links(name)
    works = [work for work in bibliography() if any(work.get("URL", "-") in link or work.get("DOI", "-") in link for link in linked)]
    texts = [path.read_text(encoding="utf-8") for each in used(name) for path in data_folder().glob(f"{each}.csv")]
    return set(YEAR.findall(re.sub("[-,]", " ", " ".join([*texts, json.dumps(works)]))))


@each_notebook
def test_every_year_stands_in_a_row_or_a_reference(name):
    bound = bindings(name)
    loose = {}
    for key, text in prose(name).items():
        found = take(YEAR, without(text, TASK, SYMBOL, DATE))[0]
        loose[key] = [year for year, _ in found if year not in years(name) and year not in bound.get(key, {})]
    assert not {key: found for key, found in loose.items() if found}


@each_notebook
def test_every_date_stands_in_a_row(name):
    bound = bindings(name)
    loose = {
        key: [date for date, _ in take(DATE, without(text, TASK))[0] if not of_a_row(date, days(name)) and date not in bound.get(key, {})]
        for key, text in prose(name).items()
    }
    assert not {key: found for key, found in loose.items() if found}


def quotations(text: str) -> list[str]:
    return QUOTATION.findall(text)


@cache
def quoted() -> str:
    """All that may be quoted without an entry: the article, statements, titles of works."""
    titles = [work["title"] for work in bibliography()]
    return "\n".join([*table("article_quotations")["text"], *table("statements")["text"], *titles]).casefold()


@each_notebook
def test_every_quotation_is_one(name):
    bound = bindings(name)
    loose = {
        key: [words for words in quotations(text) if words.casefold() not in quoted() and f'"{words}"' not in bound.get(key, {})]
        for key, text in prose(name).items()
    }
    assert not {key: found for key, found in loose.items() if found}


@each_notebook
def test_every_symbol_is_that_of_a_resolution(name):
    known = set(table("ukraine_resolutions")["resolution"]) | set(table("rollcalls")["resolution"].dropna())
    known |= set(re.findall(SYMBOL, " ".join(table("other_votes")["about"]))) | set(table("sources")["title"])
    symbols = {symbol for text in prose(name).values() for symbol, _ in take(SYMBOL, text)[0]}
    assert {symbol for symbol in symbols if not any(symbol in each for each in known)} == set()


@each_notebook
def test_every_reference_leads_somewhere(name):
    lessons = {int(path.name[:2]) for path in ROOT.glob("lessons/[0-9]*.ipynb")}
    text = "\n".join(prose(name).values())
    for word, number in re.findall(r"\b([Ll]esson|[Ss]et|[Pp]aragraph) (\d+)\b", text):
        assert int(number) in (range(14) if word.casefold() == "paragraph" else lessons), f"{word} {number}"


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name.startswith("ps")])
def test_points_and_minutes_are_what_the_grader_gives_and_add_up(name):
    """The table of tasks, the headings of the tasks and nbgrader's points say the same."""
    notebook = read(name)
    listed = {int(task): (int(points), int(minutes)) for task, _, points, minutes in TASK.findall(notebook.cells[0].source)}
    points, minutes = re.search(r"\*\*(\d+) points, about (\d+) minutes\b", notebook.cells[0].source).groups()
    assert (int(points), int(minutes)) == tuple(map(sum, zip(*listed.values(), strict=True)))
    headed, graded, task = {}, dict.fromkeys(listed, 0), None
    for each in notebook.cells:
        if heading := re.match(r"## Task (\d+)\. .*\((\d+) points?, (\d+) minutes\)", each.source):
            task = int(heading[1])
            headed[task] = int(heading[2]), int(heading[3])
            if parts := re.findall(r"^\*\*[a-z] \((\d+) points?\)\.", each.source, re.MULTILINE):
                assert sum(map(int, parts)) == headed[task][0], f"the parts of task {task}"
        if task and each.metadata.get("nbgrader", {}).get("grade"):
            graded[task] += each.metadata.nbgrader.points
    assert headed == listed
    assert graded == {task: points for task, (points, _) in listed.items()}


def test_changing_a_cell_of_a_table_breaks_the_sentence_that_quotes_it(monkeypatch):
    changed = table("russian_citizens").copy()
    changed.loc[changed["persons"] == 98_000, "persons"] = 89_000
    monkeypatch.setitem(globals(), "table", lambda name: changed if name == "russian_citizens" else load(name))
    with pytest.raises(AssertionError, match=r"the text says 98,000, .* gives 89,000"):
        test_every_binding_gives_the_figure_in_the_text("06_who_came_from_russia_in_2022")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About nineteen million citizens, in thirteen years.", {"nineteen million": 19e6, "thirteen": 13}),
        ("Four of the five states voted No, two weeks after.", {"four of the five states": 4, "two weeks": 2}),
        (
            "Fewer than nine in ten of the members; it fell by a third, to two fifths.",
            {"nine in ten": 0.9, "by a third": 1 / 3, "two fifths": 0.4},
        ),
        ("All twenty-seven, out of a hundred; the seventy-seventh session.", {"twenty-seven": 27, "a hundred": 100}),
        ("Two habits, one row, three dots, a third country, in million tonnes.", {}),
    ],
)
def test_numbers_in_words_are_found_with_their_value(text, found):
    assert {words: worth(words) for words, _ in counts(text)} == pytest.approx(found)


def test_a_number_in_words_that_no_longer_fits_is_named(monkeypatch):
    monkeypatch.setitem(globals(), "table", lambda name: load(name).iloc[1:] if name == "regions" else load(name))
    with pytest.raises(AssertionError, match=r"the text says twenty, .* gives 19"):
        test_every_binding_gives_the_figure_in_the_text("05_who_lives_in_the_north")
