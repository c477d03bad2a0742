"""The data package as a whole: valid, complete, without orphans."""

import json
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from frictionless import Package

from balancing_act import load, names
from balancing_act.tables import data_folder, package, resource

FOLDER = data_folder()
TABLES = [name for name in names() if name != "sources"]


def test_the_package_is_valid():
    """Types, constraints, primary and foreign keys, missing values, sizes and hashes, by the Frictionless library."""
    report = Package(FOLDER / "datapackage.json").validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_derived_parts_are_up_to_date(tmp_path):
    """Rows, sizes, hashes, sources and data cards are what tools/describe_data.py makes of the files."""
    for folder in ("data", "tools"):
        shutil.copytree(FOLDER.parent / folder, tmp_path / folder)
    subprocess.run([sys.executable, tmp_path / "tools" / "describe_data.py"], check=True)
    for name in ("datapackage.json", "README.md"):
        assert (tmp_path / "data" / name).read_bytes() == (FOLDER / name).read_bytes(), "Run make data and commit what it changes."


def test_every_csv_file_is_a_table_and_every_table_a_csv_file():
    assert {path.name for path in FOLDER.glob("*.csv")} == {resource(name)["path"] for name in names()}


@pytest.mark.parametrize("name", names())
def test_every_table_says_what_it_is(name):
    about = resource(name)
    for key in ("title", "description", "row", "coverage"):
        assert about[key].strip() == about[key] != ""
    assert about["licenses"][0]["title"]
    assert about["gaps"] or name in ("sources", "countries")
    for field in about["schema"]["fields"]:
        assert field["description"], f"{name}.{field['name']} has no description"
        assert "required" in field["constraints"]
    assert about["schema"]["primaryKey"]


def test_no_table_is_an_orphan():
    """Each table is used in a lesson of the course."""
    for name in names():
        lessons = resource(name)["lessons"]
        assert lessons and set(lessons) <= set(range(9)) and lessons == sorted(lessons), name


def test_no_source_is_an_orphan():
    listed = {source["name"] for name in TABLES for source in resource(name)["sources"]}
    assert listed == set(load("sources").source)


def test_every_typed_row_names_a_source_that_exists():
    known = set(load("sources").source)
    for name in TABLES:
        table = load(name)
        if "source" in table:
            assert set(table.source.dropna()) <= known, name
        else:
            assert resource(name)["sources"], f"{name} names no source, neither by row nor as a whole"


def test_every_address_is_well_formed():
    for source in load("sources").itertuples():
        parts = urlsplit(source.url)
        assert parts.scheme in ("http", "https") and "." in parts.netloc, source.source
        assert source.url.isascii() and not any(sign.isspace() for sign in source.url), source.source


def test_countries_are_written_as_in_the_table_countries():
    known = set(load("countries").iso3)
    for name in TABLES:
        if name != "countries" and "iso3" in load(name):
            assert set(load(name).iso3.dropna()) <= known, name


def test_no_text_has_stray_spaces_or_typographic_accidents():
    for name in names():
        table = load(name)
        for column in table.select_dtypes(include=["str", "object", "category"]):
            for value in table[column].dropna().astype(str).unique():
                assert value == value.strip() and "  " not in value, f"{name}.{column}: {value!r}"


def test_descriptor_speaks_of_the_project_alone():
    text = json.dumps(package(), ensure_ascii=False)
    assert "/work/" not in text and "/home/" not in text
