"""The text of lessons and tasks as a reader meets it, and what stands in it: numbers, dates, quotations, references."""

import re
from functools import cache
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("lessons/*.ipynb", "solutions/*/*.ipynb", "lite/*.ipynb")
NOTEBOOKS = {path.stem: path for path in sorted(path for folder in FOLDERS for path in ROOT.glob(folder))}

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
MONTH = f"(?:{'|'.join(MONTHS)})"
DAY = r"\d{1,2}"
DATE = re.compile(rf"\b{DAY}(?:(?:-|–|, | and | to ){DAY})* {MONTH}(?: \d{{4}})?\b|\b{MONTH} \d{{4}}\b|\b\d{{4}}-\d\d(?:-\d\d)?\b")
NUMBER = re.compile(r"(?<![\w.,/-])[-−]?\d(?:[\d,]*\d)?(?:\.\d+)?(?: (?:thousand|million|billion))?(?![\w/])")
YEAR = re.compile(r"(?<![\d,.])(?:1[89]|20)\d\d(?![\d,]*\d)(?!\.\d)")
LOOSE = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|under|roughly|more than|less than|fewer than|at least|or more|close to|up to)\s+$", re.I
)
LINK = re.compile(r"\]\(((?:[^()\s]|\([^()\s]*\))*)\)")
QUOTATION = re.compile(r'"([^"]+)"')
# Numbers that name something. Each pattern is looked for before the numbers and taken out.
REFERENCE = re.compile(
    r"\b(?:[Pp]roblem sets?|[Ss]ets?|[Ll]essons?|[Tt]asks?|[Pp]aragraphs?|[Ss]essions?|[Pp]arts?|[Rr]ows?|[Oo]bjectives?|[Ss]teps?)"
    r" \d+[a-z]?(?:(?:-|–|, | and | or | to )\d+[a-z]?\b)*"
    r"|\bp\d+\b|\bps\d\w*|\b[A-Z]{1,3}\d+\b|\b\d[a-z]\b"
)
SYMBOL = re.compile(r"\b(?:A/(?:RES/)?)?(?:ES-11|\d{2})/(?:RES/)?(?:PV\.)?\d+\b|\bA/\d+/\w+(?:\.\d+)?|\bA/ES-11/\w+(?:\.\d+)?")
# A line of the table of tasks in a problem set's first cell.
TASK = re.compile(r"^\| (\d+) ([^|]+) \| (\d+) \| (\d+) \| [^|]+\|$", re.MULTILINE)
POINTS = re.compile(
    r"\b\d+ points?\b|\b(?:about )?\d+ minutes\b|\b\d+ (?:to|or|-) \d+ (?:words|minutes|points)\b|\b\d+-\d+ words\b"
    r"|\b[Ff]ewer than \d+ or more than \d+ words\b"
)


@cache
def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS[name], as_version=4)


@cache
def prose(name: str) -> dict[str, str]:
    """The text of each Markdown cell, without code, addresses and what teachers alone read."""
    texts = {}
    for each in read(name).cells:
        if each.cell_type != "markdown" or each.metadata.get("nbgrader", {}).get("solution"):
            continue
        text = re.sub(r"```.*?```", " ", each.source, flags=re.DOTALL)
        text = re.sub(r"`[^`\n]*`", " ` ", text)
        text = LINK.sub("]", text)
        text = re.sub(r"<[^>]+>", " ", text)
        text = re.sub(r"^(\s*)\d+\. ", r"\1", text, flags=re.MULTILINE)  # numbers of a list
        text = re.sub(r"^#+ \d+\. ", "# ", text, flags=re.MULTILINE)  # and of a lesson
        if each.id != "reading":  # the bibliography answers for its own years and pages
            texts[each.id] = text
    return texts


def take(pattern: re.Pattern, text: str) -> tuple[list[tuple[str, bool]], str]:
    """What fits a pattern, each with whether a word before it makes it rough, and the text without it."""
    found = [(match[0], bool(LOOSE.search(text[: match.start()]))) for match in pattern.finditer(text)]
    return found, pattern.sub(" ¦ ", text)


def without(text: str, *patterns: re.Pattern) -> str:
    for pattern in patterns:
        _, text = take(pattern, text)
    return text


def links(name: str) -> list[str]:
    """The addresses that a notebook links to."""
    return [link for each in read(name).cells if each.cell_type == "markdown" for link in LINK.findall(each.source)]
