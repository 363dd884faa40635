"""Holds letters and labels against LibreOffice's mail merge and gLabels' batch: time, peak memory, size of the PDF.

Run: python -m tests.bench.paper_peers [--pieces 3500] [--peer-pieces 350]. A peer that is not installed is passed over
with a sentence (Debian: libreoffice-writer-nogui libreoffice-base-drivers python3-uno; glabels). Ours are whole
processes too. What the peers print is plainer than ours: a letter without code and window, a label without customer
barcode. Last, our time per piece from 3,500 to 50,000. Never asserted: machines differ, and are shared.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

LABEL_SHEET = """<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
  <Template brand="bench" part="2x6" size="A4" description="2x6">
    <Label-rectangle id="0" width="86.4mm" height="42.3mm" round="0" x_waste="0" y_waste="0">
      <Layout nx="2" ny="6" x0="18.6mm" y0="21.2mm" dx="86.4mm" dy="42.3mm"/>
    </Label-rectangle>
  </Template>
  <Objects id="0" rotate="False">
    <Object-text x="4mm" y="4mm" w="78mm" h="34mm" justify="Left" valign="Top" shadow="False"
      a0="1" a1="0" a2="0" a3="1" a4="0" a5="0">
      <Span font_family="Sans" font_size="10" font_weight="Regular" color="0x000000ff" line_spacing="1">\
〒<Field name="code"/><NL/><Field name="address"/><NL/><Field name="name"/><NL/><Field name="person"/> 様</Span>
    </Object-text>
  </Objects>
  <Merge type="Text/Comma/Line1Keys" src="{table}"/>
</Glabels-document>
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one printing took."""

    seconds: float
    processor: float
    memory: float
    size: float
    pieces: int

    @property
    def each(self) -> float:
        """Processor time a piece in ms: on a shared machine the fairer figure."""
        return self.processor / self.pieces * 1000

    def row(self, what: str) -> str:
        figures = f"{self.seconds:9.2f}{self.processor:9.2f}{self.each:10.3f}{self.memory:10.0f}{self.size:8.2f}"
        return f"{what:24}{self.pieces:8,}{figures}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=3500)
    parser.add_argument("--peer-pieces", type=int, default=350)
    parser.add_argument("--no-growth", action="store_true")
    arguments = parser.parse_args()
    print(f"load of the machine (1, 5, 15 min): {os.getloadavg()}")
    print(f"{'':24}{'pieces':>8}{'seconds':>9}{'cpu s':>9}{'cpu ms/p':>10}{'peak MiB':>10}{'PDF MB':>8}")
    for paper, peer, what in (("letters", mail_merge, "LibreOffice"), ("labels", label_batch, "gLabels")):
        mine = min((ours(paper, arguments.pieces) for _ in range(3)), key=lambda taken: taken.processor)
        print(mine.row(f"{paper}, ours"), flush=True)
        theirs = peer(arguments.peer_pieces)
        if theirs is None:
            print(f"{what} is not installed here, or gave nothing: not compared")
            continue
        print(theirs.row(f"{paper}, {what}"), flush=True)
        times = theirs.each / mine.each
        print(
            f"{paper}: {times:.1f} times as fast by processor time; memory {mine.memory / theirs.memory:.2f} of theirs",
            flush=True,
        )
    if not arguments.no_growth:
        for paper in ("letters", "labels"):
            for count in (3500, 10000, 25000, 50000):
                print(ours(paper, count).row(f"{paper}, ours"), flush=True)


def ours(paper: str, count: int) -> Taken:
    """Our paper, as `paper_speed` prints it."""
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "paper.pdf"
        child = [sys.executable, "-m", "tests.bench.paper_speed", "--child", paper]
        return taken([*child, "--pieces", str(count), "--target", str(target)], target, count)


def mail_merge(count: int) -> Taken | None:
    """LibreOffice's, with a Python that has its `uno`."""
    python = next((one for one in ("/usr/bin/python3", "python3") if _has_uno(one)), None)
    if python is None or shutil.which("soffice") is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "firms.csv", count)
        script = Path(__file__).with_name("_mail_merge.py")
        return _tried([python, str(script), name], folder, "merged*.pdf", count)


def label_batch(count: int) -> Taken | None:
    """The batch of gLabels."""
    if shutil.which("glabels-3-batch") is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "firms.csv", count)
        sheet = folder / "sheet.glabels"
        sheet.write_text(LABEL_SHEET.format(table=folder / "firms.csv"), encoding="utf-8")
        return _tried(["glabels-3-batch", "-o", str(folder / "out.pdf"), str(sheet)], folder, "out.pdf", count)


def write_table(target: Path, count: int) -> None:
    """A table of invented addressees."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("number", "code", "address", "name", "person", "bars"))
        for serial in range(1, count + 1):
            address = f"長野県長野市架空町{serial}番地{serial % 30}"
            bars = "13" + "144114132" * 7 + "31"
            writer.writerow(
                (f"{serial:07}", "380-0921", address, f"株式会社 架空{serial}商店", f"仮名 {serial}郎", bars)
            )


def _tried(command: list[str], folder: Path, pattern: str, count: int) -> Taken | None:
    found = taken(command, folder / "none.pdf", count)
    made = list(folder.glob(pattern))
    return replace(found, size=sum(file.stat().st_size for file in made) / 1e6) if made else None


def taken(command: list[str], target: Path, count: int) -> Taken:
    """Run a command to its end: seconds, processor time, the largest resident memory in MiB, MB of `target`."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    size = target.stat().st_size / 1e6 if target.is_file() else 0.0
    processor = usage.ru_utime + usage.ru_stime
    return Taken(time.perf_counter() - started, processor, usage.ru_maxrss / 1024, size, count)


def _has_uno(python: str) -> bool:
    if shutil.which(python) is None:
        return False
    return subprocess.run([python, "-c", "import uno"], check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
