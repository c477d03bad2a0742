"""The judge: runs test cells in a process that no student's code ever enters.

One judge process serves one notebook. It runs the instructor's own set-up cells, and where a test cell follows, a copy of it stays behind:
the stage for that test. For each submission one more copy, of the stage, runs the cell from its first line to its last. A name the
instructor's code has not defined is fetched from the student's frozen state as plain data (see `answers`); a function arrives as a stand-in
that sends its arguments there and returns what comes back.

The set-up stays in charge of its names: a student cannot replace ``pd``, a helper or an expected value that the instructor defined. Only
names that a model answer or its stub assigns or changes are taken from the student first.
"""

from __future__ import annotations

import ast
import builtins
import collections
import contextlib
import functools
import gc
import inspect
import io
import json
import linecache
import math
import os
import random
import select
import signal
import socket
import sys
import time
import traceback
import types
from collections.abc import Callable, Iterable
from typing import Any

from nbsealed import answers, cells
from nbsealed.warm import load

CELL = "<test cell>"
QUESTIONS = 6  # asked at least ahead of a test that asks any, each by itself: its own and decoys, of which there is at least one
MIXED = 10  # the same for questions asked together
BRIEF = 0.05  # seconds for a call among others; to ask a slower one twice would take longer than to copy the process for it
DECOY_TIMEOUT = 1  # seconds
MAX_CALLS = 500  # asked ahead for one test cell
MAX_TEXT = 20_000  # characters of a message or of what a test prints


class StudentCrashed(BaseException):  # like AnswerRefused, an outcome that `except Exception` must not swallow
    """The student's process ended while a test was waiting for it."""


class StudentTimedOut(BaseException):
    """A call of a student's function took too long."""


class NotInSnapshot(BaseException):
    """A test needs more of the student than the plain values that were kept for it."""


class Names(dict):
    """The global names of the instructor's code; what is not there is asked of the student, once one is connected."""

    def __init__(self) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins, get_ipython=lambda: _NoShell(self))
        self.student: Student | Snapshot | None = None
        self.answers: set[str] = set()
        self.imports: dict[str, Any] = {}
        self.spare: dict[str, Any] = {}

    def connect(self, student: Student | Snapshot, answered: Iterable[str], imports: dict[str, Any]) -> None:
        self.student, self.answers, self.imports = student, set(answered), imports
        self.spare = {name: dict.pop(self, name) for name in self.answers if dict.__contains__(self, name)}

    def __missing__(self, name: str) -> Any:
        if self.student is None or name.startswith("__") or (hasattr(builtins, name) and name not in self.answers):
            raise KeyError(name)
        found, value = self.student.get(name)
        if isinstance(value, answers.Refused):
            value = self.imports.get(name, value)  # a module is refused, and the instructor has it too
        elif not found:
            value = collections.ChainMap(self.spare, self.imports)[name]
        self[name] = value
        return value

    def __contains__(self, name: object) -> bool:
        try:
            self[name]
        except KeyError:
            return False
        return True

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401  (this is what it means)


class _NoShell:
    """Stands for IPython's shell: magics that wrap code run it, all others do nothing."""

    def __init__(self, names: Names):
        self.user_ns = names

    def run_cell_magic(self, name: str, _line: str, body: str) -> None:
        if name in ("capture", "time"):
            exec(compile(body, CELL, "exec"), self.user_ns)

    def run_line_magic(self, *_: Any, **__: Any) -> None:
        pass

    system = getoutput = run_line_magic


class Snapshot:
    """What the student's kernel has kept for a test in place of a copy of itself: plain values, and the names of all else."""

    def __init__(self, file: int):
        """Read the file. One that cannot be read has nothing, and lacks whatever it is asked for."""
        self.values: dict[str, Any] = {}
        self.others: set[str] | None = None
        self.lacking = False
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            content = json.loads(os.pread(file, answers.MAX_BYTES, 0))
            self.values, self.others = dict(content["values"]), set(content["others"])

    def get(self, name: str) -> tuple[bool, Any]:
        if self.others is None or name in self.others:
            self.lacking = True  # where the test swallows what is raised
            raise NotInSnapshot
        return name in self.values, _read(self.values.get(name))


class Student:
    """The judge's end of the line to a frozen copy of the student's kernel."""

    def __init__(self, channel: socket.socket, call_timeout: float, keep_state: bool):
        channel.settimeout(call_timeout + 5)
        self.channel, self.call_timeout, self.keep_state = channel, call_timeout, keep_state
        self.callbacks: list[Callable] = []
        self.stand_ins: dict[Callable, int] = {}
        self.ahead: dict[str, list[dict]] = collections.defaultdict(list)  # replies to calls asked before the test runs

    def get(self, name: str) -> tuple[bool, Any]:
        reply = self.ask({"op": "get", "name": name})
        return ("value" in reply), self.read(reply.get("value"))

    def ask(self, request: dict) -> dict:
        try:
            answers.send(self.channel, json.dumps(request).encode())
            while True:
                reply = json.loads(answers.receive(self.channel))
                if not isinstance(reply, dict):
                    raise answers.WireError("not a reply")
                if "callback" not in reply:
                    return reply
                answers.send(self.channel, self.call_back(reply))
        except TimeoutError:
            raise StudentTimedOut(f"no answer within {self.call_timeout:g} seconds") from None
        except (EOFError, OSError):
            raise StudentCrashed("the student's process ended") from None
        except (ValueError, RecursionError):
            raise answers.AnswerRefused("the student's process sent something that is not an answer") from None

    def read(self, code: Any) -> Any:
        return _read(code, self.stand_in)

    def write(self, value: Any) -> Any:
        return json.loads(answers.dumps(value, self.refer))

    def refer(self, function: Callable) -> dict:
        if function in self.stand_ins:
            return {"ref": self.stand_ins[function]}
        self.callbacks.append(function)
        return {"callback": len(self.callbacks) - 1, "name": str(getattr(function, "__name__", "function"))}

    def call_back(self, reply: dict) -> bytes:
        """The student's function called a function that the test had passed to it."""
        if reply["callback"] not in range(len(self.callbacks)):
            raise answers.AnswerRefused("the student's process called a function that it was not given")
        try:
            value = self.callbacks[reply["callback"]](*self.read(reply["args"]), **self.read(reply["kwargs"]))
            return b'{"value":' + answers.dumps(value) + b"}"
        except Exception as error:
            return json.dumps({"raised": [type(error).__name__, str(error)]}).encode()

    def stand_in(self, about: dict) -> Callable:
        """A function of the judge that stands for one of the student's: same name, signature, docstring and source text."""
        ref, name = int(about["ref"]), str(about["name"])

        def function(*args: Any, **kwargs: Any) -> Any:
            return self.call(ref, name, args, kwargs)

        function.__name__ = function.__qualname__ = name
        function.__doc__ = about.get("doc") or None
        function.__module__ = "__main__"
        with contextlib.suppress(ValueError, TypeError, KeyError):
            function.__signature__ = inspect.Signature(
                [
                    inspect.Parameter(
                        key, inspect._ParameterKind(kind), default=self.read(default) if optional else inspect.Parameter.empty
                    )
                    for key, kind, optional, default in about["parameters"]
                ]
            )
        if isinstance(about.get("source"), str):
            file = f"<the student's {name}, {ref}>"
            lines = about["source"].splitlines(keepends=True)
            linecache.cache[file] = (len(about["source"]), None, lines, file)
            function.__code__ = function.__code__.replace(co_filename=file, co_firstlineno=1)
        self.stand_ins[function] = ref
        return function

    def ask_ahead(self, calls: list[list], *, apart: bool = False) -> None:
        """Ask what the test is known to ask, before it runs.

        One copy of the student's process is asked all of it twice: in random order, then the other
        way round and among questions that the test will not ask. Where a reply is another than
        before, each question is asked of a copy of its own, in random order and among others; with
        `apart`, at once. A function that answers by the count of its calls, wherever it keeps the
        count, gives its answers to the wrong questions.
        """
        functions = {name: self.get(name)[1] for name in {call[0] for call in calls}}
        refs = {name: self.stand_ins.get(function) for name, function in functions.items() if callable(function)}
        asked = [{"ref": refs[name], "args": args, "kwargs": kwargs} for name, args, kwargs in calls if refs.get(name) is not None]
        if not asked:
            return
        chance = random.SystemRandom()
        chance.shuffle(asked)
        decoys = [{**call, "args": _vary(call["args"])} for call in chance.choices(asked, k=max(2, MIXED - len(asked)))]
        if apart:
            self._apart(asked, decoys[: max(1, QUESTIONS - len(asked))])
            return
        mixed, places = decoys.copy(), sorted(chance.sample(range(1, len(asked) + len(decoys)), len(asked)))
        for place, call in zip(places, reversed(asked), strict=True):
            mixed.insert(place, call)
        replies = self._together([*asked, *mixed])
        first, second = replies[: len(asked)], replies[len(asked) :]
        if replies and first == [second[place] for place in reversed(places)]:
            for call, reply in zip(asked, first, strict=True):
                self.ahead[_key(**call)].append(reply)
        else:
            self._apart(asked, decoys[: max(1, QUESTIONS - len(asked))])

    def _together(self, calls: list[dict]) -> list[dict]:
        """The replies to calls that one copy of the student's process gets; none unless each ends well and soon."""
        replies = self.ask({"op": "calls", "calls": calls, "timeout": min(BRIEF * len(calls), self.call_timeout)}).get("replies")
        whole = isinstance(replies, list) and len(replies) == len(calls)
        return replies if whole and all(isinstance(reply, dict) and reply.keys() & {"value", "raised"} for reply in replies) else []

    def _apart(self, calls: list[dict], decoys: list[dict]) -> None:
        """Ask each call, and decoys among them, of a copy of its own."""
        asked = [(call, self.call_timeout) for call in calls] + [(call, DECOY_TIMEOUT) for call in decoys]
        random.SystemRandom().shuffle(asked)
        for call, timeout in asked:
            reply = self.ask({"op": "call", "keep": False, "timeout": timeout, **call})
            if timeout == self.call_timeout:
                self.ahead[_key(**call)].append(reply)
            if "timeout" in reply:
                return

    def call(self, ref: int, name: str, args: tuple, kwargs: dict) -> Any:
        sent = {"args": self.write(list(args)), "kwargs": self.write(kwargs)}
        known = self.ahead.get(_key(ref, **sent))
        if known:
            reply = known.pop()
        else:
            reply = self.ask({"op": "call", "ref": ref, "keep": self.keep_state, "timeout": self.call_timeout, **sent})
        if "timeout" in reply:
            raise StudentTimedOut(f"{name} took longer than {self.call_timeout:g} seconds")
        if "crashed" in reply:
            raise StudentCrashed(f"{name} ended the process it ran in")
        sys.stdout.write(str(reply.get("stdout", "")))
        _mirror(list(args), self.read(reply.get("args")))
        _mirror(kwargs, self.read(reply.get("kwargs")))
        if "raised" in reply:
            raise _error(*reply["raised"])
        return self.read(reply.get("value"))


def _read(code: Any, function: Callable[[dict], Callable] | None = None) -> Any:
    try:
        return answers.loads(json.dumps(code).encode(), function)
    except answers.WireError as error:
        return answers.Refused(str(error))


def _key(ref: int, args: Any, kwargs: Any) -> str:
    return json.dumps([ref, args, kwargs], sort_keys=True)


def _vary(code: Any) -> Any:
    """Encoded arguments of the same shape with other content."""
    match code:
        case bool() | None:
            return code
        case int() | float():
            return code + 1
        case str():
            return code[::-1] + "a"
        case list():
            return [_vary(item) for item in reversed(code)] if len(code) != 1 else [_vary(code[0])]
        case {"$": "tuple", "items": items}:
            return {"$": "tuple", "items": [_vary(item) for item in items]}
    return code


def _error(name: str, builtin: str, text: str) -> Exception:
    """What a student's function raised, as the built-in exception it is or derives from."""
    kind = getattr(builtins, str(builtin), None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = RuntimeError
    if name != kind.__name__:
        kind = type(str(name), (kind,), {})
    try:
        error = kind(str(text))
    except TypeError:  # UnicodeDecodeError and the like want more arguments
        error = RuntimeError(f"{name}: {text}")
    error.__student__ = True
    return error


def _mirror(old: Any, new: Any) -> Any:
    """Do to an argument what the student's function did to its copy, so that a test sees it change as it would in one process.

    Returns what stands in its place: `old` itself, changed, where it can change; else `new`.
    """
    kind = type(old)
    if callable(old) or type(new) is not kind:
        return old if callable(old) or type(new) is answers.Refused else new
    name = f"{kind.__module__.partition('.')[0]}.{kind.__name__}"
    if kind is list:
        old[:] = [_mirror(*pair) for pair in zip(old, new, strict=False)] + new[len(old) :]
    elif kind is dict:
        items = {key: _mirror(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(items)
    elif kind is set:
        old.clear()
        old.update(new)
    elif kind is tuple:
        parts = tuple(map(_mirror, old, new))
        return parts if len(old) != len(new) or any(a is not b for a, b in zip(old, parts, strict=True)) else old
    elif name == "numpy.ndarray" and old.shape == new.shape and old.flags.writeable:
        old[...] = new
    elif name == "numpy.Generator":
        old.bit_generator.state = new.bit_generator.state
    elif name in ("pandas.DataFrame", "pandas.Series"):
        if not old.equals(new):
            old.__init__(new)
    else:
        return new
    return old


# ---------------------------------------------------------------------------------------------------------------------------------
# Running cells


def prepare(source: str, names: dict) -> None:
    """Run set-up code statement by statement. What fails is left out: it may need an answer, and is then the student's to define."""
    try:
        tree = ast.parse(cells.without_magics(source), "<set-up cell>")
    except SyntaxError:
        return
    for statement in tree.body:
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(ast.Module([statement], []), "<set-up cell>", "exec"), names)


def run_test(source: str, names: Names, hidden: set[int]) -> dict:
    """Run a test cell and say how it went: outcome, message for the student, detail for the instructor, partial credit, printed text."""
    printed = io.StringIO()
    value = None
    try:
        statements, last = _compiled(source)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            exec(statements, names)
            if last is not None:
                value = eval(last, names)
        verdict = {"outcome": "passed", **_credit(value)}
    except answers.AnswerRefused as reason:
        verdict = {"outcome": "refused", "message": f"an answer cannot be graded: {reason}"}
    except StudentTimedOut as reason:
        verdict = {"outcome": "timed out", "message": str(reason)}
    except StudentCrashed as reason:
        verdict = {"outcome": "crashed", "message": str(reason)}
    except MemoryError:
        verdict = {"outcome": "crashed", "message": "the answer needs more memory than there is"}
    except BaseException as error:
        text = cells.without_magics(source)
        verdict = {"outcome": "failed", **_failure(error, ast.parse(text), text, hidden)}
    return {**verdict, "stdout": printed.getvalue()[:MAX_TEXT]}


@functools.lru_cache(maxsize=1)
def _compiled(source: str) -> tuple[types.CodeType, types.CodeType | None]:
    """The statements of a cell, and the expression that it ends with, if that gives its value."""
    text = cells.without_magics(source)
    linecache.cache[CELL] = (len(text), None, text.splitlines(keepends=True), CELL)
    tree = ast.parse(text, CELL)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) and not text.rstrip().endswith(";") else None
    return compile(tree, CELL, "exec"), last and compile(ast.Expression(last.value), CELL, "eval")


def _credit(value: Any) -> dict:
    """Partial credit is the number a test cell ends with; a number that says nothing (nan, negative) earns nothing."""
    try:
        number = None if value is None or isinstance(value, bool | str | bytes) else float(value)
    except BaseException:
        number = None
    if number is None:
        return {}
    return {"credit": number if math.isfinite(number) and number >= 0 else 0.0}


def _failure(error: BaseException, tree: ast.Module, text: str, hidden: set[int]) -> dict:
    """The message a student may read, and the detail for the instructor.

    Of a hidden test, only the words its author wrote for the student are shown: the literal text of the assert's message, or a
    sentence that stands in the cell and was chosen there, for example from a dict of replies.
    """
    places = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == CELL]
    line = places[-1] if places else 0
    said = str(error)[:MAX_TEXT]
    detail = f"line {line}: {type(error).__name__}: {said}" if places else f"{type(error).__name__}: {said}"
    if not hidden.isdisjoint(places):
        words = _literal_message(tree, places[-1], said) if isinstance(error, AssertionError) else None
        message = words or ("a hidden test failed" if isinstance(error, AssertionError) else f"a hidden test stopped with {_kind(error)}")
    elif isinstance(error, AssertionError) and not getattr(error, "__student__", False):
        message = said or text.splitlines()[line - 1].strip()
    else:
        message = f"{_kind(error)}: {said}"
    return {"message": message[:MAX_TEXT], "detail": detail}


def _kind(error: BaseException) -> str:
    return f"{type(error).__name__}{' in your function' if getattr(error, '__student__', False) else ''}"


def _literal_message(tree: ast.Module, line: int, said: str) -> str | None:
    chosen = None
    for node in ast.walk(tree):
        match node:
            case ast.Assert(msg=ast.Constant(value=str(text))) if node.lineno <= line <= node.end_lineno:
                return text
            case ast.Assert(msg=ast.JoinedStr(values=parts)) if node.lineno <= line <= node.end_lineno:
                return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
            case ast.Constant(value=str(text)) if text == said and text.count(" ") >= 2:  # three words or more: no answer to a task
                chosen = said
    return chosen


# ---------------------------------------------------------------------------------------------------------------------------------
# The process


def record(course: list[list[str]], answered: set[str]) -> dict[str, Any]:
    """Run the instructor's notebook, model answers included, and learn what its tests ask.

    `course` is a list of cells: kind (``test`` or anything else), name, source. Gives ``calls``, by test those it makes of functions that
    are answers; ``plain``, the tests that make none and name no answer which only its own process can give; and ``apart``, those whose
    calls are slow, or get another reply when they are made again. A call is a name and encoded arguments. What a function calls in its
    turn is not listed, because a student's does that on the student's side, unasked.
    """
    names, calls, plain, apart = Names(), {}, [], []
    for kind, name, source in course:
        if kind != "test":
            prepare(source, names)
            continue
        calls[name], replies = [], []
        functions = {key: value for key, value in names.items() if key in answered and inspect.isroutine(value)}
        names.update(_recorders(functions, calls[name], replies))
        run_test(source, names, set())
        names.update(functions)
        if calls[name] and _again(functions, calls[name]) != replies:
            apart.append(name)
        asked = {key: dict.get(names, key) for key in answered & cells.named(source)}
        if not calls[name] and answers.still(asked).keys() == asked.keys():
            plain.append(name)
    return {"calls": calls, "plain": plain, "apart": apart}


def _again(functions: dict[str, Callable], calls: list[list]) -> list[dict]:
    """The replies to recorded calls when they are made once more, in a copy of this process; none unless each is given soon."""

    def ask() -> dict:
        replies: list[dict] = []
        repeated = _recorders(functions, [], replies)
        for name, *parts in calls:
            args, kwargs = (answers.loads(json.dumps(part).encode()) for part in parts)
            with contextlib.suppress(Exception):  # then it has no value this time either
                repeated[name](*args, **kwargs)
        return {"replies": replies}

    return _aside(ask, BRIEF * len(calls)).get("replies", [])


def _recorders(functions: dict[str, Callable], calls: list[list], replies: list[dict]) -> dict[str, Callable]:
    """The functions, by name, as they are, but each call that is not made by one of them is put on the list, and what it gives too."""
    depth = 0

    def recorder(name: str, function: Callable) -> Callable:
        @functools.wraps(function)
        def recorded(*args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            if depth:
                return function(*args, **kwargs)
            call = [name, json.loads(answers.dumps(list(args))), json.loads(answers.dumps(kwargs))]
            value: dict[str, Any] = {}
            depth += 1
            try:
                value["is"] = function(*args, **kwargs)
                return value["is"]
            finally:
                depth -= 1
                if '"refused"' not in json.dumps(call) and len(calls) < MAX_CALLS:
                    calls.append(call)
                    replies.append(answers.still(value))

        return recorded

    return {name: recorder(name, function) for name, function in functions.items()}


def main(channel: socket.socket) -> None:
    """Serve requests.

    ``imports`` loads what the instructor's notebook imports, ``record`` runs it to learn what its tests ask, ``prepare`` runs set-up code,
    and ``stage`` leaves a copy of this process behind, on a line of its own, for one test: all that is the same for each submission. Any
    other request goes to such a copy, and runs the test in one more.
    """
    names, imports, stage = Names(), {}, {}
    sys.path.insert(0, "")  # the instructor's own modules beside the notebook
    while True:
        try:
            size, fds, _, _ = socket.recv_fds(channel, 4, 1)
            if not size:
                return
            request = json.loads(answers.rest(channel, size))
        except (EOFError, OSError):
            return
        reply = {}
        if "stage" in request:
            if not os.fork():
                stage = request["stage"]
                with contextlib.suppress(Exception):  # the verdict of each submission will be that
                    _compiled(stage["test"])
                gc.freeze()
                channel.close()
                channel = socket.socket(fileno=fds[0])
                continue
        elif "imports" in request:
            prepare(request["imports"], imports)
            with contextlib.suppress(ImportError):  # where a course's own module loads it late, each test would do so anew
                import pandas  # noqa: F401, PLC0415
        elif "prepare" in request:
            prepare(request["prepare"], names)
        elif "record" in request:
            reply = _aside(lambda request=request: record(request["record"], set(request["answers"])), request["timeout"])
        else:
            reply = _aside(lambda request={**stage, **request}, fds=fds: _judge(request, names, imports, fds[0]), request["timeout"])
        for fd in fds:
            os.close(fd)
        answers.send(channel, json.dumps(reply).encode())


def _judge(request: dict, names: Names, imports: dict, line: int) -> dict:
    if request["snapshot"]:
        snapshot = Snapshot(line)
        names.connect(snapshot, request["answers"], imports)
        verdict = run_test(request["test"], names, set(request["hidden"]))
        return {"outcome": "lacking"} if snapshot.lacking else verdict
    student = Student(socket.socket(fileno=line), request["call_timeout"], request["keep_state"])
    names.connect(student, request["answers"], imports)
    if not request["keep_state"]:
        with contextlib.suppress(StudentCrashed, StudentTimedOut, answers.AnswerRefused):  # the test will meet it again, and say so
            student.ask_ahead(request["calls"], apart=request["apart"])
    return run_test(request["test"], names, set(request["hidden"]))


def _aside(work: Callable[[], dict], timeout: float) -> dict:
    """Do some work in a copy of this process, for so many seconds; a copy that takes longer or dies is an outcome too."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        gc.freeze()  # to look through what is there already would copy all of it
        try:
            os.close(reading)
            result = work()
            with os.fdopen(writing, "wb") as stream:
                stream.write(json.dumps(result).encode())
        finally:
            os._exit(0)
    os.close(writing)
    text, deadline = bytearray(), time.monotonic() + timeout
    try:
        while select.select([reading], [], [], max(0, deadline - time.monotonic()))[0]:
            chunk = os.read(reading, 2**16)
            if not chunk:
                return json.loads(text or b'{"outcome":"crashed","message":"the test ended without a verdict"}')
            text += chunk
        return {"outcome": "timed out", "message": f"the test took longer than {timeout:g} seconds"}
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    load(sys.argv[2:])
    main(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # a stage has a copy of everything; to clear it up would take longer than most tests
