"""A shell without a window, for tests of pages."""

from typing import Any, cast

from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.session import Session


class FakeShell:
    """Keeps what a page said (`said`: words, whether undo is offered) and where it went (`went`: page, what)."""

    def __init__(self, desk: Desk, ledger: object = None) -> None:
        self.desk = desk
        self.session = Session(cast("Any", ledger), "test.shoukei", 1, "試験 太郎")
        self.went: list[tuple[str, object]] = []
        self.said: list[tuple[str, bool]] = []

    def go(self, page: str, what: object = None) -> None:
        self.went.append((page, what))

    def say(self, text: str, *, undo: bool = False) -> None:
        self.said.append((text, undo))
