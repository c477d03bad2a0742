"""The course's tables: one CSV file each, described in data/datapackage.json.

``load`` gives a typed DataFrame, ``describe`` a data card, ``cite`` a reference. Field types follow the Frictionless
Table Schema (https://specs.frictionlessdata.io/table-schema/):

==========  ===============================================================
schema      pandas
==========  ===============================================================
string      ``str``; a categorical with the stated values where the field has an ``enum``
integer     ``int64`` where the field is required, else nullable ``Int64``
number      ``float64``
boolean     ``bool`` where the field is required, else nullable ``boolean``
date        ``datetime64``
year        ``int64`` where the field is required, else nullable ``Int64``
==========  ===============================================================
"""

import difflib
import html
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


def load(name: str) -> pd.DataFrame:
    """Load a table as a DataFrame with the types its description states. Each call gives a fresh copy.

    Raises TableError for an unknown name, and for a value that does not fit its field: the message names the table,
    the line of the file and the field.
    """
    description = resource(name)
    return read(data_folder() / description["path"], description)


def read(path: Path, description: dict) -> pd.DataFrame:
    """Read one CSV file by a Frictionless resource description (see ``load``)."""
    schema = description["schema"]
    missing = schema.get("missingValues", [""])
    text = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=missing, encoding="utf-8")
    expected = [field["name"] for field in schema["fields"]]
    if list(text.columns) != expected:
        raise TableError(f"Table {description['name']}: the file has the columns {list(text.columns)}, its description says {expected}.")
    columns = {field["name"]: _typed(text[field["name"]], field, description["name"]) for field in schema["fields"]}
    return pd.DataFrame(columns)


def _typed(column: pd.Series, field: dict, table: str) -> pd.Series:
    constraints = field.get("constraints", {})
    required = constraints.get("required", False)
    if required and column.isna().any():
        _refuse(table, field, column, column.isna(), "is missing, and the field is required")
    kind = field["type"]
    if kind == "string" and "enum" in constraints:
        allowed = constraints["enum"]
        _refuse(table, field, column, column.notna() & ~column.isin(allowed), f"is not one of {', '.join(allowed)}")
        return column.astype(pd.CategoricalDtype(allowed))
    if kind == "string":
        return column
    if kind in ("integer", "year"):
        number = pd.to_numeric(column, errors="coerce")
        _refuse(table, field, column, column.notna() & (number.isna() | (number % 1 != 0)), "is not a whole number")
        return number.astype("int64" if required else "Int64")
    if kind == "number":
        number = pd.to_numeric(column, errors="coerce")
        _refuse(table, field, column, column.notna() & number.isna(), "is not a number")
        return number.astype("float64")
    if kind == "boolean":
        _refuse(table, field, column, column.notna() & ~column.isin(["true", "false"]), "is neither true nor false")
        return column.map({"true": True, "false": False}).astype("bool" if required else "boolean")
    if kind == "date":
        date = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")
        _refuse(table, field, column, column.notna() & date.isna(), "is not a date like 2022-10-12")
        return date
    raise TableError(f"Table {table}: field {field['name']} has the type {kind!r}, which this course does not use.")


def _refuse(table: str, field: dict, column: pd.Series, bad: pd.Series, why: str) -> None:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        value = "" if pd.isna(column.iloc[row]) else column.iloc[row]
        # The header is line 1 of the file, so row 0 stands in line 2.
        raise TableError(f"Table {table}, line {row + 2}, field {field['name']}: {value!r} {why}.")


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
