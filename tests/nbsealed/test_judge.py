"""Test cells in the judge, against a student's process on the other end of a real line."""

import contextlib
import math
import os
import socket
import tempfile
import textwrap

import pytest

from nbsealed import judge
from nbsealed.judge import Names, Snapshot, Student, prepare, record, run_test
from nbsealed.student import CHANNEL, _Server, snapshot


@contextlib.contextmanager
def student(code: str, *, keep_state: bool = False, call_timeout: float = 5):
    """A forked process that has run a student's code and answers for it."""
    near, far = socket.socketpair()
    child = os.fork()
    if not child:
        try:
            near.close()
            names: dict = {}
            exec(compile(textwrap.dedent(code), "<student>", "exec"), names)
            _Server(names, far).serve()
        finally:
            os._exit(0)
    far.close()
    try:
        yield Student(near, call_timeout, keep_state)
    finally:
        near.close()
        os.waitpid(child, 0)


def verdict(code: str, test: str, *, setup: str = "", answers=(), hidden=(), calls=(), apart=False, **how) -> dict:
    with student(code, **how) as line:
        names = Names()
        prepare(textwrap.dedent(setup), names)
        names.connect(line, answers, {})
        line.ask_ahead([list(call) for call in calls], apart=apart)
        return run_test(textwrap.dedent(test), names, set(hidden))


def outcome(*args, **how) -> str:
    return verdict(*args, **how)["outcome"]


def test_a_right_answer_passes_and_a_wrong_one_says_why():
    assert outcome("x = 3", "assert x == 3") == "passed"
    wrong = verdict("x = 4", "assert x == 3, f'x is {x}'")
    assert (wrong["outcome"], wrong["message"]) == ("failed", "x is 4")
    assert verdict("x = 4", "assert x == 3")["message"] == "assert x == 3"
    assert "name 'x' is not defined" in verdict("", "assert x == 3")["message"]


def test_functions_are_called_where_the_student_is():
    code = "import os\npid = os.getpid()\ndef f(a, *, b=2):\n    'Doc.'\n    print('working')\n    return a + b"
    test = """
        import inspect, os
        assert f(1) == 3 and f(1, b=5) == 6
        assert f.__doc__ == 'Doc.' and str(inspect.signature(f)) == '(a, *, b=2)'
        assert pid != os.getpid()
    """
    result = verdict(code, test)
    assert result["outcome"] == "passed", result
    assert result["stdout"] == "working\nworking\n"


def test_source_of_a_function_can_be_read(tmp_path):
    (tmp_path / "work.py").write_text("def f(x):\n    return sum(x)  # no loop\n")
    code = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom work import f"
    assert outcome(code, "import inspect\nassert 'no loop' in inspect.getsource(f)") == "passed"


def test_functions_that_make_functions_and_take_them():
    assert outcome("def adder(n):\n    return lambda x: x + n", "add = adder(3)\nassert add(4) == 7") == "passed"
    assert (
        outcome("def twice(f, x):\n    return f(f(x))", "assert twice(lambda n: n * 3, 2) == 18\nassert twice(len, 'x' * 3) == 1")
        == "failed"
    )
    assert outcome("def each(f, xs):\n    return [f(x) for x in xs]", "assert each(lambda n: n * 3, [1, 2]) == [3, 6]") == "passed"
    assert outcome("def g(x):\n    return x\ndef call(f):\n    return f(5)", "assert call(g) == 5") == "passed"


def test_arguments_change_as_they_would_in_one_process():
    setup = "import numpy as np, pandas as pd"
    code = """
        def add(xs, d, s): xs.append(4); xs[0].append(9); d['k'] = 1; d.pop('old'); s.add(3)
        def fill(a, df, series): a[0] = 9; df['new'] = 1; series.iloc[0] = 7
        def pure(xs, df): return sorted(xs), df.assign(new=1)
    """
    test = """
        inner = [1]
        xs, d, s = [inner, 2], {'old': 0}, {1}
        add(xs, d, s)
        assert xs == [[1, 9], 2, 4] and inner == [1, 9] and d == {'k': 1} and s == {1, 3}
        a, df, series = np.zeros(2), pd.DataFrame({'x': [1, 2]}), pd.Series([1, 2])
        fill(a, df, series)
        assert a[0] == 9 and list(df.columns) == ['x', 'new'] and series[0] == 7
        given, table = [3, 1], pd.DataFrame({'x': [1]})
        pure(given, table)
        assert given == [3, 1] and list(table) == ['x']
    """
    result = verdict(code, test, setup=setup)
    assert result["outcome"] == "passed", result


def test_errors_arrive_as_the_built_in_error_they_are():
    code = (
        "class Mine(ValueError): pass\ndef f(x):\n    raise Mine('bad')\ndef g():\n    raise KeyError('k')\ndef h():\n    raise SystemExit"
    )
    test = """
        import pytest
        with pytest.raises(ValueError, match='bad'): f(1)
        with pytest.raises(KeyError): g()
        with pytest.raises(RuntimeError): h()
    """
    assert outcome(code, test) == "passed"
    assert "Mine in your function: bad" in verdict(code, "f(1)")["message"]


def test_a_function_cannot_count_its_calls():
    counter = "calls = []\ndef f(x):\n    calls.append(x)\n    return len(calls)"
    assert outcome(counter, "assert f(1) == 1 and f(1) == 2") == "failed"
    assert outcome(counter, "assert f(1) == 1 and f(1) == 2", keep_state=True) == "passed"


@pytest.mark.parametrize("apart", [False, True])
def test_a_count_kept_outside_the_process_gives_the_wrong_answers(apart):
    shared = "import mmap\ncount = mmap.mmap(-1, 8)\nright = list(range(20))\ndef f(x):\n    count[0] += 1\n    return right[count[0] - 1]"
    honest = "def f(x):\n    return x"
    test = "assert [f(n) for n in range(20)] == list(range(20))"
    calls = [["f", [n], {"$": "dict", "items": []}] for n in range(20)]
    assert outcome(shared, test) == "passed", "the count is kept, so asking in order is not enough"
    assert outcome(shared, test, calls=calls, apart=apart) == "failed"
    assert outcome(honest, test, calls=calls, apart=apart) == "passed"


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    "remembering",
    [
        "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)",
        "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
        "ready = False\ndef f(x):\n    global ready\n    ready, before = True, ready\n    return 2 if before else 1",
        "import time\nseen = []\ndef f(x):\n    time.sleep(0.2)\n    seen.append(x)\n    return len(seen)",
    ],
)
def test_a_call_knows_nothing_of_those_before_it_however_they_are_asked(remembering, apart):
    calls = [["f", [n], {"$": "dict", "items": []}] for n in range(3)]
    test = "assert [f(n) for n in range(3)] == [1, 1, 1]"
    assert outcome(remembering, test) == "passed"
    assert outcome(remembering, test, calls=calls, apart=apart) == "passed"


def test_a_call_that_ends_its_process_costs_no_other_its_reply():
    code = "import os\ndef f(x):\n    if x == 1:\n        os._exit(0)\n    return x"
    calls = [["f", [n], {"$": "dict", "items": []}] for n in range(3)]
    assert outcome(code, "assert f(0) == 0 and f(2) == 2", calls=calls) == "passed"
    assert outcome(code, "f(1)", calls=calls) == "crashed"


def test_the_model_answer_tells_what_a_test_asks():
    course = [
        ["", "setup", "base = 10"],
        ["", "answer", "def f(x, y=1):\n    return x + y + base"],
        ["test", "f-test", "assert f(1) == 12\nassert f(2, y=3) == 15\nassert f(f(1)) == 23"],
    ]
    calls = record(course, {"f"})["calls"]["f-test"]
    assert [call[1] for call in calls] == [[1], [2], [1], [12]]
    assert outcome("def f(x, y=1):\n    return x + y + 10", "assert f(1) == 12\nassert f(2, y=3) == 15", calls=calls) == "passed"


def test_what_an_answer_calls_itself_is_not_asked_of_it():
    course = [
        ["", "answer", "def step(x):\n    return x + 1\n\ndef steps(x, n):\n    for _ in range(n):\n        x = step(x)\n    return x"],
        ["test", "steps-test", "assert steps(1, 9) == 10\nassert step(1) == 2"],
    ]
    calls = record(course, {"step", "steps"})["calls"]["steps-test"]
    assert [call[:2] for call in calls] == [["steps", [1, 9]], ["step", [1]]]


def test_the_model_answer_tells_which_tests_need_plain_values_only():
    course = [
        ["", "answer", "n, names = 3, ['a']\ndef f():\n    return n\ncount = iter(names)"],
        ["test", "n-test", "assert n == 3 and len(names) == 1"],
        ["test", "f-test", "assert f() == 3"],
        ["test", "doc-test", "assert f.__doc__ is None"],
        ["test", "count-test", "assert list(count) == ['a']"],
    ]
    assert record(course, {"n", "names", "f", "count"})["plain"] == ["n-test"]


def test_the_model_answer_tells_which_calls_are_better_asked_apart():
    course = [
        ["", "setup", "import random, time"],
        ["", "answer", "def f(x):\n    return x\ndef draw(x):\n    return random.random()\ndef slow(x):\n    time.sleep(0.2)\nseen = []"],
        ["", "answer", "def count(x):\n    seen.append(x)\n    return len(seen)\ndef fail(x):\n    raise ValueError(x)"],
        *(
            ["test", f"{name}-test", f"try:\n    {name}(1)\nexcept ValueError:\n    pass"]
            for name in ("f", "draw", "slow", "count", "fail")
        ),
        ["test", "seen-test", "assert len(seen) == 1"],
    ]
    recorded = record(course, {"f", "draw", "slow", "count", "fail"})
    assert recorded["apart"] == ["draw-test", "slow-test", "count-test"]
    assert recorded["calls"]["count-test"] == [["count", [1], {"$": "dict", "items": []}]]


def kept(content: bytes) -> Snapshot:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return Snapshot(file.fileno())


def test_plain_values_are_kept_for_a_test(monkeypatch):
    near, far = socket.socketpair()
    monkeypatch.setenv(CHANNEL, str(far.fileno()))
    with near, far:
        snapshot({"n": 3, "other": 4, "f": len, "math": math}, ["f", "missing", "n"])
        _, (fd,), _, _ = socket.recv_fds(near, 1, 1)
    student = Snapshot(fd)
    os.close(fd)
    names = Names()
    names.connect(student, ["f", "missing", "n"], {"math": math})
    assert run_test("assert n == 3 and math.pi > 3 and 'missing' not in globals()", names, set())["outcome"] == "passed"
    assert not student.lacking


@pytest.mark.parametrize("content", [b'{"values": {}, "others": ["x"]}', b"", b"{", b"[]", b'{"values": 1, "others": []}', b"[" * 10**6])
def test_a_test_that_needs_more_than_was_kept_is_noticed(content):
    student = kept(content)
    names = Names()
    names.connect(student, ["x"], {})
    run_test("try:\n    x\nexcept BaseException:\n    pass", names, set())
    assert student.lacking


def test_time_death_and_lies_are_outcomes():
    assert outcome("def f():\n    while True: pass", "try:\n    f()\nexcept Exception:\n    pass", call_timeout=0.5) == "timed out"
    assert outcome("import os\ndef f():\n    os._exit(0)", "f()") == "crashed"
    assert outcome("class E:\n    def __eq__(s, o): return True\nx = E()", "assert x == 1") == "refused"
    assert outcome("class E:\n    pass\ndef f():\n    return E()", "assert f().x == 1") == "refused"


@pytest.mark.parametrize("garbage", [b"", b"\0\0\0\2{]", b"\xff\xff\xff\xff", b"\0\0\0\1[", b'\0\0\0\x0b{"valu'])
def test_garbage_on_the_line_never_passes(garbage):
    near, far = socket.socketpair()
    with near, far:
        far.send(garbage)
        names = Names()
        names.connect(Student(near, 0.1 - 5 + 0.2, False), [], {})
        assert run_test("assert x == 3", names, set())["outcome"] in ("refused", "timed out", "crashed")


def test_names_of_the_instructor_stay_the_instructors():
    setup = "import math\ndef close(a, b): return abs(a - b) < 1e-9\nexpected = 5\ndata = [1]"
    cheating = "close = lambda a, b: True\nexpected = 4\nx = 4\nclass math:\n    pi = 0\nabs = lambda x: 0\ndata = [1, 2]"
    assert outcome(cheating, "assert close(x, expected)", setup=setup, answers=["x"]) == "failed"
    assert outcome(cheating, "assert math.pi > 3 and abs(-1) == 1", setup=setup, answers=["x"]) == "passed"
    assert outcome(cheating, "assert data == [1, 2]", setup=setup, answers=["data"]) == "passed"
    assert outcome("", "assert data == [1]", setup=setup, answers=["data"]) == "passed"


def test_a_built_in_name_is_the_students_only_where_it_is_the_task():
    assert outcome("def max(xs):\n    return 'mine'", "assert max([1]) == 'mine'", answers=["max"]) == "passed"
    assert outcome("def max(xs):\n    return 'mine'", "assert max([1]) == 1") == "passed"


def test_set_up_that_needs_an_answer_leaves_its_names_to_the_student():
    assert outcome("x = 2\ny = x + 1", "assert y == 3 and z == 1", setup="y = x + 1\nz = 1") == "passed"


def test_helpers_of_the_set_up_see_the_answers():
    assert outcome("x = 2", "assert check()", setup="def check():\n    return x == 2") == "passed"


@pytest.mark.parametrize(
    ("last", "credit"),
    [("1.5", 1.5), ("'ok'", None), ("True", None), ("float('nan')", 0), ("-3", 0), ("None", None), ("2;", None), ("x", 2)],
)
def test_partial_credit_is_the_number_at_the_end(last, credit):
    assert verdict("x = 2", f"assert x == 2\n{last}").get("credit") == credit


def test_a_name_can_be_looked_for():
    assert outcome("x = 1", "assert 'x' in globals() and 'y' not in globals() and globals().get('z', 3) == 3") == "passed"


@pytest.mark.filterwarnings("default")  # as in the judge's own process
def test_magics_and_warnings_do_no_harm():
    assert outcome("x = 1", "%matplotlib inline\nimport warnings\nwarnings.warn('careful')\n!echo hi\nassert x == 1") == "passed"


HIDDEN = "assert f(1) == 1, 'visible'\n### BEGIN HIDDEN TESTS\nsecret = 42\n{}\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("assert f(secret) == 3", "a hidden test failed"),
        ("assert f(secret) == 3, 'try larger numbers'", "try larger numbers"),
        ("assert f(secret) == 3, f'f({secret}) is not {3}'", "f(…) is not …"),
        ("reply = {1: 'look at the other column'}\nassert f(secret) == 3, reply[1]", "look at the other column"),
        ("answer = 'forty-two'\nassert f(secret) == 3, answer", "a hidden test failed"),
        ("assert [f(secret)] == [3], str(secret)", "a hidden test failed"),
        ("{}['secret']", "a hidden test stopped with KeyError"),
        ("g(secret)", "a hidden test stopped with ValueError in your function"),
    ],
)
def test_of_a_hidden_test_only_words_meant_for_the_student_are_shown(line, message):
    code = "def f(x):\n    return x\ndef g(x):\n    raise ValueError(x)"
    result = verdict(code, HIDDEN.format(line), hidden=[2, 3, 4, 5])
    assert result["message"] == message
    assert result["detail"]


def test_outcomes_do_not_depend_on_what_except_catches():
    assert issubclass(judge.StudentTimedOut, BaseException) and not issubclass(judge.StudentTimedOut, Exception)
