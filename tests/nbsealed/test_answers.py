"""What crosses from the student's kernel to the judge, and what does not."""

import collections
import contextlib
import datetime as dt
import decimal
import enum
import fractions
import io
import json
import math
import pickle

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbsealed.answers import AnswerRefused, Refused, WireError, dumps, loads, still

plt.switch_backend("agg")

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers()
    | st.dates() | st.times() | st.timedeltas() | st.datetimes() | st.datetimes(timezones=st.timezones())
    | st.decimals() | st.fractions()
)  # fmt: skip
KEYS = st.integers() | st.text() | st.binary() | st.booleans() | st.dates()
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner) | st.tuples(inner, inner) | st.sets(KEYS) | st.frozensets(KEYS),
    max_leaves=30,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["$", "items", "of", "raw", "dtype", "shape", "zone", "iso"]) | st.text(), inner)
    ),
    max_leaves=25,
)
TAGS = [
    "refused",
    "int",
    "float",
    "complex",
    "bytes",
    "bytearray",
    "list",
    "tuple",
    "set",
    "frozenset",
    "dict",
    "OrderedDict",
    "defaultdict",
    "Counter",
    "deque",
    "range",
    "slice",
    "type",
    "namedtuple",
    "datetime",
    "time",
    "date",
    "timedelta",
    "zone",
    "Decimal",
    "Fraction",
    "iterator",
    "ndarray",
    "scalar",
    "generator",
    "frame",
    "series",
    "index",
    "column",
    "Timestamp",
    "Timedelta",
    "Period",
    "Interval",
    "NaT",
    "NA",
    "function",
    "altair",
    "matplotlib",
    "eval",
]


def there_and_back(value):
    return loads(dumps(value))


def same(one, two) -> bool:  # noqa: PLR0911  (one rule for each kind)
    """Equal, of the same types throughout, with nan equal to nan."""
    if type(one) is not type(two):
        return False
    if isinstance(one, float):
        return (one == two and math.copysign(1, one) == math.copysign(1, two)) or (math.isnan(one) and math.isnan(two))
    if isinstance(one, complex):
        return same(one.real, two.real) and same(one.imag, two.imag)
    if isinstance(one, decimal.Decimal):
        return str(one) == str(two)
    if isinstance(one, list | tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    return one == two


@given(DATA)
def test_plain_data_crosses_unchanged(value):
    assert same(there_and_back(value), value)


@given(
    JSON
    | st.fixed_dictionaries(
        {"$": st.sampled_from(TAGS)},
        optional={k: JSON for k in ["items", "of", "raw", "dtype", "shape", "values", "index", "name", "text"]},
    )
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_json_arrives_is_an_answer_or_a_wire_error(code):
    with contextlib.suppress(WireError):
        loads(json.dumps(code).encode())


@given(st.binary())
def test_whatever_bytes_arrive_are_an_answer_or_a_wire_error(text):
    with contextlib.suppress(WireError):
        loads(text)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float16", "float64", "complex128", "<U5", "S3", "M8[ns]", "m8[s]", "O"])
def test_arrays_keep_dtype_and_shape(dtype):
    array = np.array([[0, 1, 1], [1, 0, 1]]).astype(dtype)
    back = there_and_back(array)
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("scalar", [np.float64(1.5), np.int8(-3), np.bool_(True), np.str_("a"), np.datetime64("2022-09-26")])
def test_numpy_scalars_stay_numpy_scalars(scalar):
    assert same(there_and_back(scalar), scalar)


@pytest.mark.parametrize(
    "scalar",
    [
        pd.Timestamp("2022-03-02 10:00:00.123456789"), pd.Timestamp("2022-03-02", tz="Asia/Almaty"), pd.Timedelta("3h"), pd.NaT, pd.NA,
        pd.Period("2022Q1"), pd.Period("2022-03"), pd.Interval(1, 2, closed="left"),
    ],
)  # fmt: skip
def test_pandas_scalars(scalar):
    back = there_and_back(scalar)
    assert back is scalar or same(back, scalar)


def columns() -> dict:
    return {
        "int": [1, 2, 3], "float": [1.0, np.nan, -0.0], "text": ["a", None, "c"], "bool": [True, False, True], "object": [1, "a", None],
        "date": pd.to_datetime(["2022-01-01", None, "2022-03-01"]), "zone": pd.date_range("2022", periods=3, tz="Europe/Paris"),
        "category": pd.Categorical(["x", "y", "x"], categories=["y", "x", "z"], ordered=True),
        "Int64": pd.array([1, None, 3], dtype="Int64"),
        "Float64": pd.array([1.5, None, 3], dtype="Float64"), "boolean": pd.array([True, None, False], dtype="boolean"),
        "string": pd.array(["a", None, "c"], dtype="string"), "period": pd.period_range("2022", periods=3, freq="M"),
        "interval": pd.interval_range(0, 3), "delta": pd.to_timedelta([1, 2, 3], unit="h"),
    }  # fmt: skip


@pytest.mark.parametrize("name", columns())
def test_columns_keep_dtype_values_and_name(name):
    series = pd.Series(columns()[name], index=pd.Index(list("abc"), name="key"), name=name)
    pd.testing.assert_series_equal(there_and_back(series), series)


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(2, 8, 2, name="n"), pd.Index([3, 1, 1], name=("a", 1)), pd.Index(["x", "y", None]),
        pd.date_range("2022", periods=3, freq="MS"),
        pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("a", 2)], names=["letter", None]), pd.CategoricalIndex(["x", "y", "x"]),
        pd.period_range("2022Q1", periods=3, freq="Q"), pd.interval_range(0, 3), pd.timedelta_range("1h", periods=3),
    ],
)  # fmt: skip
def test_indexes(index):
    frame = pd.DataFrame({"n": [1, 2, 3]}, index=index)
    pd.testing.assert_frame_equal(there_and_back(frame), frame)
    pd.testing.assert_frame_equal(there_and_back(frame.T), frame.T)


def test_tables_of_every_kind():
    frame = pd.DataFrame(columns())
    pd.testing.assert_frame_equal(there_and_back(frame), frame)
    for made in (
        frame.describe(),
        frame.groupby(["bool", "category"], observed=False)["float"].agg(["sum", "mean"]),
        frame.iloc[:0],
        frame.iloc[:, :0],
    ):
        pd.testing.assert_frame_equal(there_and_back(made), made)
    twice = pd.concat([frame[["int"]], frame[["int"]]], axis=1)
    pd.testing.assert_frame_equal(there_and_back(twice), twice)


def test_containers_of_the_standard_library():
    point = collections.namedtuple("Point", "x y")(1, 2.5)
    back = there_and_back(point)
    assert (back, back.x, type(back).__name__) == (point, 1, "Point")
    for value in (
        collections.Counter("abca"),
        collections.OrderedDict(b=1, a=2),
        collections.deque([1, 2], 5),
        range(2, 9, 3),
        slice(1, None),
        int,
        10**5000,
    ):
        assert same(there_and_back(value), value)
    assert list(there_and_back(n * n for n in range(4))) == [0, 1, 4, 9]
    assert there_and_back({"a": 1}.items()) == [("a", 1)]
    assert there_and_back(np.random.default_rng(7)).random() == np.random.default_rng(7).random()


class Liar:
    """Equal to everything, and says it is a float."""

    __class__ = float

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __reduce__(self):
        return (print, ("unpickled",))


class LyingList(list):
    def __eq__(self, other):
        return True

    __hash__ = None


class Colour(enum.IntEnum):
    RED = 1


@pytest.mark.parametrize(
    "value",
    [Liar(), LyingList(), Colour.RED, type("Sub", (float,), {})(1), Liar, object(), np, pd.DataFrame().groupby, io.StringIO()],
    ids=lambda value: type(value).__name__,  # the same in every process, as addresses are not
)
def test_other_objects_stay_behind_with_a_reason(value):
    back = there_and_back([value, 1])
    assert isinstance(back[0], Refused)
    assert back[1] == 1
    for use in (
        lambda x: x == 1,
        lambda x: x + 1,
        lambda x: x.columns,
        lambda x: x(),
        bool,
        len,
        iter,
        float,
        hash,
        lambda x: 1 in x,
        lambda x: x < 1,
    ):
        with pytest.raises(AnswerRefused):
            use(back[0])


def test_refusals_are_not_swallowed_by_a_broad_except():
    with pytest.raises(AnswerRefused):
        try:
            assert there_and_back(Liar()) == 1
        except Exception:
            pytest.fail("the test would have gone on")


def test_a_liar_in_a_set_or_as_a_key_refuses_the_whole():
    assert isinstance(there_and_back({Liar()}), Refused)
    assert isinstance(there_and_back({Liar(): 1}), Refused)


def test_pickles_are_nothing_but_bytes():
    assert there_and_back(pickle.dumps(Liar())) == pickle.dumps(Liar())
    with pytest.raises(WireError):
        loads(pickle.dumps([1]))


def test_what_is_too_large_or_too_deep_is_refused():
    endless: list = []
    endless.append(endless)
    assert "nested" in repr(there_and_back(endless)).replace("[", "")
    assert isinstance(there_and_back(np.zeros(10**8, "u1")), Refused)
    assert isinstance(there_and_back(list(range(3_000_000))), Refused)
    with pytest.raises(WireError):
        loads(b"[" * 100_000)


def test_generators_cross_up_to_a_limit():
    endless = there_and_back(iter(lambda: 1, 2))
    assert isinstance(endless, Refused)

    def ones():
        while True:
            yield 1

    with pytest.raises(AnswerRefused, match="10000"):
        list(there_and_back(ones()))


def test_functions_need_somebody_to_call():
    assert isinstance(there_and_back(lambda: 1), Refused)
    text = dumps([len], lambda function: {"ref": 0, "name": function.__name__})
    assert loads(text, lambda about: about["name"]) == ["len"]
    with pytest.raises(WireError):
        loads(text)


def test_answers_that_need_their_process_are_left_out_and_left_as_they_are():
    taken = iter([1, 2, 3])
    _, (few, many) = plt.subplots(1, 2)
    many.bar(range(10_000), range(10_000))
    living = {"function": len, "inside": [{"key": lambda: 1}], "iterator": taken, "pair": (1, taken)}
    large = {"list": list(range(10_000)), "table": pd.DataFrame({"x": np.zeros(10_000)}), "text": "x" * 10**6, "bars": few}
    assert still(living | large) == {}
    assert list(taken) == [1, 2, 3]


@pytest.mark.parametrize("value", [3, [1.5, None], {"k": (1, "a")}, "text", pd.DataFrame({"x": [1, 2]}), np.arange(3), pd, object(), float])
def test_other_answers_are_the_same_whenever_they_are_asked_for(value):
    assert json.dumps(still({"x": value})["x"], separators=(",", ":")).encode() == dumps(value)


def test_a_chart_that_was_read_goes_on_as_if_it_had_not_been():
    def drawn(*, read: bool) -> tuple:
        figure, axes = plt.subplots()
        axes.bar(["a", "b"], [1, 2], label="bars")
        if read:
            for value in (figure, axes):
                assert json.dumps(still({"x": value})["x"], separators=(",", ":")).encode() == dumps(value)
        axes.plot([0, 4], [9, -3])
        axes.set(title="Later", aspect="equal", xticks=[0, 1, 4])
        axes.legend()
        figure.canvas.draw()
        return dumps(figure), figure.canvas.buffer_rgba().tobytes()

    assert drawn(read=True) == drawn(read=False)


def test_a_chart_is_drawn_again():
    figure, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2, 3], [4, 5, 6], "r--", label="line")
    left.set(title="Left", xlabel="x", ylabel="y", xlim=(0, 5), yscale="log")
    left.legend(title="Legend")
    bars = right.bar(["a", "b"], [1, 2], label="bars")
    right.bar_label(bars)
    right.scatter([0, 1], [3, 4], s=[10, 20])
    right.fill_between([0, 1], [0, 1])
    figure.suptitle("Both")
    back = there_and_back(figure)
    assert isinstance(back, plt.Figure) and back.get_suptitle() == "Both"
    one, two = back.axes
    assert (one.get_title(), one.get_xlabel(), one.get_ylabel(), one.get_xlim(), one.get_yscale()) == ("Left", "x", "y", (0, 5), "log")
    assert (one.lines[0].get_xdata().tolist(), one.lines[0].get_color(), one.lines[0].get_label()) == ([1, 2, 3], "r", "line")
    assert [one.get_legend().get_title().get_text(), *[text.get_text() for text in one.get_legend().get_texts()]] == ["Legend", "line"]
    assert [bar.get_height() for bar in two.containers[0]] == [1, 2]
    assert [label.get_text() for label in two.get_xticklabels()] == ["a", "b"]
    assert [text.get_text() for text in two.texts] == ["1", "2"]
    assert np.asarray(two.collections[0].get_offsets()).tolist() == [[0, 3], [1, 4]]
    axes = there_and_back(right)
    assert isinstance(axes, plt.Axes) and len(axes.patches) == 2
    assert isinstance(there_and_back(figure.canvas), Refused)
    plt.close(figure)


def test_fractions_and_zones():
    for value in (
        fractions.Fraction(2, 3),
        decimal.Decimal("1.10"),
        dt.datetime(2022, 10, 30, 2, 30, fold=1, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    ):
        assert same(there_and_back(value), value)
