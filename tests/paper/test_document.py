"""The file: whole or not there, the same for the same input, and silent about when it was made."""

import errno
from pathlib import Path

import pytest
from paper_samples import OCCASION, SENDER, pieces, template
from pdf_reader import Pdf

from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import CancelledError, Progress
from shoukei_app.paper import document, letter
from shoukei_app.paper.fonts import Face, Font

TEXT = Font(Face.GOTHIC, 10.0)


def _print(target: Path) -> PrintedPages:
    return letter.print_letters(target, pieces(), template(), OCCASION, Progress())


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    _print(tmp_path / "一.pdf")
    _print(tmp_path / "別の名前.pdf")
    assert (tmp_path / "一.pdf").read_bytes() == (tmp_path / "別の名前.pdf").read_bytes()


def test_metadata_name_the_paper_and_no_date(tmp_path: Path) -> None:
    _print(tmp_path / "依頼文.pdf")
    metadata = Pdf(tmp_path / "依頼文.pdf").metadata()
    assert metadata["Title"] == template().title
    assert metadata["Author"] == SENDER.name
    assert metadata["CreationDate"].startswith("D:20000101")
    assert metadata["ModDate"] == metadata["CreationDate"]


def test_fonts_are_embedded_as_subsets_that_copy_out(tmp_path: Path) -> None:
    _print(tmp_path / "依頼文.pdf")
    data = (tmp_path / "依頼文.pdf").read_bytes()
    assert data.count(b"/Subtype /Type0") == data.count(b"/FontFile2") == data.count(b"/ToUnicode") == 2
    assert b"SHOKEI+BIZUDPMincho-Regular" in data
    assert b"Helvetica" not in data
    assert len(data) < 300_000


def test_a_missing_character_is_shown_as_geta_and_copies_as_geta(tmp_path: Path) -> None:
    with document.written(tmp_path / "〓.pdf", title="試し") as paper:
        page = paper.drawing()
        page.text(20.0, 20.0, "仮田\ue000屋髙\U000e0107", TEXT)
        paper.page(page)
    assert Pdf(tmp_path / "〓.pdf").squeezed(0) == "仮田〓屋〓"


def test_a_cancelled_print_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "依頼文.pdf"
    target.write_bytes(b"before")
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        letter.print_letters(target, pieces(), template(), OCCASION, progress)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_progress_counts_the_pieces(tmp_path: Path) -> None:
    progress = Progress()
    letter.print_letters(tmp_path / "依頼文.pdf", pieces(), template(), OCCASION, progress)
    assert (progress.done, progress.total) == (len(pieces()), len(pieces()))


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        _print(tmp_path / "ない" / "依頼文.pdf")
    assert raised.value.kind is ProblemKind.OUTPUT_FOLDER_MISSING


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(errno.EACCES, "locked"), ProblemKind.OUTPUT_LOCKED),
        (OSError(errno.ENOSPC, "full"), ProblemKind.DISK_FULL),
    ],
)
def test_what_stops_the_writing_is_said_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, kind: ProblemKind
) -> None:
    target = tmp_path / "依頼文.pdf"
    target.write_bytes(b"before")

    def refuse(self: Path, other: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Problem) as raised:
        _print(target)
    assert raised.value.kind is kind
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_pages_are_printed_at_their_size(tmp_path: Path) -> None:
    _print(tmp_path / "依頼文.pdf")
    assert b"/PrintScaling /None" in (tmp_path / "依頼文.pdf").read_bytes()
