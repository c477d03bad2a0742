"""Takes the place of nbgrader's Execute: runs the student's cells in the sandbox, and has the judge run the test cells."""

from __future__ import annotations

import json
import socket
import time
import weakref
from typing import Any, BinaryIO, ClassVar

import nbformat
from nbclient.exceptions import CellControlSignal, CellExecutionComplete, DeadKernelError
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.converters import BaseConverter
from nbgrader.preprocessors import ClearHiddenTests, Execute
from traitlets import Float, Integer

from nbsealed import answers, cells
from nbsealed.ahead import JudgeProcess
from nbsealed.course import Course
from nbsealed.sandbox import Sandbox, SealedKernelManager

# Before the student's folder can lend a module of the same name.
LOAD = "exec('import sys; path = sys.path[:]; sys.path[:] = filter(None, path); import nbsealed.student; sys.path[:] = path', {})"
FREEZE = "__import__('nbsealed.student', fromlist=['freeze']).freeze(get_ipython().user_ns)\n"
SNAPSHOT = "__import__('nbsealed.student', fromlist=['snapshot']).snapshot(get_ipython().user_ns, {})\n"
KEEP_STATE = "### KEEP STATE"
FLOOD = 50  # times the output that is kept of a cell: what prints so much prints without end


class SealedExecute(Execute):
    """Execute a submission with the tests out of its reach. The outcome of each test cell is kept in ``cell.metadata.nbsealed``."""

    test_timeout = Float(120, help="Seconds for one test cell.").tag(config=True)
    call_timeout = Float(15, help="Seconds for one call of a student's function by a test.").tag(config=True)
    setup_timeout = Float(120, help="Seconds for one set-up cell in the judge.").tag(config=True)
    record_timeout = Float(600, help="Seconds for one run of the instructor's notebook, to learn what its tests ask.").tag(config=True)
    max_output = Integer(2_000_000, help="Characters of output kept of one cell.").tag(config=True)
    max_restarts = Integer(4, help="How often a dead or stuck kernel is started again, without the cell it died in.").tag(config=True)
    shutdown_kernel = "immediate"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, kernel_manager_class=SealedKernelManager)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict, km: Any = None) -> tuple[NotebookNode, ResourcesDict]:
        self.__init_client(nb)
        self._check_assign_resources(resources)
        self.converter = self.parent.parent
        self.course, self.student = Course.of(self.converter, resources), resources["nbgrader"]["student"]
        self.markers = ClearHiddenTests(parent=self)
        self.kept: dict[int, socket.socket | BinaryIO] = {}  # by test cell: the line to a copy of the kernel, or a file with plain values
        self.latest: BinaryIO | None = None  # the plain values as they are now
        refused = nb.metadata.get("nbsealed", {}).get("refused")
        try:
            if refused:
                for cell in filter(is_test, nb.cells):
                    _write(cell, {"outcome": "refused", "message": refused})
            else:
                self._run()
        finally:
            self._drop_kept()
        return nb, resources

    def __init_client(self, nb: NotebookNode) -> None:
        self.nb, self.km, self.kc, self.owns_km = nb, None, None, True
        self.reset_execution_trackers()

    # -----------------------------------------------------------------------------------------------------------------------------
    # The student's cells

    def create_kernel_manager(self) -> SealedKernelManager:
        manager = super().create_kernel_manager()
        manager.parent = self
        manager.material = self.course.submission(self.student)
        manager.secrets, manager.modules = self.course.secrets, self.course.modules
        return manager

    def _run(self) -> None:
        """Run every cell that is not a test, then judge. A cell that kills the kernel, or cannot be stopped, is left out of a new run."""
        judge = Judge.of(self)
        self.plain = judge.plain.copy()
        left_out: set[int] = set()
        reached = 0
        while True:
            self._drop_kept()
            with self.setup_kernel():
                self.km.provisioner.ready()
                if not self.km.provisioner.is_warm:  # else it is there
                    self.wait_for_reply(self.kc.execute(LOAD, silent=True, store_history=False))
                stopped = self._run_cells(left_out, reached)
                if stopped is None:
                    self.set_widgets_metadata()
                    self.km.provisioner.settle()
                    verdicts = self._verdicts(judge)
                    lacking = [self.nb.cells[index] for index, verdict in verdicts.items() if verdict["outcome"] == "lacking"]
                    if not lacking:
                        write_verdicts(self.nb, verdicts)
                        return
                    judge.plain -= {cell.metadata.nbgrader.grade_id for cell in lacking}
                    self.plain.clear()  # in the new run each test gets a copy of the kernel
                    reached = len(self.nb.cells)
                    continue
            reached = max(reached, stopped + 1)
            left_out.add(stopped)
            if len(left_out) > self.max_restarts:
                self.log.error("The kernel stopped %d times; cells from number %d on are not run", len(left_out), stopped)
                left_out.update(range(stopped, len(self.nb.cells)))

    def _run_cells(self, left_out: set[int], reached: int) -> int | None:
        """Run the cells; those before `reached` keep the outputs of their first run. Returns the index of one that stopped the kernel."""
        latest = 0
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type != "code" or index in left_out:
                continue
            latest = latest if is_test(cell) else index  # where a copy cannot be made, the cell before has done it
            try:
                self._run_cell(index, cell, replay=index < reached)
            except Exception as error:
                why = self.km.provisioner.reason if self.km.provisioner else ""
                self.log.warning("Cell %d stopped the kernel: %s", latest, why or error)
                message = f"this cell stopped the kernel{': ' * bool(why)}{why}; the others ran without it"
                self.nb.cells[latest].outputs = [*self.nb.cells[latest].outputs[:1], _error("Stopped", message)]
                return latest
        return None

    def on_cell_executed(self, **kwargs: Any) -> None:
        super().on_cell_executed(**kwargs)
        payload = kwargs["execute_reply"]["content"].get("payload", [])
        if any(part.get("source") == "ask_exit" for part in payload):
            raise DeadKernelError("exit() was called")

    def _drop_kept(self) -> None:
        for line in self.kept.values():
            line.close()
        self.kept.clear()
        self.latest = None

    def _run_cell(self, index: int, cell: NotebookNode, *, replay: bool) -> None:
        if is_test(cell):
            self._keep(index, cell)
            return
        self.latest = None
        self.room = self.max_output
        run = NotebookNode(cell, outputs=[]) if replay else cell
        start = time.monotonic()
        try:
            self.execute_cell(run, index, store_history=True)
        except DeadKernelError:
            if self.room > self.flood:
                raise
        if self.room <= self.flood or (self.room < 0 and self.timeout and time.monotonic() - start >= self.timeout):
            # What it printed still waits in the kernel, whose memory the cells after it would lack.
            raise DeadKernelError("it printed without end")
        if any(_gone(line) for line in self.kept.values() if isinstance(line, socket.socket)):
            raise DeadKernelError("the cell ended the copies kept for the tests")
        self.nb.cells[index] = cell
        if not replay:
            cell.outputs = [output for output in map(_sound, cell.outputs) if output]

    def _keep(self, index: int, cell: NotebookNode) -> None:
        """Have the kernel keep its state for a test cell, in plain values or a copy of itself; then let it have what the visible test
        imports and defines."""
        plain = cell.metadata.nbgrader.grade_id in self.plain
        keep = SNAPSHOT.format(self.course.answered) if plain else FREEZE
        definitions = cells.definitions(cells.visible(cell.source, *self.delimiters))
        if plain and self.latest and not definitions:
            self.kept[index] = self.latest
            return
        self.latest = None
        reply = self.wait_for_reply(self.kc.execute(keep + definitions, silent=True, store_history=False))
        channel = self.km.provisioner.channel
        channel.settimeout(0.5)  # the copy is handed out before the reply is sent
        try:
            _, (fd, *more), _, _ = socket.recv_fds(channel, 1, 4)
        except (OSError, ValueError):
            self.log.warning("No copy of the kernel for cell %d: %s", index, reply and reply["content"])
            return
        self.kept[index] = open(fd, "rb") if plain else socket.socket(fileno=fd)  # noqa: SIM115  (closed in _drop_kept)
        if plain and not definitions:
            self.latest = self.kept[index]
        for extra in more:
            socket.close(extra)

    @property
    def flood(self) -> int:
        """What is left of a cell's room for output when it is not let go on."""
        return -FLOOD * self.max_output

    @property
    def delimiters(self) -> tuple[str, str]:
        return self.markers.begin_test_delimeter, self.markers.end_test_delimeter

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Keep outputs within bounds, and drop messages that no kernel would send."""
        try:
            if msg["msg_type"] != "status":
                before = self.room
                content = msg["content"]
                self.room -= len(content["text"] if msg["msg_type"] == "stream" else json.dumps(content, default=str))
                if self.room <= self.flood:
                    self.task_poll_for_reply.cancel()  # as when the kernel has died
                if self.room < 0:
                    if before >= 0:
                        cell.outputs.append(new_output("stream", name="stdout", text="\n[The rest of the output was left out.]\n"))
                    return None
            return super().process_message(msg, cell, cell_index)
        except (CellExecutionComplete, CellControlSignal):
            raise
        except Exception as error:
            self.log.warning("Dropped a malformed message of the kernel: %r", error)
            return None

    # -----------------------------------------------------------------------------------------------------------------------------
    # The test cells

    def _verdicts(self, judge: Judge) -> dict[int, dict]:
        return {index: self._verdict(judge, index, cell) for index, cell in enumerate(self.nb.cells) if is_test(cell)}

    def _verdict(self, judge: Judge, index: int, cell: NotebookNode) -> dict:
        if index not in self.kept:
            return {"outcome": "crashed", "message": "the notebook did not get as far as this test"}
        name = cell.metadata.nbgrader.grade_id
        request = {"snapshot": name in self.plain, "timeout": self.test_timeout}
        return judge.ask(judge.stages[name], request, self.test_timeout + 10, self.kept[index].fileno())


class Judge:
    """The judge's process, in a sandbox of its own: no network, and the instructor's files without any notebook.

    It runs the set-up cells once. At each test a copy stays behind, which judges that test of every submission; `stages` are the lines to
    these copies, by the test's name. `plain` are the tests that need plain values only.
    """

    _running: ClassVar[weakref.WeakKeyDictionary[BaseConverter, dict[tuple, Judge]]] = weakref.WeakKeyDictionary()

    @classmethod
    def of(cls, execute: SealedExecute) -> Judge:
        """The judge of a notebook; one serves all submissions of a batch."""
        judges = cls._running.setdefault(execute.converter, {})
        key = execute.course.assignment, execute.course.notebook
        if key not in judges or judges[key].process.has_ended:
            judges[key] = cls(execute)
        return judges[key]

    def __init__(self, execute: SealedExecute):
        self.process = JudgeProcess.of(Sandbox.instance(parent=execute), execute.course.material)
        self.channel, self.stages = self.process.channel, self.process.stages
        self.ask(self.channel, {"imports": "\n".join(execute.course.imports)}, execute.setup_timeout)
        whole = {"record": execute.course.model, "answers": execute.course.answered, "timeout": execute.record_timeout}
        asked = self.ask(self.channel, whole, execute.record_timeout + 10)
        self.plain = set(asked.get("plain", []))
        for cell in execute.course.released:
            if cell.cell_type == "code" and cell.locked:
                tests = cell.points is not None and not cell.solution
                if tests:
                    stage = {
                        "test": cell.source,
                        "hidden": cells.hidden_lines(cell.source, *execute.delimiters),
                        "answers": execute.course.answered,
                        "calls": asked.get("calls", {}).get(cell.name, []),
                        "apart": cell.name in asked.get("apart", []),
                        "keep_state": KEEP_STATE in cell.source,
                        "call_timeout": execute.call_timeout,
                    }
                    self.stages[cell.name] = self._copy(stage)
                setup = cells.assignments(cell.source) if tests else cell.source
                self.ask(self.channel, {"prepare": setup}, execute.setup_timeout)

    def _copy(self, stage: dict) -> socket.socket:
        """Have the judge leave a copy of itself behind, as it is now, for a test; gives the line to it."""
        near, far = socket.socketpair()
        with far:
            self.ask(self.channel, {"stage": stage}, 10, far.fileno())
        return near

    def ask(self, channel: socket.socket, request: dict, timeout: float, fd: int | None = None) -> dict:
        """Send a request, with a descriptor where it needs one, and wait for the reply. Raises RuntimeError when there is none."""
        channel.settimeout(timeout)
        text = json.dumps(request).encode()
        try:
            socket.send_fds(channel, [len(text).to_bytes(4, "big")], [] if fd is None else [fd])
            channel.sendall(text)
            return json.loads(answers.receive(channel))
        except (OSError, EOFError) as error:
            said = self.process.last_words()
            self.process.end()
            raise RuntimeError(f"The judge stopped, or a set-up cell took longer than {timeout:g} seconds. {said}") from error


def write_verdicts(nb: NotebookNode, verdicts: dict[int, dict]) -> None:
    """Write into each test cell what became of it. Where the answer above it is as it was released, it was not attempted."""
    fresh = True  # whether the answer above is as released; it may have several cells, and several tests
    tested = True
    for index, cell in enumerate(nb.cells):
        if utils.is_solution(cell):
            fresh, tested = (fresh or tested) and _unchanged(cell), False
        elif is_test(cell):
            verdict = verdicts[index]
            points = float(cell.metadata.nbgrader.points)
            if verdict.get("credit", points) < points:
                verdict |= {"outcome": "partial"} if verdict["credit"] else {"outcome": "failed", "message": "none of its parts passed"}
            if fresh and verdict["outcome"] not in ("passed", "partial"):
                # What a test says to an answer that is missing is worth reading; how else it ended is not.
                message = verdict["message"] if verdict["outcome"] == "failed" else "not attempted"
                verdict |= {"outcome": "unattempted", "message": message}
            _write(cell, verdict)
            tested = True


def is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def _gone(copy: socket.socket) -> bool:
    """Whether a copy of the kernel no longer answers."""
    copy.settimeout(5)
    try:
        answers.send(copy, b'{"op":"ping"}')
        return copy.recv(6, socket.MSG_WAITALL) != b"\0\0\0\2{}"
    except OSError:
        return True


def _unchanged(cell: NotebookNode) -> bool:
    return cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


def _write(cell: NotebookNode, verdict: dict) -> None:
    """Put a verdict where nbgrader's `determine_grade` looks for it: an error costs the points, a number is partial credit."""
    cell.outputs = []
    points = float(cell.metadata.nbgrader.points)
    if verdict.get("stdout"):
        cell.outputs.append(new_output("stream", name="stdout", text=verdict["stdout"]))
    if verdict["outcome"] in ("passed", "partial") and "credit" in verdict:
        cell.outputs.append(new_output("execute_result", {"text/plain": str(float(min(verdict["credit"], points)))}))
    elif verdict["outcome"] != "passed":
        cell.outputs.append(_error(verdict["outcome"].capitalize(), verdict["message"], verdict.get("detail")))
    cell.metadata["nbsealed"] = NotebookNode({key: verdict[key] for key in ("outcome", "message", "detail") if key in verdict})


def _error(name: str, message: str, detail: str | None = None) -> NotebookNode:
    lines = [f"{name}: {message}", *([f"For the instructor: {detail}"] if detail and detail != message else [])]
    return new_output("error", ename=name, evalue=message, traceback=lines)


def _sound(output: NotebookNode) -> NotebookNode | None:
    """The output, if it is one by the notebook format; a forged message may hold anything."""
    try:
        nbformat.validate(output, ref=output["output_type"], version=4)
    except Exception:
        return None
    return output
