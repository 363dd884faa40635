"""What all commands share: who acts, output for people or programs, problems as one sentence, a progress bar."""

import functools
import getpass
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.words.problems import sentence

if TYPE_CHECKING:
    from shoukei_app.usecases.ledgers import Ledger

F = TypeVar("F", bound=Callable[..., Any])

LEDGER = click.argument("ledger", metavar="台帳")
OUTPUT = click.Path(dir_okay=False, path_type=Path)
INPUT = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


def command(group: click.Group, name: str) -> Callable[[F], click.Command]:
    """Declare a command of `group`: adds --json and turns a Problem into one sentence and exit code 1."""

    def declare(function: F) -> click.Command:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            try:
                function(*args, **kwargs)
            except Problem as problem:
                click.echo(sentence(problem), err=True)
                sys.exit(1)

        option = click.option("--json", "as_json", is_flag=True, help="プログラム向けにJSONで出す")
        return group.command(name)(option(run))

    return declare


def emit(data: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Print the result: one JSON object, or a text for people."""
    click.echo(json.dumps(data, ensure_ascii=False, default=_plain) if as_json else text)


def act() -> Act:
    """Who acts (SHOUKEI_PERSON, else the name of the Windows user), now."""
    return Act(os.environ.get("SHOUKEI_PERSON") or getpass.getuser(), now())


def now() -> datetime:
    """The office's local time."""
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the ledger keeps local time


def day(value: datetime | None) -> date:
    """The day that an option gives, else today."""
    return value.date() if value else now().date()


def by_question(pairs: Iterable[str]) -> dict[str, str]:
    """What was written for each question: age=72 問9=3. Raises Problem(VALUE_WRONG)."""
    written = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Problem(ProblemKind.VALUE_WRONG, field="問い=回答", value=pair)
        written[name] = value
    return written


@contextmanager
def opened(location: str) -> Iterator["Ledger"]:
    """Open a ledger for one command."""
    # The database takes a third of a second to import; `shoukei address` needs none.
    from shoukei_app.usecases import ledgers  # noqa: PLC0415

    ledger = ledgers.open_existing(location)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress that shows itself on a terminal."""
    progress = Progress()
    if not sys.stderr.isatty():
        yield progress
        return
    finished = threading.Event()
    watcher = threading.Thread(target=_watch, args=(progress, finished), daemon=True)
    watcher.start()
    try:
        yield progress
    finally:
        finished.set()
        watcher.join()


def counts(values: Mapping[Any, int], names: Callable[[Any], str]) -> str:
    """Counts on one line: "廃業・閉鎖 12件、対象外 3件"."""
    return "、".join(f"{names(key)} {number:,}件" for key, number in values.items()) or "なし"


def _watch(progress: Progress, finished: threading.Event) -> None:
    while not finished.wait(0.2):
        share = f"{progress.done:,}/{progress.total:,}" if progress.total else f"{progress.done:,}"
        click.echo(f"\r\x1b[2K{progress.label} {share}", err=True, nl=False)
    click.echo("\r\x1b[2K", err=True, nl=False)


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    return str(value)
