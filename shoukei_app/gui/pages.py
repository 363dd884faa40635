"""The pages of the window in the order of the work; a page's module is imported when it is first opened."""

import importlib

from shoukei_app.gui import settings
from shoukei_app.gui.backend import Backend
from shoukei_app.gui.kit.page import Page, PageSpec, Shell
from shoukei_app.gui.session import Session


def _spec(
    key: str, title: str, symbol: str, *, waiting: bool = False, urgent: bool = False, gap: bool = False
) -> PageSpec:
    def make(shell: Shell) -> Page:
        module = importlib.import_module(f"shoukei_app.gui.{key}.page")
        page: Page = module.make(shell)
        return page

    def badge(session: Session) -> int:
        counter = importlib.import_module(f"shoukei_app.gui.{key}.badge")
        waits: int = counter.waiting(session)
        return waits

    return PageSpec(key, title, symbol, make, badge if waiting else None, urgent, gap)


PAGES: tuple[PageSpec, ...] = (
    _spec("home", "ホーム", "house"),
    _spec("register", "名簿", "address-book"),
    _spec("questionnaire", "調査票", "clipboard-text"),
    _spec("mailing", "発送", "envelope-simple"),
    _spec("returns", "回収・入力", "keyboard", waiting=True),
    _spec("flags", "抽出", "funnel"),
    _spec("visits", "訪問・電話", "map-pin", waiting=True),
    _spec("statistics", "集計・報告", "chart-bar"),
    _spec("organisations", "機関・担当者", "buildings", gap=True),
    _spec("history", "操作履歴", "clock-counter-clockwise"),
)


def backend() -> Backend:
    """The use cases behind the shell."""
    from shoukei_app.gui.use_cases import UseCases  # noqa: PLC0415 - the window is up before the ledger's tables are

    return UseCases(settings.PERSON.get())
