"""The course is written in plain English: short sentences, no abbreviation that is not explained."""

import re

import pytest
import textstat
from prose import NOTEBOOKS, SYMBOL, prose, without

# Years of schooling. Twelve is the end of secondary school; newspapers lie near ten.
MOST = 9
# Names that are never written out: a session of the General Assembly, a file, publications, a method.
NAMES = {"ES", "README", "OCCRP", "PONARS", "RFE", "RL", "QuAD", "DF"}


def sentences(name: str) -> str:
    """The running text of a notebook: no tables, no marks; a heading or the item of a list ends as a sentence does."""
    text = re.sub(r"^\|.*$|^- |[#*>`¦]", "", "\n".join(prose(name).values()), flags=re.MULTILINE)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(line if line[-1] in ".?!" else f"{line.rstrip(':')}." for line in lines)


def test_the_reading_level_is_that_of_a_newspaper_at_most(capsys):
    """The automated readability index: from letters in a word and words in a sentence, without a dictionary."""
    levels = {name: textstat.automated_readability_index(sentences(name)) for name in NOTEBOOKS}
    with capsys.disabled():
        print("\nAutomated readability index, in years of schooling:")
        for name, level in levels.items():
            print(f"  {level:4.1f}  {name}")
    assert {name for name, level in levels.items() if level > MOST} == set()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_abbreviation_is_explained(name):
    """Written out where it is used, as in "Caspian Pipeline Consortium (CPC)"."""
    text = re.sub(r'"[^"]*"', "", without("\n".join(prose(name).values()), SYMBOL))
    short = set(re.findall(r"\b[A-Z][A-Za-z]?[A-Z]+\b", text)) - NAMES
    assert {each for each in short if not re.search(rf"\w \(\[?{each}\b", text)} == set()
