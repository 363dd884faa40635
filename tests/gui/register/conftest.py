"""The page of the register on a small ledger of invented firms."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from fake_shell import FakeShell
from pytestqt.qtbot import QtBot

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.register.page import RegisterPage, make
from shoukei_app.usecases import firms, ledgers
from shoukei_app.usecases.ledgers import Ledger

HEADINGS = ("会員名", "代表者", "郵便番号", "住所", "TEL", "業種", "従業員数")
MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
KASHIWABARA = Address("3891305", "長野県", "上水内郡", "信濃町", "20583", "柏原", "200-1")

Row = tuple[object, ...]


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    made = FakeShell(desk, file_ledger)
    made.session.campaign_id = ledgers.current_campaign(file_ledger).id
    return made


@pytest.fixture
def add(file_ledger: Ledger, act: Act) -> Callable[[FirmFacts], int]:
    """Put a firm into the register."""
    return lambda facts: firms.add(file_ledger, act, facts).value


@pytest.fixture
def three(add: Callable[[FirmFacts], int]) -> list[int]:
    """Three firms in two municipalities."""
    return [
        add(FirmFacts("有限会社みほん工業", representative="見本 一郎", address=MURE, industry="製造業", staff=3)),
        add(
            FirmFacts(
                "ためし旅館", representative="試 花子", address=KASHIWABARA, phone="026-255-0001", industry="宿泊業"
            )
        ),
        add(FirmFacts("れい商店", address=MURE, industry="製造業", do_not_mail=True)),
    ]


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell) -> Iterator[RegisterPage]:
    made = make(shell)
    assert isinstance(made, RegisterPage)
    qtbot.addWidget(made)
    made.resize(1140, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    shell.desk.wait()


@pytest.fixture
def list_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a list with a title above its headings; returns its path."""

    def write(rows: Sequence[Row], *, headings: Sequence[str] = HEADINGS, name: str = "会員名簿.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "名簿"
        sheet.append(["見本町商工会 会員名簿"])
        sheet.append(list(headings))
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write
