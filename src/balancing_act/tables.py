"""The course's tables: one CSV file each, described in data/datapackage.json.

``load`` gives a typed DataFrame, ``rows`` the same as plain Python values, ``describe`` a data card, ``cite`` a reference. Field
types follow the Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/):

==========  ============  ===============================================================
schema      plain         pandas
==========  ============  ===============================================================
string      ``str``       ``str``; a categorical with the stated values where the field has an ``enum``
integer     ``int``       ``int64`` where the field is required, else nullable ``Int64``
number      ``float``     ``float64``
boolean     ``bool``      ``bool`` where the field is required, else nullable ``boolean``
date        ``date``      ``datetime64``
year        ``int``       ``int64`` where the field is required, else nullable ``Int64``
missing     ``None``      missing
==========  ============  ===============================================================
"""

import csv
import difflib
import html
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class TableError(ValueError):
    """A table that does not exist, or a value in it that does not fit its field."""


@cache
def data_folder() -> Path:
    """The folder that holds the tables: inside the installed package, or data/ of the checkout it runs from."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parents[1] / "data"):
        if (folder / "datapackage.json").exists():
            return folder
    raise TableError(
        f"The course's data folder is missing: neither {package / 'data'} nor {package.parents[1] / 'data'} holds a "
        "datapackage.json. Install the package again: pip install --force-reinstall balancing-act, or, in a checkout, make lab."
    )


@cache
def package() -> dict:
    """The data package descriptor (data/datapackage.json) as a dict."""
    return json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    """The names of all tables, in the order of the data package."""
    return [resource["name"] for resource in package()["resources"]]


def resource(name: str) -> dict:
    """The description of one table: title, fields, sources, licence, gaps, disputes.

    Raises TableError for an unknown name, with the nearest names there are.
    """
    for found in package()["resources"]:
        if found["name"] == name:
            return found
    near = difflib.get_close_matches(str(name), names(), n=3, cutoff=0.4)
    guess = f" Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
    raise TableError(f"There is no table {name!r}.{guess} All tables: {', '.join(names())}.")


def load(name: str) -> "pd.DataFrame":
    """Load a table as a DataFrame with the types its description states. Each call gives a fresh copy.

    Raises TableError for an unknown name, and for a value that does not fit its field: the message names the table,
    the line of the file and the field.
    """
    description = resource(name)
    return read(data_folder() / description["path"], description)


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a table as dicts by field, with plain values; None where one is missing. Needs no pandas. Errors as in ``load``."""
    description = resource(name)
    columns = _columns(data_folder() / description["path"], description)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def read(path: Path, description: dict) -> "pd.DataFrame":
    """Read one CSV file by a Frictionless resource description (see ``load``)."""
    # Imported here, because a browser's Python may have no pandas, and the maps need none.
    import pandas as pd  # noqa: PLC0415

    def dtype(field):
        constraints = field.get("constraints", {})
        if "enum" in constraints:
            return pd.CategoricalDtype(constraints["enum"])
        return _DTYPES[field["type"]][not constraints.get("required", False)]

    columns = _columns(path, description)
    return pd.DataFrame({field["name"]: pd.Series(columns[field["name"]], dtype=dtype(field)) for field in description["schema"]["fields"]})


def _number(text: str) -> float:
    if math.isnan(number := float(text)):
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d").date()


# By type of field: from text to value, and what is wrong with a text that is none.
_KINDS: dict[str, tuple[Callable[[str], Any], str]] = {
    "string": (str, ""),
    "integer": (int, "is not a whole number"),
    "year": (int, "is not a whole number"),
    "number": (_number, "is not a number"),
    "boolean": (_boolean, "is neither true nor false"),
    "date": (_date, "is not a date like 2022-10-12"),
}
# By type of field: the pandas type of a required field, and that of one which may be missing.
_DTYPES = {
    "string": ("str", "str"),
    "integer": ("int64", "Int64"),
    "year": ("int64", "Int64"),
    "number": ("float64", "float64"),
    "boolean": ("bool", "boolean"),
    "date": ("datetime64[us]", "datetime64[us]"),
}


def _columns(path: Path, description: dict) -> dict[str, list]:
    """The typed values of one CSV file by field, None where one is missing."""
    table, schema = description["name"], description["schema"]
    expected = [field["name"] for field in schema["fields"]]
    width = len(expected)
    # One list of texts, line by line: in a table of 90,000 rows, as many small lists take three times as long.
    texts = []
    with path.open(encoding="utf-8", newline="") as file:
        lines = filter(None, csv.reader(file))
        if (header := next(lines, [])) != expected:
            raise TableError(f"Table {table}: the file has the columns {header}, its description says {expected}.")
        for line in lines:
            if len(line) != width:
                number = len(texts) // width + 2
                raise TableError(f"Table {table}, line {number}: {len(line)} values, where the table has {width} columns.")
            texts += line
    missing = schema.get("missingValues", [""])
    return {field["name"]: _typed(texts[place::width], field, table, missing) for place, field in enumerate(schema["fields"])}


def _typed(column: list[str], field: dict, table: str, missing: list[str]) -> list:
    constraints = field.get("constraints", {})
    if field["type"] not in _KINDS:
        raise TableError(f"Table {table}: field {field['name']} has the type {field['type']!r}, which this course does not use.")
    convert, complaint = _KINDS[field["type"]]
    # Each text is judged once: most columns have few.
    values = {}
    for text in dict.fromkeys(column):
        if text in missing:
            values[text] = None
            wrong = "is missing, and the field is required" if constraints.get("required", False) else ""
        elif text not in constraints.get("enum", [text]):
            wrong = f"is not one of {', '.join(constraints['enum'])}"
        else:
            try:
                values[text], wrong = convert(text), ""
            except (ValueError, KeyError):
                wrong = complaint
        if wrong:
            # The header is line 1 of the file, so the first row stands in line 2.
            raise TableError(f"Table {table}, line {column.index(text) + 2}, field {field['name']}: {text!r} {wrong}.")
    return list(map(values.__getitem__, column))


# A table typed from many pages names the page in each row; a list of them all would bury the rest.
SHORT_LIST = 8
ROW_BY_ROW = 'pages and data sets, named row by row in the field source; their addresses are in the table "sources"'


def cite(name: str) -> str:
    """One paragraph to put under a chart or into an essay: the table, its sources with addresses, its licence."""
    about = resource(name)
    sources = about["sources"]
    listed = "; ".join(f"{source['title']} ({source['path']})" for source in sources)
    compiled = listed if len(sources) <= SHORT_LIST else f"{len(sources)} {ROW_BY_ROW}"
    table = f'table "{name}" ({about["title"]}), version {package()["version"]}'
    return f"Balancing Act, {table}. Compiled from: {compiled}. {about['licenses'][0]['title']}"


@dataclass(frozen=True)
class Card:
    """A data card: what a table is, one row, its fields and units, sources, gaps and disputes."""

    about: dict

    def __str__(self) -> str:
        return to_markdown(self.about)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        a, e = self.about, html.escape
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left"><code>{e(f["name"])}</code></th><td>{e(f["type"])}</td>'
            f'<td style="text-align:left">{e(f["description"])}</td></tr>'
            for f in a["schema"]["fields"]
        )
        parts = [f"<p><strong>{e(a['title'])}</strong> (<code>{e(a['name'])}</code>). {e(a['description'])}</p>"]
        parts.append(f"<p>One row is {e(a['row'])}. {a['rows']:,} rows. {e(a['coverage'])} {_lessons(a)}</p>")
        parts.append(
            '<table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning and unit</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
        for heading, key in (("Known gaps", "gaps"), ("Disputed", "disputes")):
            if a.get(key):
                parts.append(f"<p>{heading}</p><ul>{''.join(f'<li>{e(item)}</li>' for item in a[key])}</ul>")
        sources = "".join(f'<li><a href="{e(s["path"])}">{e(s["title"])}</a></li>' for s in a["sources"])
        opened = " open" if len(a["sources"]) <= SHORT_LIST else ""
        parts.append(f"<details{opened}><summary>Sources: {len(a['sources'])}</summary><ul>{sources}</ul></details>")
        parts.append(f"<p>{e(a['licenses'][0]['title'])}</p>")
        return "".join(parts)


def describe(name: str) -> Card:
    """The data card of a table, readable in a notebook and as plain text."""
    return Card(resource(name))


def _lessons(about: dict) -> str:
    return f"Lessons: {', '.join(str(lesson) for lesson in about['lessons'])}."


def to_markdown(about: dict) -> str:
    """A data card as Markdown, from a resource description."""
    lines = [f"## {about['title']} (`{about['name']}`)", "", about["description"], ""]
    lines += [f"One row is {about['row']}. {about['rows']:,} rows. {about['coverage']} {_lessons(about)}", ""]
    lines += ["| field | type | meaning and unit |", "| --- | --- | --- |"]
    lines += [f"| `{f['name']}` | {f['type']} | {f['description']} |" for f in about["schema"]["fields"]]
    for heading, key in (("Known gaps", "gaps"), ("Disputed", "disputes")):
        if about.get(key):
            lines += ["", f"{heading}:", "", *(f"- {item}" for item in about[key])]
    if len(about["sources"]) <= SHORT_LIST:
        lines += ["", "Sources:", "", *(f"- [{s['title']}]({s['path']})" for s in about["sources"])]
    else:
        lines += ["", f"Sources: {len(about['sources'])} {ROW_BY_ROW}."]
    lines += ["", about["licenses"][0]["title"]]
    return "\n".join(lines) + "\n"
