"""Files of a FAX machine: pages of every kind of file, turned and joined, received with their pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from fake_shell import FakeShell
from PIL import Image, ImageDraw
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, TargetLine
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns import page_pictures
from shoukei_app.gui.returns.fax_view import FaxView
from shoukei_app.gui.returns.page import ENTRY, ReturnsPage
from shoukei_app.gui.returns.picture_pane import PicturePane
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import pictures, targets


def _page(marks: int, size: tuple[int, int] = (864, 1120)) -> Image.Image:
    """A white page with `marks` black bars at its top."""
    image = Image.new("1", size, 1)
    draw = ImageDraw.Draw(image)
    for at in range(marks):
        draw.rectangle((60, 40 + 60 * at, 600, 70 + 60 * at), fill=0)
    return image


def _coded(number: str, turned: int = 0) -> Image.Image:
    """A page with the QR of a number, as it came out of the machine."""
    page = _page(2)
    code = segno.make(number, version=1, error="h", micro=False)
    for y, line in enumerate(code.matrix):
        for x, dark in enumerate(line):
            if dark:
                ImageDraw.Draw(page).rectangle((650 + 7 * x, 60 + 7 * y, 656 + 7 * x, 66 + 7 * y), fill=0)
    return page.rotate(turned, expand=True)


def _tiff(path: Path, *pages: Image.Image, dpi: tuple[int, int] = (204, 204)) -> Path:
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4", dpi=dpi)
    return path


def _line(ledger: Ledger, place: int = 0) -> TargetLine:
    return targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number")))[place]


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, file_ledger: Ledger) -> Iterator[FaxView]:
    made = FaxView(FakeShell(desk, file_ledger))
    qtbot.addWidget(made)
    made.resize(1150, 600)
    made.show()
    yield made
    desk.wait()


@pytest.mark.usefixtures("qapp")
class TestPages:
    def test_every_page_of_a_fax(self, tmp_path: Path) -> None:
        pages = page_pictures.load(_tiff(tmp_path / "受信.tif", _page(3), _page(0), _page(5)))
        assert [(page.number, page.blank) for page in pages] == [(1, False), (2, True), (3, False)]
        assert all(page.image.format() == QImage.Format.Format_Grayscale8 for page in pages)

    def test_a_coarse_fax_is_drawn_out(self, tmp_path: Path) -> None:
        (page,) = page_pictures.load(_tiff(tmp_path / "粗い.tif", _page(3, (864, 560)), dpi=(204, 98)))
        assert page.image.width() == 864
        assert abs(page.image.height() - 560 * 204 / 98) < 12

    @pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.pdf"])
    def test_other_kinds(self, tmp_path: Path, name: str) -> None:
        _page(4).convert("L").save(tmp_path / name)
        (page,) = page_pictures.load(tmp_path / name)
        assert not page.blank
        assert page.image.height() > page.image.width()

    def test_what_is_no_picture(self, tmp_path: Path) -> None:
        path = tmp_path / "壊れた.tif"
        path.write_bytes(b"nothing of the kind")
        with pytest.raises(Problem) as caught:
            page_pictures.load(path)
        assert caught.value.kind is ProblemKind.PICTURE_UNREADABLE

    def test_a_page_is_kept_small(self) -> None:
        noisy = Image.effect_noise((1728, 2400), 120).convert("L")
        image = QImage(noisy.tobytes(), 1728, 2400, 1728, QImage.Format.Format_Grayscale8).copy()
        made = page_pictures.packed(image)
        assert len(made.data) <= page_pictures.MOST_BYTES
        assert made.media == "image/jpeg"
        assert not page_pictures.opened(made).isNull()

    def test_a_turned_page(self, tmp_path: Path) -> None:
        (page,) = page_pictures.load(_tiff(tmp_path / "a.tif", _page(3)))
        assert page.turn(90).upright.width() == page.image.height()
        assert page.turn(-90).turn(90).upright == page.image


def test_a_sheet_of_two_pages_is_received(view: FaxView, desk: Desk, file_ledger: Ledger, tmp_path: Path) -> None:
    view.add_files([_tiff(tmp_path / "受信.tif", _page(0), _page(3), _page(5), _page(4))])
    desk.wait()
    assert len(view.pages) == 4
    assert view.pane.count == 1, "a blank page is looked at alone"
    view.throw_away()
    assert [page.number for page in view.pages] == [2, 3, 4]
    assert view.pane.count == 2
    view.turn(90)
    assert [page.turned for page in view.pages] == [90, 0, 0], "only the page in sight"
    view.turn(-90)
    line = _line(file_ledger)
    view.number.setText(line.number)
    view.receive()
    desk.wait()
    assert [page.number for page in view.pages] == [4]
    assert targets.lines(file_ledger, [line.id])[0].channel is Channel.FAX
    kept = pictures.pages(file_ledger, line.id)
    assert len(kept) == 2
    assert all(len(page.data) <= page_pictures.MOST_BYTES for page in kept)


def test_the_number_is_read_from_the_qr_and_the_page_turned_upright(
    view: FaxView, desk: Desk, file_ledger: Ledger, tmp_path: Path
) -> None:
    first, second = (_line(file_ledger, place).number for place in (0, 1))
    pages = (_coded(first), _coded(first, 180), _coded(first), _page(3), _coded(second), _coded(second, 90))
    view.add_files([_tiff(tmp_path / "受信.tif", *pages)])
    desk.wait()
    assert [page.form_number for page in view.pages] == [first] * 3 + ["", second, second]
    assert [page.turned for page in view.pages] == [0, 180, 0, 0, 0, 90]
    assert view.pane.count == 3, "all pages of one number, also beyond the usual two"
    assert (view.number.text(), view._from_code.isVisible()) == (form_number.shown(first), True)
    QTest.keyClick(view.number, Qt.Key.Key_Return)
    desk.wait()
    assert len(pictures.pages(file_ledger, _line(file_ledger).id)) == 3
    assert view.pane.count == 3, "a page that could not be read goes with the next"
    QTest.keyClick(view.number, Qt.Key.Key_Return)
    desk.wait()
    assert targets.by_number(file_ledger, second).channel is Channel.FAX
    assert view.pages == []


def test_a_page_of_another_number_is_asked_about(
    view: FaxView, desk: Desk, file_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _parent, _title, words, *_rest, **_more: asked.append(words))
    first, second = (_line(file_ledger, place).number for place in (0, 1))
    view.add_files([_tiff(tmp_path / "受信.tif", _coded(first), _coded(second))])
    desk.wait()
    assert view.pane.count == 1
    view.join_next()
    view.receive()
    desk.wait()
    assert second[:-1] in asked[0]
    assert len(view.pages) == 2
    assert targets.by_number(file_ledger, first).received_on is None


def test_a_number_taken_already(view: FaxView, desk: Desk, file_ledger: Ledger, tmp_path: Path) -> None:
    view.add_files([_tiff(tmp_path / "受信.tif", _page(3), _page(5), _page(4))])
    desk.wait()
    line = _line(file_ledger, 1)
    view.number.setText(line.number)
    view.receive()
    desk.wait()
    view.number.setText(line.number)
    view.receive()
    desk.wait()
    assert view._more.isVisible()
    assert len(view.pages) == 1, "the page still waits"
    view._more.click()
    desk.wait()
    assert len(pictures.pages(file_ledger, line.id)) == 3
    assert view.pages == []


def test_a_wrong_number_and_a_wrong_file(view: FaxView, desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "壊れた.pdf"
    bad.write_bytes(b"%PDF nothing")
    view.add_files([bad, _tiff(tmp_path / "受信.tif", _page(3))])
    desk.wait()
    assert len(view.pages) == 1
    assert view.told.isVisible()
    view.number.setText("0000012")
    view.receive()
    desk.wait()
    assert len(view.pages) == 1
    assert not view._more.isVisible()


def test_pages_are_joined_by_hand(view: FaxView, desk: Desk, tmp_path: Path) -> None:
    view.add_files([_tiff(tmp_path / "受信.tif", _page(3), _page(5), _page(4))])
    desk.wait()
    view.join_next()
    assert view.pane.count == 3
    view.per_sheet.setCurrentIndex(0)
    view.per_sheet.activated.emit(0)
    assert view.pane.count == 1


def test_the_pane_shows_what_is_kept(
    qtbot: QtBot, view: FaxView, desk: Desk, file_ledger: Ledger, tmp_path: Path
) -> None:
    line, other = _line(file_ledger), _line(file_ledger, 1)
    view.add_files([_tiff(tmp_path / "受信.tif", _page(3), _page(5))])
    desk.wait()
    view.number.setText(line.number)
    view.receive()
    desk.wait()
    pane = PicturePane()
    qtbot.addWidget(pane)
    pane.resize(400, 500)
    pane.show()
    assert pane.show_target(file_ledger, line.id)
    assert (pane.count, pane.place) == (2, 0)
    pane.turn_to(1)
    assert pane.place == 1
    wide = pane._sheet.width()
    pane.zoom(1)
    assert pane._sheet.width() > wide
    assert not pane.show_target(file_ledger, other.id)
    assert pane.isHidden()


def test_the_entry_shows_the_picture_beside_the_form(
    qtbot: QtBot, view: FaxView, desk: Desk, file_ledger: Ledger, tmp_path: Path
) -> None:
    line, other = _line(file_ledger), _line(file_ledger, 1)
    view.add_files([_tiff(tmp_path / "受信.tif", _page(3), _page(5))])
    desk.wait()
    view.number.setText(line.number)
    view.receive()
    desk.wait()
    page = ReturnsPage(FakeShell(desk, file_ledger))
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    page.open(ENTRY)
    assert page.entry is not None
    assert page.entry.open_number(line.number)
    assert page.entry.picture.isVisible()
    assert page.entry.picture.count == 2
    page.entry.leave()
    assert page.entry.picture.isHidden()
    assert page.entry.open_number(other.number)
    assert page.entry.picture.isHidden()
