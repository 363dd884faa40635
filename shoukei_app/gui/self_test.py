"""`shoukei self-test`: opens every page on a sample ledger, prints a letter and reads its QR back.

Run after a build and on an office's PC when something looks wrong: it shows that Qt, the fonts, the database and
the PDF road work there. It leaves nothing behind.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shoukei_app.domain.progress import Progress
from shoukei_app.usecases import ledgers, mailing, runs
from shoukei_app.usecases.mailing import Paper
from shoukei_app.usecases.sample import campaign as sample

_FIRMS = 40
_SECONDS = 60.0


def main(arguments: Sequence[str]) -> int:
    """Run the test; prints what was found and returns the exit code (0: everything works)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        result = _run(Path(folder))
    whole = not result["failed"]
    if "--json" in arguments:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(f"{name}：{'良' if ok else '不良'}" for name, ok in result["checks"].items()) + "\n")
        sys.stdout.write("すべて正常です。\n" if whole else f"異常があります：{'、'.join(result['failed'])}\n")
    return 0 if whole else 1


def _run(folder: Path) -> dict[str, Any]:
    made = sample.make(folder / "見本", count=_FIRMS, seed=1, progress=Progress())
    checks = {"見本の台帳": made.mailed == _FIRMS}
    checks |= _open_pages(str(made.ledger))
    checks["依頼文のQRコード"] = _letter_reads_back(made.ledger, folder / "依頼文.pdf")
    return {"checks": checks, "failed": [name for name, ok in checks.items() if not ok]}


def _open_pages(location: str) -> dict[str, bool]:
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - after QT_QPA_PLATFORM is set

    from shoukei_app.gui import app as gui  # noqa: PLC0415 - likewise
    from shoukei_app.gui.main_window import MainWindow  # noqa: PLC0415 - likewise
    from shoukei_app.gui.pages import PAGES, backend  # noqa: PLC0415 - likewise

    gui.make_application()
    window = MainWindow(PAGES, backend)
    window.show()
    window.open_ledger(location)

    def settle() -> None:
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            if window.desk.idle and window.current_page:
                return
            time.sleep(0.01)

    settle()
    checks = {}
    for spec in PAGES:
        window.go(spec.key)
        settle()
        checks[f"画面「{spec.title}」"] = window.current_page == spec.key and not window.grab().isNull()
    window.close_ledger()
    window.close()
    return checks


def _letter_reads_back(location: Path, target: Path) -> bool:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - only here
    import zxingcpp  # noqa: PLC0415 - only here

    ledger = ledgers.open_existing(location)
    try:
        campaign = ledgers.current_campaign(ledger)
        mailing.print_run(ledger, campaign.id, 1, Paper.LETTERS, target, progress=Progress())
        expected = [piece.number for piece in runs.pieces(ledger, campaign.id, 1) if piece.left_out is None]
    finally:
        ledger.close()
    document = pypdfium2.PdfDocument(target.read_bytes())
    try:
        picture = document[0].render(scale=200 / 72).to_pil()
        return len(document) == len(expected) and expected[0] in [code.text for code in zxingcpp.read_barcodes(picture)]
    finally:
        document.close()
