"""What a notebook relies on when it loads, describes and cites a table."""

import copy
import datetime
import os
import subprocess
import sys

import pandas as pd
import pytest

from balancing_act import cite, describe, load, names
from balancing_act.tables import TableError, data_folder, read, resource, rows


@pytest.mark.parametrize("name", names())
def test_every_table_loads_with_the_types_its_description_states(name):
    table = load(name)
    fields = resource(name)["schema"]["fields"]
    assert list(table.columns) == [field["name"] for field in fields]
    assert len(table) == resource(name)["rows"] > 0
    for field in fields:
        dtype, required = table[field["name"]].dtype, field["constraints"]["required"]
        if "enum" in field["constraints"]:
            assert list(dtype.categories) == field["constraints"]["enum"]
        elif field["type"] in ("integer", "year"):
            assert dtype == ("int64" if required else "Int64")
        elif field["type"] == "number":
            assert dtype == "float64"
        elif field["type"] == "date":
            assert pd.api.types.is_datetime64_any_dtype(dtype)
        elif field["type"] == "boolean":
            assert dtype == ("bool" if required else "boolean")
        else:
            assert field["type"] == "string" and pd.api.types.is_string_dtype(dtype)


@pytest.mark.parametrize("name", names())
def test_rows_are_the_same_table_in_plain_values(name):
    plain, table = rows(name), load(name)
    assert len(plain) == len(table)
    kinds = {"string": str, "integer": int, "year": int, "number": float, "boolean": bool, "date": datetime.date}
    for field in resource(name)["schema"]["fields"]:
        values = [row[field["name"]] for row in plain]
        assert {type(value) for value in values if value is not None} <= {kinds[field["type"]]}
        same = [None if pd.isna(value) else value for value in table[field["name"]]]
        assert values == [value.date() if isinstance(value, pd.Timestamp) else value for value in same]


def test_a_missing_value_stays_missing():
    votes = load("ukraine_resolutions").set_index("resolution")
    assert votes.not_voting["A/RES/68/262"] == 24
    assert pd.isna(votes.not_voting["A/RES/78/316"])
    assert next(row for row in rows("ukraine_resolutions") if row["resolution"] == "A/RES/78/316")["not_voting"] is None


def test_each_load_gives_a_fresh_copy():
    table = load("countries")
    table["name"] = "changed"
    assert "Kazakhstan" in set(load("countries").name)


def test_an_unknown_table_is_refused_with_the_nearest_names():
    with pytest.raises(TableError, match=r"'ukraine_vote'.*Did you mean 'ukraine_votes'.*All tables: sources"):
        load("ukraine_vote")


@pytest.mark.parametrize(
    ("name", "place", "value", "why"),
    [
        ("ukraine_votes", (3, "vote"), "maybe", "is not one of yes, abstain, no, not_voting"),
        ("ukraine_votes", (2, "iso3"), "", "is missing, and the field is required"),
        ("ukraine_resolutions", (5, "yes"), "many", "is not a whole number"),
        ("ukraine_resolutions", (5, "yes"), "66.5", "is not a whole number"),
        ("ukraine_resolutions", (2, "date"), "27.03.2014", "is not a date like 2022-10-12"),
        ("ukraine_resolutions", (2, "emergency_session"), "no", "is neither true nor false"),
        ("ideal_points", (4, "low"), "low", "is not a number"),
    ],
)
def test_bad_data_is_refused_with_table_line_and_field(tmp_path, name, place, value, why):
    line, field = place
    text = pd.read_csv(data_folder() / f"{name}.csv", dtype=str, keep_default_na=False)
    text.loc[line - 2, field] = value
    text.to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(TableError) as refusal:
        read(tmp_path / "bad.csv", resource(name))
    assert str(refusal.value) == f"Table {name}, line {line}, field {field}: {value!r} {why}."


def test_a_file_with_other_columns_is_refused(tmp_path):
    load("countries").rename(columns={"name": "country"}).to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(TableError, match=r"Table countries: the file has the columns \['iso3', 'country'"):
        read(tmp_path / "bad.csv", resource("countries"))


def test_a_line_with_too_few_values_is_refused(tmp_path):
    (tmp_path / "bad.csv").write_text("iso3,name,region,un_member_since\nAFG,Afghanistan,Southern Asia,1946\nAGO,Angola\n")
    with pytest.raises(TableError, match="Table countries, line 3: 2 values, where the table has 4 columns"):
        read(tmp_path / "bad.csv", resource("countries"))


def test_a_field_type_the_course_does_not_use_is_refused():
    description = copy.deepcopy(resource("countries"))
    description["schema"]["fields"][1]["type"] = "geopoint"
    with pytest.raises(TableError, match=r"Table countries: field name has the type 'geopoint'"):
        read(data_folder() / "countries.csv", description)


def test_the_card_says_what_the_table_is_in_html_and_in_text():
    card = describe("video_decision")
    for text in (str(card), card._repr_html_()):
        assert "one member named by a source" in text
        assert "iso3" in text and "Known gaps" in text
        assert "The roll call itself was not found" in text
        assert "UN Web TV" in text and "Lessons: " in text
    assert '<th scope="row"' in card._repr_html_()


def test_a_long_list_of_sources_is_folded():
    card = describe("sources")
    assert "<details><summary>" in card._repr_html_()
    assert "https://" not in str(card)
    assert "<details open><summary>" in describe("video_decision")._repr_html_()


def test_a_citation_names_table_version_sources_and_terms():
    text = cite("ideal_points")
    assert 'table "ideal_points"' in text and "version 0.1.0" in text
    assert "https://doi.org/10.7910/DVN/LEJUQZ" in text and "CC BY 4.0" in text
    assert 'their addresses are in the table "sources"' in cite("sources")


def test_tables_load_from_any_folder(tmp_path):
    """Binder, nbgrader and a class server all run notebooks far from the checkout."""
    code = "from balancing_act import load; print(len(load('countries')))"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "193"
