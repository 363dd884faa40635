"""The sample's lists: two publishers' that overlap, written and taken in as an office would."""

from collections.abc import Callable, Sequence
from pathlib import Path

from shoukei_app.domain.progress import Progress
from shoukei_app.exchange import workbooks
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import lists
from shoukei_app.usecases.sample.clock import Clock
from shoukei_app.usecases.sample.firms import SampleFirm


def take_in(
    ledger: Ledger, invented: Sequence[SampleFirm], clock: Clock, path_of: Callable[[str], Path], progress: Progress
) -> None:
    """Two publishers' lists that overlap: a municipal workbook and a 商工会 CSV written in another manner."""
    cut = len(invented) * 2 // 3
    overlap = len(invented) // 10
    by_town, by_shokokai = invented[:cut], invented[cut - overlap :]
    municipal = path_of("名簿/市町村_事業者名簿.xlsx")
    headings = [
        "No.",
        "事業者名",
        "フリガナ",
        "法人番号",
        "代表者職名",
        "代表者氏名",
        "郵便番号",
        "所在地",
        "電話番号",
    ]
    headings += ["業種", "従業者数"]
    rows: list[list[workbooks.Value]] = [
        [
            index,
            firm.name,
            firm.kana,
            firm.corporate_number,
            firm.title,
            firm.representative,
            f"{firm.postal_code[:3]}-{firm.postal_code[3:]}",
            f"長野県{firm.county}{firm.municipality}{firm.town}{firm.street}",
            firm.phone,
            firm.industry,
            firm.staff,
        ]
        for index, firm in enumerate(by_town, start=1)
    ]
    workbooks.write_workbook(municipal, [workbooks.Sheet("事業者名簿", headings, rows)], title="事業者名簿")
    shokokai = path_of("名簿/商工会_会員名簿.csv")
    lines: list[list[workbooks.Value]] = [
        [
            firm.name.replace("株式会社", "（株）").replace("有限会社", "（有）"),
            firm.representative,
            f"〒{firm.postal_code}",
            f"{firm.municipality}{firm.town}",
            firm.street,
            firm.phone,
            firm.industry,
            firm.staff,
            firm.corporate_number,
        ]
        for firm in by_shokokai
    ]
    headings = ["会員事業所名", "代表者", "〒", "住所１", "住所２", "ＴＥＬ", "業種", "従業員数", "法人番号"]
    workbooks.write_csv(shokokai, headings, lines)
    for path in (municipal, shokokai):
        preview = lists.check(ledger, lists.read(path), progress)
        lists.take_in(ledger, clock.act(), preview, progress)
