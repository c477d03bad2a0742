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

# Numbers in words: from eleven on each; below, what counts rows of the data or spans of time; and parts of a whole.
SMALL = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
TEENS = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10, "twelfth": 12, "twentieth": 20}
WORTH = {"a": 1, "one": 1} | {word: number for number, word in enumerate([*SMALL, *TEENS], 2)} | LARGE
WORTH |= {word: 10 * number for number, word in enumerate(TENS, 2)}
DATA = (
    "states|countries|members|neighbours|partners|regions|cities|districts|censuses|resolutions|votes|sources|officials|polls|routes|events"
    "|forecasts|claims|arguments|statements|explanations|sentences|years|months|weeks|days|hours|times"
)


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


COUNT = re.compile(
    r"(?<![\w-])"
    + _any(
        rf"{_any(*SMALL)}(?: events)? in (?:five|ten)\b",
        rf"(?:{_any(*SMALL)} of the )?{_any(*SMALL)}(?: of the)?(?: (?!in )[\w'-]+){{0,2}}? (?:{DATA})\b",
        rf"{_any('a', *SMALL, *TEENS, *TENS)} {_any(*LARGE)}\b",
        rf"{_any(*TEENS, *TENS)}(?:-{_any(*SMALL)})?\b(?!-)",
        rf"{_any('one', *SMALL)} {_any(*PARTS)}s\b",
        rf"(?:by|to|than|about|below|nearly) a {_any(*PARTS)}\b(?! country)",
        rf"a {_any(*PARTS)} of\b",
    ),
    re.IGNORECASE,
)


def counts(text: str) -> list[tuple[str, bool]]:
    """The numbers in words that need a binding, with what they count, in small letters; each with whether it is a rough one."""
    return [(found.lower(), rough) for found, rough in take(COUNT, re.sub(r"\s+", " ", text))[0]]


def worth(words: str) -> float:
    """The value of a number in words: 19,000,000 of "nineteen million", 4 of "four of the five states", 0.4 of "two fifths"."""
    number, *others = [word for word in re.split("[ -]", words) if word.rstrip("s") in {*WORTH, *PARTS} or word in WORTH]
    if " in " in words:
        return WORTH[number] / WORTH[others[0]]
    if others and others[0].rstrip("s") in PARTS:
        return WORTH[number] / PARTS[others[0].rstrip("s")]
    if others and others[0] in LARGE:
        return WORTH[number] * LARGE[others[0]]
    return WORTH[number] + (WORTH[others[0]] if f"{number}-" in words else 0)


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
