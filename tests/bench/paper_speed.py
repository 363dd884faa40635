"""Measures the papers of a mailing run: seconds, processor time, memory, size of the PDF; prints a table.

Run: python -m tests.bench.paper_speed [--pieces 3500 50000] [--runs 3]. Every figure is the median of whole processes,
so start-up and loading of the fonts are in it. Letters (window of 95 mm), labels and envelopes
(長形3号, vertical) carry customer barcodes.
Never asserted: machines differ, and are shared.
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import date
from pathlib import Path

PAPERS = ("letters", "questionnaires", "labels", "envelopes", "checklist")
MARKS = {"letters": "8 s, 6 MB", "questionnaires": "12 s", "labels": "3 s", "envelopes": "3 s", "checklist": ""}

_SURNAMES = [
    "小林",
    "丸山",
    "中村",
    "伊藤",
    "佐藤",
    "清水",
    "高橋",
    "宮澤",
    "柳沢",
    "山﨑",
    "髙橋",
    "竹内",
    "西澤",
    "北村",
    "青木",
    "関",
    "滝沢",
    "春日",
    "町田",
    "渡邉",
]
_GIVEN = [
    "一郎",
    "健二",
    "誠",
    "幸子",
    "美穂",
    "浩",
    "隆",
    "和子",
    "正",
    "明美",
    "修",
    "真由美",
    "豊",
    "恵",
    "茂",
    "直樹",
]
_TRADES = [
    "商店",
    "建設",
    "製作所",
    "工業",
    "旅館",
    "食品",
    "運輸",
    "設備",
    "酒造",
    "精機",
    "木材",
    "農園",
    "自動車",
    "印刷",
    "電機",
]
_PLACES = (
    ("3811201", "", "長野市", "松代町"),
    ("3891313", "上水内郡", "信濃町", "大字古間"),
    ("3892502", "下高井郡", "野沢温泉村", "大字豊郷"),
    ("3900221", "", "松本市", "大字里山辺"),
    ("3994117", "", "駒ヶ根市", "赤穂"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, nargs="+", default=[3500])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--child", choices=PAPERS, help=argparse.SUPPRESS)
    parser.add_argument("--target", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print_one(arguments.child, arguments.pieces[0], arguments.target)
        return
    print(f"{'paper':16}{'pieces':>8}{'seconds':>9}{'cpu s':>8}{'ms/piece':>10}{'peak MiB':>10}{'PDF MB':>8}   mark")
    for count in arguments.pieces:
        for paper in PAPERS:
            measure(paper, count, arguments.runs)


def measure(paper: str, count: int, runs: int) -> None:
    """Print one paper in fresh processes; one line of medians."""
    seconds, processor, memory, size = [], [], 0.0, 0.0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "paper.pdf"
            started = time.perf_counter()
            child = [sys.executable, "-m", "tests.bench.paper_speed", "--child", paper]
            done = subprocess.run(
                [*child, "--pieces", str(count), "--target", str(target)], check=True, capture_output=True, text=True
            )
            seconds.append(time.perf_counter() - started)
            used, memory = map(float, done.stdout.split())
            processor.append(used)
            size = target.stat().st_size / 1e6
    middle, cpu = statistics.median(seconds), statistics.median(processor)
    mark = MARKS[paper] if count == 3500 else ""
    print(
        f"{paper:16}{count:8,}{middle:9.2f}{cpu:8.2f}{cpu / count * 1000:10.3f}{memory:10.0f}{size:8.2f}   {mark}",
        flush=True,
    )


def print_one(paper: str, count: int, target: Path) -> None:
    """Print one paper in this process; say its processor time in seconds and its peak memory in MiB."""
    from dataclasses import replace

    from shoukei_app import assets
    from shoukei_app.domain import envelope, label_sheet, questionnaire
    from shoukei_app.domain.address_number import address_number
    from shoukei_app.domain.customer_barcode import customer_barcode
    from shoukei_app.domain.envelope import LONG_3
    from shoukei_app.domain.firm import Address
    from shoukei_app.domain.form_number import form_number
    from shoukei_app.domain.mailing import (
        Addressee,
        LetterTemplate,
        Piece,
        PostalMarks,
        PrintOrder,
        Run,
        RunKind,
        Sender,
    )
    from shoukei_app.domain.progress import Progress
    from shoukei_app.paper import checklist, labels, letter, questionnaire_form
    from shoukei_app.paper import envelope as envelope_paper

    chance = random.Random(1)

    def addressee() -> Addressee:
        surname = chance.choice(_SURNAMES)
        code, county, municipality, town = chance.choice(_PLACES)
        where = Address(
            code, "長野県", county, municipality, "", town, f"{chance.randrange(1, 9000)}番地{chance.randrange(1, 30)}"
        )
        name = f"{chance.choice(('株式会社', '有限会社', ''))} {surname}{chance.choice(_TRADES)}".strip()
        return Addressee(name, "", "代表取締役", f"{surname} {chance.choice(_GIVEN)}", where)

    pieces = [Piece(serial, form_number(serial), addressee()) for serial in range(1, count + 1)]
    sender = Sender("架空町 産業振興課", "商工観光係", "架空町長", "3890000", "長野県架空町1番地", "026-000-0000")
    dated, deadline = date(2026, 9, 1), date(2026, 10, 16)
    marks = PostalMarks(
        {
            piece.number: customer_barcode(where.postal_code, address_number(where.rest)).bars
            for piece in pieces
            for where in (piece.addressee.address,)
        }
    )
    match paper:
        case "letters":
            data = tomllib.loads(assets.text("letters/first.toml"))
            template = LetterTemplate(
                data["title"], tuple(data["paragraphs"]), data["closing"], data["opening"], tuple(data["notes"])
            )
            wide = replace(LONG_3, window=replace(LONG_3.window, width=95.0))
            letter.print_letters(
                target, pieces, template, sender, dated, deadline, Progress(), envelope=wide, marks=marks
            )
        case "questionnaires":
            form = questionnaire.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))
            numbers = [piece.number for piece in pieces]
            questionnaire_form.print_questionnaires(target, numbers, form, Progress(), sender=sender, deadline=deadline)
        case "labels":
            sheets = label_sheet.from_data(tomllib.loads(assets.text("labels/sheets.toml")))
            labels.print_labels(target, pieces, label_sheet.find(sheets, "ELM008"), Progress(), marks=marks)
        case "envelopes":
            kinds = envelope.envelopes_from_data(tomllib.loads(assets.text("post/envelopes.toml")))
            style = envelope.EnvelopeStyle()
            envelope_paper.print_envelopes(target, pieces, kinds[0], sender, Progress(), style=style, marks=marks)
        case _:
            run = Run(1, 1, RunKind.FIRST, dated, deadline, PrintOrder.NUMBER, count, 0)
            checklist.print_checklist(target, run, "令和8年度 承継診断", pieces, Progress())
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
