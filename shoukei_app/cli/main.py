"""The command line's root: which group of commands lives in which module; a module is loaded when it is asked for."""

import importlib
from typing import Any

import click

from shoukei_app import __version__

_COMMANDS = {
    "demo": "demo:demo",
    "new": "ledger:new",
    "list": "lists:lists",
    "target": "targets:targets",
    "mailing": "mailing:mailing",
    "letter": "letters:letter",
    "questionnaire": "questionnaires:questionnaire",
    "receipts": "receipts:receipts",
    "answers": "answers:answers",
    "verification": "verification:verification",
    "flags": "flags:flags",
    "meeting": "meetings:meeting",
    "case": "cases:case",
    "visits": "visits:visits",
    "task": "homework:task",
    "export": "export:export",
    "statistics": "statistics:statistics",
    "history": "history:history",
    "undo": "history:undo",
    "redo": "history:redo",
    "backup": "ledger:backup",
    "check": "ledger:check",
    "address": "tools:address",
    "barcode": "tools:barcode",
    "compare": "tools:compare",
    "postal": "postal:postal",
}
_SELF_TEST = "shoukei self-test：このパソコンで画面・印刷・読取が働くかを確かめます。"  # the window's, see __main__


class _LazyGroup(click.Group):
    """Commands are imported only when they run: `shoukei --help` and short commands start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        found: Any = getattr(importlib.import_module(f"shoukei_app.cli.{module}"), name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_SELF_TEST)
@click.version_option(__version__, prog_name="承継診断 調査台帳")
def shoukei() -> None:
    """承継診断 調査台帳。引数なしで起動すると画面が開きます。"""
