"""The student's side, inside the kernel: keeps its state as it is at each test cell, and serves answers from it.

`freeze` forks the kernel. The copy waits until the judge asks, after the notebook has run to its end, so that nothing a test asks can be
seen, printed or stored by any cell of the notebook. Calls of functions run in one more copy, so that nothing they do lasts; a test cell
whose calls must know of each other says so with the line ``### KEEP STATE``. For a test that needs plain values only, `snapshot` hands
them out, which takes a fraction of the time.

Nothing in this module is trusted: it runs in the student's process, and the worst it can do is to send wrong answers.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import inspect
import io
import json
import os
import select
import signal
import socket
import sys
import time
import types
from collections.abc import Callable
from typing import Any

from nbsealed import answers

CHANNEL = "NBSEALED_CHANNEL"  # names the descriptor over which frozen copies are handed out
MAX_STDOUT = 100_000  # characters of one call
AGAIN = b'{"again":true}'  # a reply: the function made a function


def freeze(names: dict[str, Any]) -> None:
    """Fork a copy of this process that answers for `names`, and hand a socket to it out of the sandbox."""
    near, far = socket.socketpair()
    if os.fork():
        far.close()
        with near:
            _hand_out(near.fileno())
        return
    try:
        near.close()
        _settle()
        _Server(names, far).serve()
    finally:
        os._exit(0)


def snapshot(names: dict[str, Any], answered: list[str]) -> None:
    """Hand a file out of the sandbox: the plain values among `answered`, and which other names there are."""
    names = dict(names)  # a thread of the notebook may add to them
    asked = {name: names[name] for name in answered if name in names}
    modules = {name: value for name, value in names.items() if type(value) is types.ModuleType}  # refused, which a test must learn
    values = answers.still(asked | modules)
    others = [name for name in names if name not in values and type(name) is str]
    with os.fdopen(os.memfd_create("snapshot"), "w", encoding="utf-8") as file:
        file.write(json.dumps({"values": values, "others": others}))
        file.flush()
        _hand_out(file.fileno())


def _hand_out(fd: int) -> None:
    with socket.socket(fileno=os.dup(int(os.environ[CHANNEL]))) as channel:
        socket.send_fds(channel, [b"!"], [fd])


def _settle() -> None:
    """In the copy: no part in the kernel's group, no word to its outputs."""
    gc.freeze()  # to look through what is there already would copy all of it
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stderr = io.StringIO()
    with contextlib.suppress(Exception):
        from IPython import get_ipython  # noqa: PLC0415

        shell = get_ipython()
        shell.display_pub.publish = shell.displayhook = lambda *_, **__: None
        shell.kernel.raw_input = shell.kernel.getpass = _no_input
    builtins.input = _no_input


def _no_input(*_: Any, **__: Any) -> str:
    raise EOFError("there is nobody to answer input() while the notebook is graded")


class _Server:
    def __init__(self, names: dict[str, Any], channel: socket.socket):
        self.names, self.channel = names, channel
        self.functions: list[Callable] = []
        self.returned = False  # whether a function is among what was last encoded

    def serve(self) -> None:
        while True:
            try:
                request = json.loads(answers.receive(self.channel))
            except (EOFError, OSError):
                return
            answers.send(self.channel, self.reply(request))

    def reply(self, request: dict) -> bytes:
        match request["op"]:
            case "ping":
                return b"{}"
            case "get":
                name = request["name"]
                return b'{"value":' + self.encode(self.names[name]) + b"}" if name in self.names else b'{"missing":true}'
            case "call" if request["keep"]:
                return self.call(request)
            case "call":
                (text,) = self.aside([request], request["timeout"])
                # A function that makes functions has to run here: what it makes must outlive the call.
                return self.call(request) if text == AGAIN else text
            case "calls":
                replies = self.aside(request["calls"], request["timeout"])
                return b'{"replies":[' + b",".join(replies if sum(map(len, replies)) < answers.MAX_BYTES else []) + b"]}"
        return b'{"crashed":"unknown request"}'

    def encode(self, value: Any) -> bytes:
        return answers.dumps(value, self.refer)

    def refer(self, function: Callable) -> dict:
        self.returned = True
        for ref, known in enumerate(self.functions):
            if known is function:
                return {"ref": ref, **_about(function)}
        self.functions.append(function)
        return {"ref": len(self.functions) - 1, **_about(function)}

    def call(self, request: dict) -> bytes:
        args, kwargs = (answers.loads(json.dumps(request[part]).encode(), self.resolve) for part in ("args", "kwargs"))
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                value = self.functions[request["ref"]](*args, **kwargs)
                self.returned = False
                text = b'"value":' + self.encode(value)
        except BaseException as error:
            builtin = next(kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind)
            text = b'"raised":' + json.dumps([type(error).__name__, builtin, str(error)[:2000]]).encode()
        after = b',"args":' + answers.dumps(args) + b',"kwargs":' + answers.dumps(kwargs)
        return b"{" + text + after + b',"stdout":' + json.dumps(printed.getvalue()[:MAX_STDOUT]).encode() + b"}"

    def resolve(self, reference: dict) -> Callable:
        """A function among the arguments: one of the student's own come back, or one of the test's, called over the line."""
        if "ref" in reference:
            return self.functions[reference["ref"]]

        def function(*args: Any, **kwargs: Any) -> Any:
            sent = [json.loads(answers.dumps(part)) for part in (args, kwargs)]
            answers.send(self.channel, json.dumps({"callback": reference["callback"], "args": sent[0], "kwargs": sent[1]}).encode())
            reply = json.loads(answers.receive(self.channel))
            if "raised" in reply:
                name, text = reply["raised"]
                raise getattr(builtins, name, RuntimeError)(text)
            return answers.loads(json.dumps(reply["value"]).encode())

        function.__name__ = function.__qualname__ = reference["name"]
        return function

    def aside(self, requests: list[dict], timeout: float) -> list[bytes]:
        """Run calls in a copy of this process, one after the other; a copy that dies or takes too long is reported as the last reply."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(reading)
                with os.fdopen(writing, "wb") as stream:
                    for request in requests:
                        self.returned = False
                        text = self.call(request)
                        stream.write((AGAIN if self.returned else text) + b"\n")
                        stream.flush()
            finally:
                os._exit(0)
        os.close(writing)
        text, deadline = bytearray(), time.monotonic() + timeout
        end = b'{"timeout":true}'
        try:
            while select.select([reading], [], [], max(0, deadline - time.monotonic()))[0]:
                chunk = os.read(reading, 2**20)
                if not chunk:
                    end = b'{"crashed":"the process ended during the call"}'
                    break
                text += chunk
        finally:
            os.close(reading)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        *replies, _ = bytes(text).split(b"\n")  # after the last line's end comes nothing, or a reply cut short
        return replies if len(replies) == len(requests) else [*replies, end]


def _about(function: Callable) -> dict:
    """What a test may look at without calling: name, signature, docstring, source."""
    about = {"name": str(getattr(function, "__name__", type(function).__name__))[:200]}
    with contextlib.suppress(Exception):
        about["doc"] = str(function.__doc__ or "")[:20_000]
        about["parameters"] = [
            [p.name, int(p.kind), p.default is not p.empty, json.loads(answers.dumps(None if p.default is p.empty else p.default))]
            for p in inspect.signature(function).parameters.values()
        ]
        about["source"] = inspect.getsource(function)[:100_000]
    return about
