"""A harness as a child process that never outlives this one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Sequence

from ._launch import command

STOP_TIMEOUT = 10  # seconds
FREE_PORTS = ("--https-port", "0", "--http-port", "0", "--dns-port", "0", "--control-port", "0")


class HarnessNotStarted(Exception):
    """`start` ended before it was ready. The message is what it printed."""


class HarnessProcess:
    """`azureml-fe-mock start` on free ports, with a state folder of its own.

    Its standard input is a pipe that this process holds: when this process ends, however it ends, the pipe is closed
    and the harness stops.
    """

    def __init__(self, options: Sequence[str] = ()) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="azureml-fe-mock-"))
        self._log = self._folder / "start.log"
        state = str(self._folder / "state")
        words = command("start", "--json", "--stop-with-stdin", "--tls-records", "--proxy", "--state", state, *FREE_PORTS, *options)
        with self._log.open("wb") as log:
            self._child = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, **own_group()
            )
        try:
            self.ready = self._wait_until_ready()
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._child.pid

    def _wait_until_ready(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if line == b"":
            self._child.wait()
            raise HarnessNotStarted(self._log.read_text(encoding="utf-8", errors="replace").strip())
        return json.loads(line)

    def close(self) -> None:
        """Stops the harness and removes its folder. Does nothing the second time."""
        child = self._child
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()
        try:
            child.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def own_group() -> dict[str, Any]:
    """Keeps Ctrl-C from the harness: what a test saw is still asked for when pytest is interrupted."""
    if os.name == "nt":
        return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP")}
    return {"start_new_session": True}
