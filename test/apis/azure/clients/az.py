"""Runs the command lines of standard input, one each, with the real az in one interpreter.

Prints a JSON object a line: exit status, what was printed, and the error. Starting az anew for each would take a second.
"""

import contextlib
import io
import json
import shlex
import sys

from azure.cli.core import get_default_cli

az = get_default_cli()
for line in sys.stdin.read().splitlines():
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            code = az.invoke(shlex.split(line), out_file=out)
        except SystemExit as end:
            code = end.code
    error = az.result.error if az.result is not None else None
    print(json.dumps({"line": line, "code": code, "out": out.getvalue(), "error": str(error or "")}), flush=True)
