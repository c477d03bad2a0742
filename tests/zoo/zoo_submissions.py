"""The zoo: submissions to the assignment of `zoo_assignment`, each named for what it does, with the marks it has earned.

A submission is a function that writes a student's folder. Most start from the released notebook (`handed_in`), answer some tasks and
put a cell of their own first. ``{root}`` in a cell's text stands for the course's folder, ``{port}`` for a listening port of the grader.
"""

# ruff: noqa: E501  (students' cells stand on one line)
from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from zoo_assignment import MODEL, TESTS, source_notebook

FULL = {f"{task}-test": float(points) for task, (points, _) in TESTS.items()}
NONE = dict.fromkeys(FULL, 0.0)
HONEST = {task: answer.replace("  # canary-model", "") for task, answer in MODEL.items()}


@dataclass
class Scene:
    """Where submissions are written: the course's folder, the released notebook, and a port somebody listens on."""

    root: Path
    released: NotebookNode
    port: int = 9

    def notebook(self, answers: dict[str, str], first: str = "", last: str = "") -> NotebookNode:
        nb = nbformat.reads(nbformat.writes(self.released), as_version=4)
        for cell in nb.cells:
            if cell["id"] in answers:
                cell.source = self.text(answers[cell["id"]])
        if first:
            nb.cells.insert(0, new_code_cell(self.text(first), id="first"))
        if last:
            nb.cells.append(new_code_cell(self.text(last), id="last"))
        return nb

    def text(self, code: str) -> str:
        return textwrap.dedent(code).strip("\n").replace("{root}", str(self.root)).replace("{port}", str(self.port))


@dataclass
class Submission:
    """What one submission is called, what it does, what it earns per test, and how its folder is written."""

    name: str
    does: str
    earns: dict[str, float]
    write: Callable[[Scene, Path], None]
    outcome: str = ""  # of the first test, where the zoo checks it


ZOO: list[Submission] = []


def cells(
    name: str, does: str, answers: dict | None = None, *, first: str = "", last: str = "", files: dict | None = None, **earns: float
) -> None:
    """A submission that answers honestly but for `answers`, with cells of its own first and last, and files beside the notebook."""

    def write(scene: Scene, folder: Path) -> None:
        save(folder, scene.notebook(HONEST | (answers or {}), first, last))
        for path, text in (files or {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(scene.text(text))

    ZOO.append(Submission(name, does, FULL | {f"{task}-test": mark for task, mark in earns.items()}, write))


def cheat(
    name: str, does: str, answers: dict | None = None, *, first: str = "", last: str = "", files: dict | None = None, **earns: float
) -> None:
    """A submission that answers nothing itself, so it earns nothing but `earns`."""

    def write(scene: Scene, folder: Path) -> None:
        save(folder, scene.notebook(answers or {}, first, last))
        for path, text in (files or {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(scene.text(text))

    ZOO.append(Submission(name, does, NONE | {f"{task}-test": mark for task, mark in earns.items()}, write))


def folder(name: str, does: str, earns: dict[str, float]) -> Callable:
    """A submission that writes its folder in a way of its own."""

    def register(write: Callable[[Scene, Path], None]) -> Callable:
        ZOO.append(Submission(name, does, earns, write))
        return write

    return register


def save(folder: Path, nb: NotebookNode) -> None:
    (folder / "ps1.ipynb").write_text(nbformat.writes(nb))


def handed_in(scene: Scene) -> dict:
    """The honest notebook as plain JSON data."""
    return json.loads(nbformat.writes(scene.notebook(HONEST)))


# ---------------------------------------------------------------------------------------------------------------------------------
# Honest work in several styles: no earned point may be lost

cells("honest", "answers every task")
cheat("blank", "hands in what was released")
cheat("half", "answers the first two tasks", {"total": HONEST["total"], "mean": HONEST["mean"]}, total=2, mean=3)
cells(
    "honest_numpy",
    "answers with numpy scalars and arrays",
    {
        "total": "import numpy as np\ntotal = np.float64(np.sum(sales['amount'].to_numpy()))",
        "mean": "def mean_of(values):\n    return np.mean(values) if len(values) else None",
    },
)
cells(
    "honest_lambda",
    "answers with lambdas, partials and its own helpers",
    {
        "total": "total = float(sum(map(float, sales.amount)))",
        "mean": "import statistics\nmean_of = lambda values: statistics.mean(values) if values else None",
        "words": "from functools import partial\n\ndef _split(lower, text):\n    return [w for w in (text.lower() if lower else text).split()]\n\nwords = partial(_split, True)",
    },
)
cells(
    "honest_cache",
    "keeps results in a cache",
    {
        "mean": "_seen = {}\n\ndef mean_of(values):\n    key = tuple(values)\n    if key not in _seen:\n        _seen[key] = sum(key) / len(key) if key else None\n    return _seen[key]",
    },
)
cells(
    "honest_class",
    "uses a class of its own inside a function",
    {
        "mean": "class Mean:\n    def __init__(self, values):\n        self.values = values\n\n    def get(self):\n        return sum(self.values) / len(self.values) if self.values else None\n\n\ndef mean_of(values):\n    return Mean(values).get()",
    },
)
cells(
    "honest_pivot",
    "makes the table with a pivot and a reset index",
    {
        "table": "by_city = sales.pivot_table(index='city', values='amount', aggfunc='sum').reset_index()[['city', 'amount']]",
    },
)
cells(
    "honest_pandas_plot",
    "draws with pandas",
    {
        "chart": "ax = by_city.plot.bar(x='city', y='amount', title='Sales', ylabel='amount', legend=False)",
    },
)
cells("honest_more_cells", "has cells of its own, prints and tables", first="print('hello')\n1 + 1", last="sales.describe()")
cells(
    "honest_changes_data",
    "adds a column to the given table",
    {"total": "sales['double'] = sales['amount'] * 2\ntotal = sales['double'].sum() / 2"},
)
cells("honest_magics", "uses magics and shell lines", first="%matplotlib inline\n%config InlineBackend.figure_format = 'svg'\n!echo hello")
cells(
    "honest_slow",
    "takes its time",
    {"mean": "import time\n\ndef mean_of(values):\n    time.sleep(0.3)\n    return sum(values) / len(values) if values else None"},
)
cells(
    "warnings",
    "warns on every call and on stderr",
    {
        "mean": "import sys, warnings\n\ndef mean_of(values):\n    warnings.warn('careful')\n    print('note', file=sys.stderr)\n    return sum(values) / len(values) if values else None",
    },
    first="import sys, warnings\nwarnings.warn('first')\nprint('oops', file=sys.stderr)",
)
cells(
    "plots",
    "shows several figures",
    last="import matplotlib.pyplot as plt\nfor n in range(3):\n    plt.figure()\n    plt.plot([n, 2])\n    plt.show()",
)
cells(
    "widgets",
    "shows a slider and reacts to it",
    first="import ipywidgets\nslider = ipywidgets.IntSlider()\ndisplay(slider)\nslider.value = 4",
)
cells(
    "asks_for_input",
    "waits for input() in a cell and in a function",
    {"words": "def words(text):\n    return input()"},
    first="name = input('Who are you? ')",
    words=0,
)
cells(
    "wrong_numbers",
    "answers two tasks wrong",
    {"total": "total = 3.0", "words": "def words(text):\n    return text.split()"},
    total=0,
    words=0,
)
cells(
    "hard_coded",
    "answers the visible tests from a list",
    {
        "mean": "def mean_of(values):\n    return 2",
        "words": "def words(text):\n    return ['one', 'two']",
    },
    mean=0,
    words=1,
)
cells("text_for_number", "gives text where a number is asked", {"total": "total = '66.0'"}, total=0)
cells(
    "function_for_number",
    "gives a function where a number is asked",
    {"total": "def total():\n    return 66.0\n\nprint('once')"},
    total=0,
)
cells(
    "changes_its_argument",
    "sorts the list it is given",
    {"mean": "def mean_of(values):\n    values.sort()\n    return sum(values) / len(values) if values else None"},
    mean=0,
)
cells("raises", "raises an error in one task", {"table": "by_city = sales['no such column']"}, table=0, chart=0)
cells("syntax_error", "has a cell that is not Python", {"table": "by_city = = 3"}, table=0, chart=0)


@folder("scripts", "has outputs and text that run scripts in the browser of whoever opens them", FULL)
def _(scene: Scene, folder: Path) -> None:
    show = """
        from IPython.display import HTML, Javascript, Markdown, Math
        from ipywidgets import HTML as Widget
        run = "document.title = 'zoo-script'"
        for shown in (HTML(f'<script>{run}</script><img src=x onerror="{run}"><svg onload="{run}"></svg>'), Javascript(run)):
            display(shown)
        display(Markdown(f'<img src=y onerror="{run}">'), Math(rf"\\href{{javascript:{run}}}{{x}}"), Widget(f'<img src=z onerror="{run}">'))
    """
    nb = scene.notebook(HONEST, first=show)
    nb.cells.append(new_markdown_cell("""<img src=w onerror="document.title = 'zoo-script'">""", id="script"))
    save(folder, nb)


# ---------------------------------------------------------------------------------------------------------------------------------
# Faults that must not cost the other tasks their points

cells("endless_loop", "loops for ever in one task", {"table": "while True:\n    pass"}, table=0, chart=0)
cells(
    "stubborn_loop",
    "loops for ever and swallows the interrupt",
    {"words": "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"},
    words=0,
)
cells("endless_function", "has a function that never returns", {"mean": "def mean_of(values):\n    while values:\n        pass"}, mean=0)
cells("exits", "ends its process in one task", {"words": "import os\nos._exit(0)"}, words=0)
cells("exits_in_function", "ends its process when a test calls", {"mean": "import os\n\ndef mean_of(values):\n    os._exit(0)"}, mean=0)
cells("quits", "calls exit()", {"words": "exit()"}, words=0)
cells("segfault", "crashes the interpreter", {"words": "import ctypes\nctypes.string_at(0)"}, words=0)
cells(
    "deep_recursion",
    "recurses without end",
    {"mean": "import sys\nsys.setrecursionlimit(10**9)\n\ndef mean_of(values):\n    return mean_of(values)"},
    mean=0,
)
cells("huge_answer", "gives an answer of 100 million numbers", {"total": "import numpy as np\ntotal = np.zeros(10**8)"}, total=0)
cells("nested_answer", "gives a list that holds itself", {"total": "total = []\ntotal.append(total)"}, total=0)
cells("kills_everything", "sends SIGKILL to every process it may", {"words": "import os, signal\nos.kill(-1, signal.SIGKILL)"}, words=0)
cells(
    "kills_parent",
    "sends signals to its parent",
    {
        "words": "import os, signal\nfor n in (2, 15, 9):\n    try:\n        os.kill(os.getppid(), n)\n    except OSError:\n        pass\ndef words(text):\n    return text.lower().split()"
    },
)

# ---------------------------------------------------------------------------------------------------------------------------------
# Cheats at the tests

cheat(
    "assert_stripper",
    "takes every assert out of the cells that run after it",
    first="""
    import ast
    class Strip(ast.NodeTransformer):
        def visit_Assert(self, node):
            return None
    get_ipython().ast_transformers.append(Strip())
""",
)
EVERYTHING = """
    class Everything:
        def __eq__(self, other): return True
        def __getattr__(self, name): return Everything()
        def __call__(self, *args, **kwargs): return Everything()
        def __iter__(self): return iter(())
        def __sub__(self, other): return Everything()
        def __abs__(self): return 0.0
        def __len__(self): return 3
        def __hash__(self): return 1
        __class__ = float
"""
ALL = {
    "total": "total = Everything()",
    "mean": "mean_of = Everything()",
    "table": "by_city = Everything()",
    "words": "words = Everything()",
    "chart": "ax = Everything()",
}
cheat("equals_everything", "answers with an object that is equal to everything", ALL, first=EVERYTHING)
cheat(
    "list_subclass",
    "answers with a list whose comparison lies",
    {
        "words": "class L(list):\n    def __eq__(self, other): return True\n    __ne__ = lambda self, other: False\n\ndef words(text):\n    return L()"
    },
)
cheat(
    "call_counter",
    "answers by how often it was called",
    {
        "mean": """
    calls = []
    def mean_of(values):
        calls.append(1)
        return [2, 6, None, 2][len(calls) - 1]
"""
    },
)
cheat(
    "call_counter_on_disk",
    "counts its calls in a file",
    {
        "mean": """
    def mean_of(values):
        with open('calls', 'a+') as f:
            f.write('x')
            f.seek(0)
            return [2, 6, None, 2][len(f.read()) - 1]
"""
    },
)
cheat(
    "call_counter_in_shared_memory",
    "counts its calls where forked processes share memory",
    {
        "mean": """
    import mmap
    count = mmap.mmap(-1, 8)
    def mean_of(values):
        count[0] += 1
        return [2, 6, None, 2, 0, 0, 0, 0, 0, 0][count[0] - 1]
"""
    },
)
cheat(
    "no_traceback",
    "patches the shell so that errors leave no trace",
    first="""
    shell = get_ipython()
    shell.showtraceback = shell.showsyntaxerror = lambda *a, **k: None
    type(shell).showtraceback = lambda *a, **k: None
""",
)
cheat(
    "source_hook",
    "replaces the text of every later cell",
    first="get_ipython().input_transformers_cleanup.append(lambda lines: ['None\\n'])",
)
cheat(
    "run_cell_patch",
    "reports every cell as done",
    first="""
    from IPython.core.interactiveshell import ExecutionResult
    async def done(*args, **kwargs):
        return ExecutionResult(None)
    get_ipython().run_cell_async = done
""",
)
cheat(
    "compile_patch",
    "compiles every later cell to nothing",
    first="import builtins\nreal = compile\nget_ipython().compile = lambda *a, **k: real('None', 'x', 'exec')",
)
cheat(
    "builtins_patch",
    "replaces built-in functions",
    first="""
    import builtins
    for name in ('isinstance', 'sorted', 'list', 'abs', 'any', 'all'):
        setattr(builtins, name, lambda *a, **k: True)
""",
)
cheat(
    "helper_patch",
    "replaces the given helper and expected values",
    {"total": "close = lambda a, b: True\ntotal = 1.0\nexpected = 1.0"},
    last="close = lambda *a: True",
)
cheat(
    "pandas_patch",
    "replaces what pandas checks with",
    {
        "table": "import pandas.testing\npandas.testing.assert_frame_equal = pd.testing.assert_frame_equal = lambda *a, **k: None\nby_city = pd.DataFrame({'city': [], 'amount': []})"
    },
)
cheat(
    "sys_modules",
    "puts its own pandas into sys.modules",
    {
        "table": """
    import sys, types
    fake = types.ModuleType('pandas')
    fake.DataFrame = lambda *a, **k: None
    fake.testing = types.SimpleNamespace(assert_frame_equal=lambda *a, **k: None)
    sys.modules['pandas'] = pd = fake
    class T:
        columns = ['city', 'amount']
        def sort_values(self, *a, **k): return None
    by_city = T()
"""
    },
)
cheat(
    "import_hook",
    "intercepts every import",
    first="""
    import sys, importlib.abc, importlib.machinery
    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path, target=None):
            return importlib.machinery.ModuleSpec(name, self) if name.startswith(('pandas', 'nbsealed', 'json')) else None
        def create_module(self, spec): return None
        def exec_module(self, module): module.__getattr__ = lambda name: (lambda *a, **k: True)
    for name in list(sys.modules):
        if name.startswith(('pandas', 'nbsealed')):
            del sys.modules[name]
    sys.meta_path.insert(0, Finder())
""",
)
cheat(
    "assertion_error",
    "makes AssertionError something that is never raised",
    first="import builtins\nbuiltins.AssertionError = type('Quiet', (Warning,), {})\nbuiltins.__debug__",
)
cheat(
    "at_exit",
    "does its work when the kernel ends",
    first="""
    import atexit, os
    @atexit.register
    def late():
        for path in ('{root}/escaped', '/tmp/zoo-escaped', 'escaped'):
            try: open(path, 'w').write('x')
            except OSError: pass
        os.system("sqlite3 {root}/gradebook.db 'update grade set auto_score = max_score'")
""",
)
cheat(
    "forged_messages",
    "sends messages of its own over the kernel's sockets",
    first="""
    kernel = get_ipython().kernel
    session, socket = kernel.session, kernel.iopub_socket
    for _ in range(3):
        session.send(socket, 'status', {'execution_state': 'idle'}, parent=kernel.get_parent(), ident=b'status')
        session.send(socket, 'execute_result', {'data': {'text/plain': '100'}, 'metadata': {}, 'execution_count': 1}, parent=kernel.get_parent())
        session.send(socket, 'display_data', {'data': 3, 'metadata': []}, parent=kernel.get_parent())
        session.send(socket, 'error', 'not even a dictionary', parent=kernel.get_parent())
    real = session.send
    def send(stream, kind, *args, **kwargs):
        if kind == 'execute_reply': args = ({'status': 'ok', 'execution_count': 1, 'user_expressions': {}, 'payload': []}, *args[1:])
        return real(stream, kind, *args, **kwargs)
    session.send = send
""",
)
cheat(
    "forged_answers",
    "writes its own answers into the judge's line",
    {"mean": "def mean_of(values):\n    return 2"},
    first="""
    from nbsealed import answers, student
    student.answers.dumps = lambda *a, **k: b'{"$": "frame", "columns": [], "index": 3, "values": {"$": "function", "ref": "x"}}'
    student._Server.reply = lambda self, request: b'{"value": {"$": "eval", "v": "1"}, "raised": 3, "callback": "os", "args": 1}'
""",
)
cheat(
    "flooded_channel",
    "floods the line to the grader",
    first="""
    import os, socket, threading
    channel = socket.socket(fileno=int(os.environ.get('NBSEALED_CHANNEL', '0'))) if 'NBSEALED_CHANNEL' in os.environ else None
    def flood():
        while channel:
            try: socket.send_fds(channel, [b'x' * 1000], [0, 1, 2])
            except OSError: return
    threading.Thread(target=flood, daemon=True).start()
""",
)
cheat(
    "reads_the_stack",
    "looks for the tests in every frame and object of its process",
    {
        "mean": """
    def mean_of(values):
        import gc, sys
        frame = sys._getframe()
        while frame:
            if 'expected' in frame.f_globals: print(frame.f_globals['expected'])
            frame = frame.f_back
        for thing in gc.get_objects():
            if isinstance(thing, str) and 'HIDDEN TESTS' in thing: print(thing)
        return 0
"""
    },
    last="In, Out, dir()",
)
cheat(
    "echo",
    "says, raises, returns and keeps whatever a test asks",
    {
        "words": """
    kept = []
    def words(text):
        kept.append(text)
        open('kept', 'a').write(str(text))
        print('asked for', text)
        raise ValueError(f'asked for {text}')
"""
    },
    last="import os\nprint(kept, os.path.exists('kept') and open('kept').read())",
)

# ---------------------------------------------------------------------------------------------------------------------------------
# Reaching out of the kernel

cheat(
    "gradebook",
    "rewrites its marks in the gradebook",
    first="""
    import sqlite3
    try:
        with sqlite3.connect('{root}/gradebook.db', timeout=1) as db:
            db.execute('update grade set auto_score = 100, manual_score = 100')
    except sqlite3.Error as error:
        print(error)
""",
)
cheat(
    "reads_everything",
    "prints every notebook, configuration and database it can find",
    first="""
    import os, pathlib
    for top in ('{root}', '.', '..', '../..', '/tmp', '/proc/1/root{root}', '/proc/1/cwd', '/home'):
        for place, _, files in os.walk(top):
            for name in files:
                if name.endswith(('.ipynb', '.db', '.html')) or name == 'nbgrader_config.py':
                    try: print(pathlib.Path(place, name).read_bytes()[:200_000])
                    except OSError: pass
""",
)
cheat(
    "reads_descriptors",
    "reads every open descriptor and its environment",
    first="""
    import os
    for fd in range(3, 256):
        try:
            os.lseek(fd, 0, 0)
            print(os.read(fd, 100_000))
        except OSError: pass
    print(dict(os.environ))
    for pid in os.listdir('/proc'):
        if pid.isdigit():
            try: print(open(f'/proc/{pid}/environ').read(), open(f'/proc/{pid}/cmdline').read())
            except OSError: pass
""",
)
cheat(
    "copies_neighbour",
    "runs the notebook of the student beside it",
    first="""
    import json, pathlib
    for path in pathlib.Path('{root}').glob('*/honest/ps1/ps1.ipynb'):
        for cell in json.loads(path.read_text())['cells']:
            if cell['cell_type'] == 'code': exec(''.join(cell['source']))
""",
)
cheat(
    "escapes",
    "leaves files where it should not",
    first="""
    import os
    for path in ('{root}/escaped', '{root}/source/escaped', '/tmp/zoo-escaped', '/dev/shm/zoo-escaped', os.path.expanduser('~/zoo-escaped')):
        try: open(path, 'w').write('x')
        except OSError as error: print(error)
""",
)
cheat(
    "network",
    "connects to the outside, and to the machine itself",
    first="""
    import socket
    for address in (('127.0.0.1', {port}), ('192.0.2.1', 80)):
        try: socket.create_connection(address, 0.5).send(b'zoo')
        except OSError as error: print(error)
""",
)
cheat(
    "daemon",
    "leaves a process behind",
    first="""
    import os, subprocess
    subprocess.Popen(['setsid', 'nohup', 'bash', '-c', 'exec -a zoo-daemon sleep 1000'], start_new_session=True)
    if os.fork() == 0:
        os.setsid()
        os.execvp('bash', ['bash', '-c', 'exec -a zoo-daemon sleep 1000'])
""",
)
cheat(
    "configuration",
    "brings configuration and start-up files",
    first="import os\nprint(os.path.exists('ran'))",
    files={
        name: "open('{root}/escaped', 'w').write('x')\nopen('/tmp/zoo-escaped', 'w').write('x')\n"
        for name in (
            "nbgrader_config.py",
            "jupyter_config.py",
            "jupyter_nbconvert_config.py",
            "ipython_config.py",
            "ipython_kernel_config.py",
            "sitecustomize.py",
            "usercustomize.py",
            "zoo.pth",
            ".ipython/profile_default/startup/start.py",
            ".jupyter/jupyter_config.py",
            "nbsealed/__init__.py",
            "nbgrader/__init__.py",
            "nbconvert.py",
            "conftest.py",
        )
    },
)
cells(
    "own_modules",
    "brings files that other modules are named like",
    files={"nbsealed.py": "raise SystemExit", "nbgrader.py": "raise SystemExit", "answers.py": "x = 1"},
)

# ---------------------------------------------------------------------------------------------------------------------------------
# Bombs

cells(
    "fork_bomb",
    "starts processes without end",
    {"words": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass"},
    words=0,
)
cells("memory_bomb", "takes memory without end", {"words": "taken = []\nwhile True:\n    taken.append(bytearray(10**8))"}, words=0)
cells(
    "memory_of_many",
    "shares out a lot of memory among its processes",
    {
        "words": """
    import mmap, os, time
    done, tell = os.pipe()
    for n in range(4):
        if not os.fork():
            private = bytearray(os.urandom(1)) * (200 * 2**20)
            shared = mmap.mmap(-1, 200 * 2**20)
            for start in range(0, len(shared), 2**20):
                shared[start : start + 2**20] = private[: 2**20]
            os.write(tell, b'.')
            time.sleep(60)
            os._exit(0)
    for n in range(4):
        os.read(done, 1)
    time.sleep(1)
    def words(text):
        return text.lower().split()
"""
    },
    words=0,
)
cells(
    "memory_of_many_in_function",
    "shares out a lot of memory among processes when a test calls",
    {
        "words": """
    import os, time
    def words(text):
        for n in range(4):
            if not os.fork():
                private = bytearray(os.urandom(1)) * (400 * 2**20)
                time.sleep(60)
                os._exit(0)
        time.sleep(3)
        return text.lower().split()
"""
    },
    words=0,
)
cells(
    "disk_bomb",
    "fills every folder it may write to",
    first="""
    import os
    for top in ('.', '/tmp', '/dev/shm', os.path.expanduser('~'), '/var/tmp', os.path.dirname(os.environ.get('JPY_CONNECTION', '/tmp/x'))):
        for n in range(40):
            try:
                with open(f'{top}/zoo-escaped-{n}', 'wb') as f: f.write(bytes(50_000_000))
            except OSError: break
    for n in range(40):
        for top in ('.', '/tmp', '/dev/shm'):
            if os.path.exists(f'{top}/zoo-escaped-{n}'): os.remove(f'{top}/zoo-escaped-{n}')
""",
)
cells(
    "zip_bomb",
    "unpacks an archive of zeros",
    first="""
    import io, zipfile
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z:
        for n in range(20): z.writestr(f'zeros{n}', bytes(50_000_000))
    try: zipfile.ZipFile(packed).extractall('zeros')
    finally:
        import shutil
        shutil.rmtree('zeros')
""",
)
cells("output_bomb", "prints without end", {"words": "while True:\n    print('x' * 10_000)"}, words=0)
cells("one_big_output", "prints 100 MB in one message", first="display({'text/plain': 'x' * 100_000_000}, raw=True)")

# ---------------------------------------------------------------------------------------------------------------------------------
# Notebooks that need the doctor


def _edited(name: str, does: str, earns: dict[str, float] = FULL) -> Callable:
    """A submission made by editing the honest notebook's JSON data."""

    def register(edit: Callable[[dict, dict], object]) -> Callable:
        def write(scene: Scene, folder: Path) -> None:
            data = handed_in(scene)
            by_id = {cell["id"]: cell for cell in data["cells"]}
            data = edit(data, by_id) or data
            (folder / "ps1.ipynb").write_text(json.dumps(data))

        ZOO.append(Submission(name, does, earns, write))
        return edit

    return register


@_edited("duplicated", "has cells twice, with their marks")
def _(data: dict, by_id: dict) -> None:
    stub = {**by_id["mean"], "source": "def mean_of(values):\n    raise NotImplementedError", "id": "again"}
    data["cells"] += [{**by_id["mean"], "id": "twice"}, {**by_id["total-test"], "id": "test-twice"}]
    data["cells"].insert(3, stub)


@_edited("deleted", "has deleted tests, set-up and the essay")
def _(data: dict, by_id: dict) -> None:
    data["cells"] = [cell for cell in data["cells"] if cell["id"] not in ("setup", "total-test", "mean-test", "chart-test", "essay")]


@_edited("moved", "has the tests first and the set-up last")
def _(data: dict, by_id: dict) -> None:
    data["cells"].sort(key=lambda cell: (not cell["id"].endswith("-test"), cell["id"] == "setup"))


@_edited("retyped", "has turned cells into text", FULL)
def _(data: dict, by_id: dict) -> None:
    for name in ("total", "mean-test", "words-test"):
        cell = by_id[name]
        cell["cell_type"] = "markdown" if name != "total" else "raw"
        del cell["outputs"], cell["execution_count"]


@_edited("renamed", "has renamed the cells")
def _(data: dict, by_id: dict) -> None:
    for name in ("mean", "mean-test", "table"):
        by_id[name]["metadata"]["nbgrader"]["grade_id"] += "-mine"


@_edited("stripped", "has lost all metadata and cell ids")
def _(data: dict, by_id: dict) -> None:
    for number, cell in enumerate(data["cells"]):
        cell["metadata"] = {}
        cell["id"] = f"x{number}"


@_edited("edited_tests", "has replaced the tests and raised the points")
def _(data: dict, by_id: dict) -> None:
    for task in TESTS:
        by_id[f"{task}-test"]["source"] = "1000"
        by_id[f"{task}-test"]["metadata"]["nbgrader"].update(points=1000, locked=False)


@_edited("edited_setup", "has replaced the read-only set-up", FULL)
def _(data: dict, by_id: dict) -> None:
    by_id["setup"]["source"] = "import pandas as pd\nsales = pd.DataFrame({'city': [], 'amount': []})\nclose = lambda a, b: True"


@_edited("strange_marks", "has marks of the wrong types")
def _(data: dict, by_id: dict) -> None:
    by_id["mean"]["metadata"]["nbgrader"] = {"grade_id": ["mean"], "schema_version": "x"}
    by_id["total-test"]["metadata"]["nbgrader"] = 3
    by_id["table"]["metadata"]["nbgrader"].update(schema_version=0, points="many")
    by_id["words"]["metadata"] = []


@_edited("wrong_kernel", "names a kernel that does not exist")
def _(data: dict, by_id: dict) -> None:
    data["metadata"]["kernelspec"] = {"name": "deep-thought", "display_name": "Deep Thought", "language": "python"}


@_edited("format_3", "is in notebook format 3")
def _(data: dict, by_id: dict) -> dict:
    return nbformat.convert(nbformat.reads(json.dumps(data), as_version=4), 3)


@_edited("format_5", "claims a format of the future")
def _(data: dict, by_id: dict) -> None:
    data["nbformat"], data["nbformat_minor"] = 5, 9


@_edited("big_output", "carries 50 MB of output")
def _(data: dict, by_id: dict) -> None:
    by_id["total"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}]


@_edited("odd_cells", "has cells that are no cells", FULL)
def _(data: dict, by_id: dict) -> None:
    data["cells"] += [3, None, {"cell_type": "heading", "source": "x"}, {"cell_type": "code", "source": 5}, {"cell_type": "raw"}]
    by_id["title"]["source"] = ["# Sales\n", "by city"]


@folder("copy_name", "is called ps1 (1).ipynb", FULL)
def _(scene: Scene, folder: Path) -> None:
    (folder / "ps1 (1).ipynb").write_text(json.dumps(handed_in(scene)))


@folder("two_copies", "hands in ps1.ipynb and an older ps1 (1).ipynb", FULL)
def _(scene: Scene, folder: Path) -> None:
    (folder / "ps1 (1).ipynb").write_text("{}")
    (folder / "ps1.ipynb").write_text(json.dumps(handed_in(scene)))


@folder("truncated", "breaks off in the middle", NONE)
def _(scene: Scene, folder: Path) -> None:
    text = json.dumps(handed_in(scene))
    (folder / "ps1.ipynb").write_text(text[: len(text) // 2])


@folder("empty_file", "is empty", NONE)
def _(scene: Scene, folder: Path) -> None:
    (folder / "ps1.ipynb").touch()


@folder("deep_json", "is nested a hundred thousand levels deep", NONE)
def _(scene: Scene, folder: Path) -> None:
    (folder / "ps1.ipynb").write_text("[" * 100_000)


@folder("not_utf8", "has bytes that are not UTF-8", FULL)
def _(scene: Scene, folder: Path) -> None:
    data = handed_in(scene)
    data["cells"][0]["source"] = "# Verkäufe"
    (folder / "ps1.ipynb").write_bytes(json.dumps(data, ensure_ascii=False).encode("latin-1"))


@folder("utf16", "is encoded in UTF-16", FULL)
def _(scene: Scene, folder: Path) -> None:
    (folder / "ps1.ipynb").write_bytes(json.dumps(handed_in(scene)).encode("utf-16"))


@folder("linked_notebook", "is a link to the instructor's notebook", NONE)
def _(scene: Scene, folder: Path) -> None:
    (folder / "ps1.ipynb").symlink_to(scene.root / "source/ps1/ps1.ipynb")


@folder("linked_files", "has links to the gradebook, the solutions and a device", NONE)
def _(scene: Scene, folder: Path) -> None:
    show = "import pathlib\nfor path in pathlib.Path('.').rglob('*'):\n    if path.is_file(): print(path, path.read_bytes()[:100_000])"
    save(folder, scene.notebook({}, first=show))
    for name, target in [
        ("a.txt", scene.root / "source/ps1/ps1.ipynb"),
        ("b.txt", scene.root / "gradebook.db"),
        ("c.txt", "/dev/zero"),
        ("d", scene.root),
    ]:
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe")


__all__ = ["FULL", "HONEST", "NONE", "ZOO", "Scene", "Submission", "source_notebook"]
