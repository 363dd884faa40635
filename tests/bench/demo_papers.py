"""Checks every page of a demo's papers: page counts, every QR by an independent decoder, every firm's name as text.

`python -m tests.bench.demo_papers [DEMO_FOLDER]`; without a folder it makes a demo of 3,500 firms first.
"""

import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp

from shoukei_app.domain.progress import Progress
from shoukei_app.usecases import ledgers, runs
from shoukei_app.usecases.sample import campaign

SCALE = 110 / 72
CORNER = (0.45, 0.0, 1.0, 0.13)
"""Where letters and forms have their code: left, top, right, bottom as shares of the page."""


def main() -> None:
    """Print what was found."""
    if len(sys.argv) > 1:
        check(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        campaign.make(Path(name) / "demo", count=3500, seed=1, progress=Progress())
        check(Path(name) / "demo")


def check(folder: Path) -> None:
    """Hold the papers of a demo against its ledger."""
    ledger = ledgers.open_existing(folder / "見本.shoukei")
    key = ledgers.current_campaign(ledger).id
    sent = [piece for piece in runs.pieces(ledger, key, 1) if piece.left_out is None]
    ledger.close()
    numbers = [piece.number for piece in sent]
    print(f"pieces of the first run: {len(sent):,}")
    letters, forms, labels = (folder / "発送" / f"{name}.pdf" for name in ("依頼文", "調査票", "宛名ラベル"))
    begun = time.perf_counter()
    _report("letters", list(codes(letters)), numbers)
    _report("questionnaires", list(codes(forms)), [number for number in numbers for _ in range(2)])
    print(f"labels: {len(pypdfium2.PdfDocument(labels)):,} sheets of 12 for {len(sent):,} pieces")
    for path in (letters, labels):
        text = _plain("".join(texts(path)))
        absent = [piece.number for piece in sent if _plain(piece.addressee.name) not in text]
        print(f"{path.stem}: names found in the text {len(sent) - len(absent):,} of {len(sent):,}")
    print(f"checked in {time.perf_counter() - begun:.0f} s")


def codes(path: Path) -> Iterator[list[str]]:
    """What every page's QR says."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        width, height = page.get_size()
        left, top, right, bottom = CORNER
        crop = (left * width, (1 - bottom) * height, (1 - right) * width, top * height)
        picture = page.render(scale=SCALE, crop=crop).to_pil()
        yield [code.text for code in zxingcpp.read_barcodes(picture)]


def texts(path: Path) -> Iterator[str]:
    """The text of every page."""
    for page in pypdfium2.PdfDocument(path):
        yield page.get_textpage().get_text_range()


def _report(what: str, found: list[list[str]], expected: list[str]) -> None:
    right = sum(code == [number] for code, number in zip(found, expected, strict=False))
    print(f"{what}: {len(found):,} pages of {len(expected):,}, codes read right {right:,}")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


if __name__ == "__main__":
    main()
