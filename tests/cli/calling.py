"""The command line as a script calls it: what it prints, what it answers as JSON, the one sentence of a refusal."""

import json
from typing import Any

from click.testing import CliRunner, Result

from shoukei_app.cli.main import shoukei


def run(*arguments: object) -> Result:
    """Run a command, whatever becomes of it."""
    return CliRunner().invoke(shoukei, [str(argument) for argument in arguments])


def done(*arguments: object) -> dict[str, Any]:
    """The JSON of a command that has to succeed."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output + repr(result.exception)
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def refused(*arguments: object) -> str:
    """The one line on standard error of a command that has to be refused."""
    result = run(*arguments)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr
