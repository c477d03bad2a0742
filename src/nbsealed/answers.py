"""Answers as plain data: the only thing that crosses from the student's kernel to the judge.

`dumps` writes a value as JSON text, `loads` reads it back. Never pickle: the reader builds only the types listed in this module and in
`figures`, so nothing the student's process sends can run code or bring a method along. Types are matched exactly (``type(x) is int``), so
a subclass with an ``__eq__`` of its own stays behind as a `Refused` placeholder, which fails with a clear message when a test uses it.

Functions cross as references (see `student` for the side that holds them and `judge` for the side that calls them).
"""

from __future__ import annotations

import base64
import builtins
import collections
import contextlib
import datetime as dt
import decimal
import fractions
import functools
import importlib
import itertools
import json
import math
import re
import socket
import struct
import sys
import types
import zoneinfo
from collections.abc import Callable
from typing import Any

MAX_BYTES = 64 * 2**20  # one message
MAX_NODES = 2_000_000  # values in one answer
MAX_DEPTH = 60
MAX_ITEMS = 10_000  # taken from a generator
MAX_STILL = 5_000  # values in one answer that is encoded before anybody has asked for it


class WireError(ValueError):
    """The text is not an answer: malformed, too large, or of a type that does not cross."""


class AnswerRefused(BaseException):  # an outcome, not an error: `except Exception` in a test must not swallow it
    """A test used a value that cannot cross as plain data."""


class Refused:
    """Placeholder for a value that did not cross. Looking at its text is allowed, any other use raises `AnswerRefused`."""

    __slots__ = ("_reason",)

    def __init__(self, reason: str):
        object.__setattr__(self, "_reason", str(reason)[:300])

    def __repr__(self) -> str:
        return f"<answer refused: {self._reason}>"


def _refuse(self: Refused, *_args: Any, **_kwargs: Any) -> Any:
    raise AnswerRefused(object.__getattribute__(self, "_reason"))


for _name in [
    "getattr",
    "setattr",
    "delattr",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "hash",
    "bool",
    "len",
    "iter",
    "next",
    "contains",
    "getitem",
    "setitem",
    "delitem",
    "call",
    "enter",
    "exit",
    "add",
    "radd",
    "iadd",
    "sub",
    "rsub",
    "isub",
    "mul",
    "rmul",
    "imul",
    "truediv",
    "rtruediv",
    "floordiv",
    "rfloordiv",
    "mod",
    "rmod",
    "pow",
    "rpow",
    "matmul",
    "and",
    "or",
    "xor",
    "rand",
    "ror",
    "neg",
    "pos",
    "abs",
    "invert",
    "int",
    "float",
    "complex",
    "index",
    "round",
    "array",
]:
    setattr(Refused, f"__{_name}__", _refuse)


_FUNCTIONS = ("builtins", "functools", "numpy", "operator")  # modules whose callable objects are functions; not a class with __call__


class _Unsendable(Exception):  # noqa: N818  (a reason, caught in this module)
    """Raised while encoding, with the reason why a value stays behind."""


# ---------------------------------------------------------------------------------------------------------------------------------
# Writing and reading


def dumps(value: Any, function: Callable[[Callable], dict] | None = None) -> bytes:
    """Encode `value` as JSON text.

    `function` turns a callable into the fields of a reference; without it, callables are refused.
    A value that cannot cross becomes a `Refused` placeholder; this function does not raise for any value.
    """
    try:
        text = json.dumps(_Encoder(function).encode(value), allow_nan=False, separators=(",", ":")).encode("ascii")
        if len(text) > MAX_BYTES:
            raise _Unsendable(f"it is larger than {MAX_BYTES // 2**20} MB")
    except _Unsendable as reason:
        text = json.dumps({"$": "refused", "why": str(reason)}).encode("ascii")
    return text


def still(values: dict[str, Any]) -> dict[str, Any]:
    """Encode, as JSON values, those of `values` that do not need their process.

    Left out are functions, and what may change when it is read or takes long: iterators, Altair charts, answers of more than `MAX_STILL`
    values.
    """
    codes = {}
    encoder = _StillEncoder()
    for name, value in values.items():
        encoder.nodes = 0
        with contextlib.suppress(_NotStill, Exception):  # what cannot even be looked at
            codes[name] = encoder.encode(value)
    return codes


def loads(text: bytes, function: Callable[[dict], Callable] | None = None) -> Any:
    """Decode what `dumps` wrote; `function` makes a callable of a reference's fields. Raises `WireError` for anything else."""
    if len(text) > MAX_BYTES:
        raise WireError("answer too large")
    try:
        return _Decoder(function).decode(json.loads(text))
    except WireError:
        raise
    except (Exception, RecursionError) as error:
        raise WireError(f"not an answer ({type(error).__name__})") from error


class _Encoder:
    def __init__(self, function: Callable[[Callable], dict] | None):
        self.function = function
        self.nodes = self.depth = 0
        self.known = _encoders(*(name for name in ("numpy", "pandas") if name in sys.modules))

    def encode(self, value: Any) -> Any:  # noqa: PLR0911, PLR0912  (one way out for each kind)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Unsendable(f"it holds more than {MAX_NODES} values")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int and value.bit_length() <= 64:
            return value
        if kind is float and math.isfinite(value):
            return value
        if self.depth >= MAX_DEPTH:
            raise _Unsendable(f"it is nested more than {MAX_DEPTH} levels deep")
        self.depth += 1
        try:
            if kind is list:
                return [self.encode(item) for item in value]
            if kind in self.known:
                tag, encode = self.known[kind]
                return {"$": tag, **encode(self, value)}
            if tuple in kind.__mro__ and getattr(kind, "_fields", None):
                fields = [str(field) for field in kind._fields]
                return {
                    "$": "namedtuple",
                    "name": kind.__name__,
                    "fields": fields,
                    "items": [self.encode(v) for v in tuple.__iter__(value)],
                }
            for prefix in ("altair.", "matplotlib."):
                if kind.__module__.startswith(prefix):
                    return {"$": prefix[:-1], "spec": _describe(self, prefix, value)}
            if self.function and _is_function(value):
                return {"$": "function", **self.function(value)}
            raise _Unsendable(f"it is {_a(kind)}, and only plain data, tables, charts and functions can be graded")
        except _Unsendable as reason:
            return {"$": "refused", "why": str(reason)}
        except RecursionError:
            return {"$": "refused", "why": "it is nested too deeply"}
        except Exception as error:  # a library's own getters may raise anything
            return {"$": "refused", "why": f"it is {_a(kind)} that cannot be read ({type(error).__name__})"}
        finally:
            self.depth -= 1

    def data(self, value: Any) -> Any:
        """Encode a value that must not hold a placeholder: a dictionary key, a member of a set, a label."""
        code = self.encode(value)
        if isinstance(code, dict) and code["$"] == "refused":
            raise _Unsendable(code["why"])
        return code


class _NotStill(BaseException):  # no `Exception`, which encoding would turn into a refusal
    """Raised while encoding a value that only its own process can answer for."""


class _StillEncoder(_Encoder):
    def __init__(self) -> None:
        super().__init__(None)

    def encode(self, value: Any) -> Any:
        if not self._is_still(value):
            raise _NotStill
        return super().encode(value)

    def _is_still(self, value: Any) -> bool:
        kind = type(value)
        tag, _ = self.known.get(kind, ("", None))
        if kind is str or tag in ("bytes", "bytearray"):
            self.nodes += len(value) // 64
        elif tag and kind.__module__.startswith(("numpy", "pandas")):
            self.nodes += getattr(value, "size", 0)
        elif not tag and str(kind.__module__).startswith("matplotlib."):
            self.nodes += importlib.import_module("nbsealed.figures").artists(value)
        elif not tag and (str(kind.__module__).startswith("altair.") or _is_function(value)):
            return False
        return tag != "iterator" and self.nodes < MAX_STILL


class _Decoder:
    def __init__(self, function: Callable[[dict], Callable] | None):
        self.function = function
        self.depth = 0

    def decode(self, code: Any) -> Any:
        if code is None or type(code) in (bool, int, float, str):
            return code
        self.depth += 1
        if self.depth > 2 * MAX_DEPTH:
            raise WireError("nested too deeply")
        try:
            if type(code) is list:
                return [self.decode(item) for item in code]
            tag = code["$"]
            if tag == "function":
                if self.function is None:
                    raise WireError("a function where data was expected")
                return self.function(code)
            if tag in ("altair", "matplotlib"):
                return importlib.import_module("nbsealed.figures").build(tag, code["spec"], self)
            return _DECODERS[tag](self, code)
        finally:
            self.depth -= 1


def _is_function(value: Any) -> bool:
    return callable(value) and type(value).__module__ in _FUNCTIONS


def _a(kind: type) -> str:
    return f"{'an' if kind.__name__[:1].lower() in 'aeiou' else 'a'} {kind.__name__}"


def _describe(encoder: _Encoder, prefix: str, value: Any) -> Any:
    return importlib.import_module("nbsealed.figures").describe(encoder, prefix[:-1], value)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


# ---------------------------------------------------------------------------------------------------------------------------------
# The standard library


def _items(encoder: _Encoder, value: Any) -> dict:
    return {"items": [encoder.encode(item) for item in value]}


def _members(encoder: _Encoder, value: Any) -> dict:
    return {"items": [encoder.data(item) for item in value]}


def _pairs(encoder: _Encoder, value: dict) -> dict:
    return {"items": [[encoder.data(key), encoder.encode(item)] for key, item in dict.items(value)]}


def _taken(encoder: _Encoder, value: Any) -> dict:
    taken = list(itertools.islice(value, MAX_ITEMS + 1))
    return {"items": [encoder.encode(item) for item in taken[:MAX_ITEMS]], "more": len(taken) > MAX_ITEMS}


def _iterate(decoder: _Decoder, code: dict) -> Any:
    yield from [decoder.decode(item) for item in code["items"]]
    if code["more"]:
        raise AnswerRefused(f"only the first {MAX_ITEMS} items of a generator can be graded")


def _dict(decoder: _Decoder, code: dict) -> dict:
    return {decoder.decode(key): decoder.decode(item) for key, item in code["items"]}


def _namedtuple(decoder: _Decoder, code: dict) -> Any:
    if not all(field.isidentifier() and not field.startswith("_") for field in [code["name"], *code["fields"]]):
        raise WireError("not a named tuple")
    return collections.namedtuple(code["name"], code["fields"])(*[decoder.decode(item) for item in code["items"]])


def _zone(zone: dt.tzinfo | None) -> Any:
    if zone is None or zone is dt.UTC:
        return zone and "UTC"
    if type(zone) is dt.timezone:
        return zone.utcoffset(None).total_seconds()
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if not isinstance(name, str):
        raise _Unsendable(f"its time zone is {_a(type(zone))}")
    return {"key": name}


def _unzone(code: Any) -> dt.tzinfo | None:
    if code is None or code == "UTC":
        return code and dt.UTC
    if isinstance(code, dict):
        return zoneinfo.ZoneInfo(code["key"])
    return dt.timezone(dt.timedelta(seconds=code))


def _moment(_encoder: _Encoder, value: dt.datetime | dt.time) -> dict:
    return {"iso": value.replace(tzinfo=None).isoformat(), "fold": value.fold, "zone": _zone(value.tzinfo)}


def _of_moment(kind: type) -> Callable:
    return lambda _, code: kind.fromisoformat(code["iso"]).replace(fold=code["fold"], tzinfo=_unzone(code["zone"]))


def _text(_encoder: _Encoder, value: Any) -> dict:
    return {"text": str(value)}


def _builtin(kind: type) -> str:
    if getattr(builtins, kind.__name__, None) is not kind:
        raise _Unsendable(f"it is the class {kind.__name__}, and classes cannot be graded")
    return kind.__name__


def _of_builtin(name: str) -> type:
    kind = getattr(builtins, name, None)
    if not isinstance(kind, type):
        raise WireError("not a built-in type")
    return kind


_STANDARD = {
    Refused: ("refused", lambda _, v: {"why": object.__getattribute__(v, "_reason")}),
    int: ("int", lambda _, v: {"hex": hex(v)}),
    float: ("float", lambda _, v: {"text": repr(v)}),
    types.EllipsisType: ("ellipsis", lambda _, __: {}),  # three dots: not answered yet
    complex: ("complex", lambda e, v: {"parts": [e.encode(v.real), e.encode(v.imag)]}),
    bytes: ("bytes", lambda _, v: {"raw": _b64(v)}),
    bytearray: ("bytearray", lambda _, v: {"raw": _b64(bytes(v))}),
    tuple: ("tuple", _items),
    set: ("set", _members),
    frozenset: ("frozenset", _members),
    dict: ("dict", _pairs),
    collections.OrderedDict: ("OrderedDict", _pairs),
    collections.defaultdict: ("defaultdict", _pairs),
    collections.Counter: ("Counter", _pairs),
    collections.deque: ("deque", lambda e, v: {**_items(e, v), "maxlen": v.maxlen}),
    range: ("range", lambda _, v: {"of": [v.start, v.stop, v.step]}),
    type: ("type", lambda _, v: {"name": _builtin(v)}),
    slice: ("slice", lambda e, v: {"of": [e.data(v.start), e.data(v.stop), e.data(v.step)]}),
    dt.datetime: ("datetime", _moment),
    dt.time: ("time", _moment),
    dt.date: ("date", lambda _, v: {"iso": v.isoformat()}),
    dt.timedelta: ("timedelta", lambda _, v: {"of": [v.days, v.seconds, v.microseconds]}),
    dt.timezone: ("zone", lambda _, v: {"zone": _zone(v)}),
    zoneinfo.ZoneInfo: ("zone", lambda _, v: {"zone": _zone(v)}),
    decimal.Decimal: ("Decimal", _text),
    fractions.Fraction: ("Fraction", _text),
    **{type(d): ("list", _items) for d in ({}.keys(), {}.values(), {}.items())},
    **{kind: ("iterator", _taken) for kind in (types.GeneratorType, map, filter, zip, enumerate, reversed, type(iter([])), type(iter(())))},
}

_DECODERS: dict[str, Callable[[_Decoder, dict], Any]] = {
    "refused": lambda _, c: Refused(c["why"]),
    "int": lambda _, c: int(c["hex"], 16),
    "float": lambda _, c: {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[c["text"]],
    "ellipsis": lambda _, __: ...,
    "complex": lambda d, c: complex(*[d.decode(p) for p in c["parts"]]),
    "bytes": lambda _, c: _raw(c["raw"]),
    "bytearray": lambda _, c: bytearray(_raw(c["raw"])),
    "list": lambda d, c: [d.decode(i) for i in c["items"]],
    "tuple": lambda d, c: tuple(d.decode(i) for i in c["items"]),
    "set": lambda d, c: {d.decode(i) for i in c["items"]},
    "frozenset": lambda d, c: frozenset(d.decode(i) for i in c["items"]),
    "dict": _dict,
    "OrderedDict": lambda d, c: collections.OrderedDict(_dict(d, c)),
    "defaultdict": lambda d, c: collections.defaultdict(None, _dict(d, c)),
    "Counter": lambda d, c: collections.Counter(_dict(d, c)),
    "deque": lambda d, c: collections.deque([d.decode(i) for i in c["items"]], c["maxlen"]),
    "range": lambda _, c: range(*c["of"]),
    "type": lambda _, c: _of_builtin(c["name"]),
    "slice": lambda d, c: slice(*[d.decode(p) for p in c["of"]]),
    "namedtuple": _namedtuple,
    "datetime": _of_moment(dt.datetime),
    "time": _of_moment(dt.time),
    "date": lambda _, c: dt.date.fromisoformat(c["iso"]),
    "timedelta": lambda _, c: dt.timedelta(*c["of"]),
    "zone": lambda _, c: _unzone(c["zone"]),
    "Decimal": lambda _, c: decimal.Decimal(c["text"]),
    "Fraction": lambda _, c: fractions.Fraction(c["text"]),
    "iterator": _iterate,
}


# ---------------------------------------------------------------------------------------------------------------------------------
# numpy

_RAW_DTYPE = re.compile(r"[<>|=]?([biufc](1|2|4|8|16)|S\d{1,6}|[mM]8(\[\d{0,6}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)")


def _array(encoder: _Encoder, value: Any) -> dict:
    code = {"dtype": value.dtype.str, "shape": list(value.shape)}
    if value.dtype.kind == "O":
        return {**code, **_items(encoder, value.ravel())}
    if value.dtype.kind == "U":
        return {**code, "items": value.ravel().tolist()}
    if _RAW_DTYPE.fullmatch(value.dtype.str):
        if value.nbytes > MAX_BYTES:
            raise _Unsendable(f"it is larger than {MAX_BYTES // 2**20} MB")
        return {**code, "raw": _b64(value.tobytes())}
    raise _Unsendable(f"it is an array of {value.dtype}")


def _of_array(decoder: _Decoder, code: dict) -> Any:
    import numpy as np  # noqa: PLC0415

    shape = tuple(code["shape"])
    if len(shape) > 32 or not all(type(n) is int and n >= 0 for n in shape):
        raise WireError("not a shape")
    size = math.prod(shape)
    if "raw" in code:
        if not _RAW_DTYPE.fullmatch(code["dtype"]):
            raise WireError("not a dtype")
        dtype = np.dtype(code["dtype"])
        if dtype.kind == "b":
            return (np.frombuffer(_raw(code["raw"]), "u1") != 0).reshape(shape)
        return np.frombuffer(_raw(code["raw"]), dtype).reshape(shape).copy()
    if size != len(code["items"]):
        raise WireError("not as many items as the shape says")
    if code["dtype"] == "|O":
        array = np.empty(size, object)
        array[:] = [decoder.decode(item) for item in code["items"]]
        return array.reshape(shape)
    if not re.fullmatch(r"[<>=]?U\d{1,7}", code["dtype"]) or not all(type(item) is str for item in code["items"]):
        raise WireError("not an array of text")
    return np.array(code["items"], np.dtype(code["dtype"])).reshape(shape)


def _generator(encoder: _Encoder, value: Any) -> dict:
    state = value.bit_generator.state
    return {"name": state["bit_generator"], "state": encoder.data(state)}


def _of_generator(decoder: _Decoder, code: dict) -> Any:
    import numpy as np  # noqa: PLC0415

    if code["name"] not in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
        raise WireError("not a random number generator")
    bits = getattr(np.random, code["name"])()
    bits.state = decoder.decode(code["state"])
    return np.random.Generator(bits)


def _numpy_encoders(np: Any) -> dict:
    scalars = {kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biufcSUmM"}
    return {
        np.ndarray: ("ndarray", _array),
        np.random.Generator: ("generator", _generator),
        **{kind: ("scalar", lambda e, v: {"of": e.data(np.asarray(v))}) for kind in scalars},
    }


_DECODERS |= {"ndarray": _of_array, "scalar": lambda d, c: d.decode(c["of"])[()], "generator": _of_generator}


# ---------------------------------------------------------------------------------------------------------------------------------
# pandas: a column is its array with its dtype; an index is a column with a name; a table is columns and an index


def _column(encoder: _Encoder, values: Any) -> Any:  # noqa: PLR0911  (one way out for each dtype)
    """Encode the values of a Series or an Index."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    dtype = values.dtype
    if isinstance(dtype, np.dtype):
        return encoder.data(np.asarray(values))
    array = values.array
    if type(dtype) is pd.StringDtype:
        variant = "string" if dtype.na_value is pd.NA else "str"
        return {"$": "texts", "dtype": variant, "items": [None if item is dtype.na_value else str(item) for item in array]}
    if type(dtype) is pd.CategoricalDtype:
        codes = np.asarray(array.codes)
        return {"$": "categorical", "codes": encoder.data(codes), "of": encoder.data(array.categories), "ordered": bool(array.ordered)}
    if type(dtype) is pd.DatetimeTZDtype:
        return {"$": "moments", "at": encoder.data(array.asi8), "unit": dtype.unit, "zone": _zone(dtype.tz)}
    if type(dtype) is pd.PeriodDtype:
        return {"$": "periods", "at": encoder.data(array.asi8), "freq": str(dtype)[len("period[") : -1]}
    if type(dtype) is pd.IntervalDtype:
        return {"$": "intervals", "left": encoder.data(array.left), "right": encoder.data(array.right), "closed": dtype.closed}
    if str(dtype) in _MASKED:
        plain = array.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.type(0))
        return {"$": "masked", "dtype": str(dtype), "of": encoder.data(plain), "mask": encoder.data(np.asarray(array.isna()))}
    raise _Unsendable(f"it is a column of {dtype}")


_MASKED = {f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)} | {"Float32", "Float64", "boolean"}


def _of_column(decoder: _Decoder, code: dict) -> Any:  # noqa: PLR0911  (one way out for each dtype)
    import pandas as pd  # noqa: PLC0415

    match code["$"]:
        case "ndarray":
            return decoder.decode(code)
        case "texts":
            if code["dtype"] not in ("str", "string") or not all(item is None or type(item) is str for item in code["items"]):
                raise WireError("not a column of text")
            return pd.array(code["items"], dtype=code["dtype"])
        case "categorical":
            categories = decoder.decode(code["of"])
            dtype = pd.CategoricalDtype(categories, ordered=code["ordered"] is True)
            return pd.Categorical.from_codes(decoder.decode(code["codes"]), dtype=dtype)
        case "moments":
            stamps = decoder.decode(code["at"]).view(f"M8[{_unit(code)}]")
            return pd.DatetimeIndex(stamps).tz_localize("UTC").tz_convert(_unzone(code["zone"])).array
        case "periods":
            return pd.arrays.PeriodArray(decoder.decode(code["at"]), dtype=pd.PeriodDtype(code["freq"]))
        case "intervals":
            return pd.arrays.IntervalArray.from_arrays(decoder.decode(code["left"]), decoder.decode(code["right"]), closed=code["closed"])
        case "masked":
            if code["dtype"] not in _MASKED:
                raise WireError("not a masked column")
            column = pd.array(decoder.decode(code["of"]), dtype=code["dtype"])
            column[decoder.decode(code["mask"])] = pd.NA
            return column
    raise WireError("not a column")


def _unit(code: dict) -> str:
    if code["unit"] not in ("s", "ms", "us", "ns"):
        raise WireError("not a unit of time")
    return code["unit"]


def _index(encoder: _Encoder, value: Any) -> dict:
    import pandas as pd  # noqa: PLC0415

    names = [encoder.data(name) for name in value.names]
    if type(value) is pd.RangeIndex:
        return {"range": [value.start, value.stop, value.step], "names": names}
    if type(value) is pd.MultiIndex:
        codes = [encoder.data(pd.array(c, dtype="int64").to_numpy()) for c in value.codes]
        return {"levels": [encoder.data(level) for level in value.levels], "codes": codes, "names": names}
    return {"values": _column(encoder, value), "names": names, "freq": getattr(value, "freqstr", None)}


def _of_index(decoder: _Decoder, code: dict) -> Any:
    import pandas as pd  # noqa: PLC0415

    names = [decoder.decode(name) for name in code["names"]]
    if "range" in code:
        index = pd.RangeIndex(*code["range"])
    elif "levels" in code:
        levels, codes = ([decoder.decode(part) for part in code[key]] for key in ("levels", "codes"))
        index = pd.MultiIndex(levels=levels, codes=codes, names=names)
    else:
        values = _of_column(decoder, code["values"])
        index = pd.Index(values, dtype=values.dtype)
        if code["freq"] and isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
            index.freq = code["freq"]
    index.names = names
    return index


def _series(encoder: _Encoder, value: Any) -> dict:
    return {"values": _column(encoder, value), "index": encoder.data(value.index), "name": encoder.data(value.name)}


def _of_series(decoder: _Decoder, code: dict) -> Any:
    import pandas as pd  # noqa: PLC0415

    values = _of_column(decoder, code["values"])
    return pd.Series(values, index=decoder.decode(code["index"]), name=decoder.decode(code["name"]), dtype=values.dtype)


def _frame(encoder: _Encoder, value: Any) -> dict:
    columns = [_column(encoder, value.iloc[:, place]) for place in range(value.shape[1])]
    return {"columns": encoder.data(value.columns), "index": encoder.data(value.index), "values": columns}


def _of_frame(decoder: _Decoder, code: dict) -> Any:
    import pandas as pd  # noqa: PLC0415

    index, columns = decoder.decode(code["index"]), decoder.decode(code["columns"])
    values = [_of_column(decoder, column) for column in code["values"]]
    if len(values) != len(columns):
        raise WireError("not as many columns as names")
    frame = pd.DataFrame({n: pd.Series(v, index=index, dtype=v.dtype) for n, v in enumerate(values)}, index=index)
    frame.columns = columns
    return frame


def _pandas_encoders(pd: Any) -> dict:
    arrays = (pd.Categorical, pd.arrays.IntegerArray, pd.arrays.FloatingArray, pd.arrays.BooleanArray)
    indexes = (
        pd.Index,
        pd.RangeIndex,
        pd.MultiIndex,
        pd.DatetimeIndex,
        pd.TimedeltaIndex,
        pd.PeriodIndex,
        pd.IntervalIndex,
        pd.CategoricalIndex,
    )
    return {
        pd.DataFrame: ("frame", _frame),
        pd.Series: ("series", _series),
        **{kind: ("index", _index) for kind in indexes},
        **{kind: ("column", lambda e, v: {"of": _column(e, pd.Series(v))}) for kind in arrays},
        pd.Timestamp: ("Timestamp", lambda _, v: {"at": v.as_unit(v.unit)._value, "unit": v.unit, "zone": _zone(v.tz)}),
        pd.Timedelta: ("Timedelta", lambda _, v: {"of": v._value, "unit": v.unit}),
        pd.Period: ("Period", lambda _, v: {"at": v.ordinal, "freq": v.freqstr}),
        pd.Interval: ("Interval", lambda e, v: {"ends": [e.data(v.left), e.data(v.right)], "closed": v.closed}),
        type(pd.NaT): ("NaT", lambda _, v: {}),
        type(pd.NA): ("NA", lambda _, v: {}),
    }


def _of_timestamp(_decoder: _Decoder, code: dict) -> Any:
    import pandas as pd  # noqa: PLC0415

    zone = _unzone(code["zone"])
    stamp = pd.Timestamp(code["at"], unit=_unit(code)).as_unit(code["unit"])
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(zone)


def _pandas(make: Callable) -> Callable[[_Decoder, dict], Any]:
    return lambda decoder, code: make(importlib.import_module("pandas"), decoder, code)


_DECODERS |= {
    "frame": _of_frame,
    "series": _of_series,
    "index": _of_index,
    "column": lambda d, c: _of_column(d, c["of"]),
    "Timestamp": _of_timestamp,
    "Timedelta": _pandas(lambda pd, d, c: pd.Timedelta(c["of"], unit=_unit(c)).as_unit(c["unit"])),
    "Period": _pandas(lambda pd, d, c: pd.Period(ordinal=c["at"], freq=c["freq"])),
    "Interval": _pandas(lambda pd, d, c: pd.Interval(*[d.decode(end) for end in c["ends"]], closed=c["closed"])),
    "NaT": _pandas(lambda pd, d, c: pd.NaT),
    "NA": _pandas(lambda pd, d, c: pd.NA),
}


@functools.cache
def _encoders(*imported: str) -> dict[type, tuple[str, Callable]]:
    """The encoder of each exact type; those of numpy and pandas only where they have been imported already."""
    known = dict(_STANDARD)
    for name, encoders in (("numpy", _numpy_encoders), ("pandas", _pandas_encoders)):
        if name in imported:
            known |= encoders(sys.modules[name])
    return known


# ---------------------------------------------------------------------------------------------------------------------------------
# Frames: one message is its length (4 bytes) and its text


def send(channel: socket.socket, message: bytes) -> None:
    channel.sendall(struct.pack(">I", len(message)) + message)


def receive(channel: socket.socket) -> bytes:
    """Read one message. Raises `EOFError` when the other side has gone, `WireError` when the message is too large."""
    return rest(channel, _exactly(channel, 4))


def rest(channel: socket.socket, size: bytes) -> bytes:
    """Read the text of a message whose length has been read."""
    (length,) = struct.unpack(">I", size)
    if length > 2 * MAX_BYTES:
        raise WireError("message too large")
    return _exactly(channel, length)


def _exactly(channel: socket.socket, size: int) -> bytes:
    chunks = bytearray()
    while len(chunks) < size:
        chunk = channel.recv(min(size - len(chunks), 2**20))
        if not chunk:
            raise EOFError("the other side has gone")
        chunks += chunk
    return bytes(chunks)
