"""The command line as scripts use it: one small campaign from the list to the undo, with the JSON of the contract."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp

from shoukei_app.domain import form_number
from tests.cli.calling import done, refused, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A path with Japanese and blanks, as in every office."""
    made = tmp_path / "承継診断 令和8年度"
    made.mkdir()
    return made


@pytest.fixture
def ledger(folder: Path) -> Path:
    path = folder / "台 帳.shoukei"
    assert done("new", path, "--name", "承継診断", "--fiscal-year", 2026, "--deadline", "2026-07-31") == {
        "ledger": str(path)
    }
    return path


@pytest.fixture
def listed(ledger: Path, folder: Path) -> Path:
    """The ledger with three firms of a small CP932 list, as Excel saves it."""
    source = folder / "商工会 会員名簿.csv"
    with source.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows(
            [
                ["見本町商工会 会員名簿", "", "", "", ""],
                ["事業所名", "代表者氏名", "郵便番号", "所在地", "電話番号"],
                ["㈱山岸建設", "山岸　明", "383-0013", "長野県中野市大字中野１２３４番地", "0269-00-0001"],
                ["宮下商店", "宮下　進", "382-0911", "長野県須坂市大字須坂55番地1", "026-000-0002"],
                ["食堂いずみ", "北村　純子", "399-4511", "長野県上伊那郡南箕輪村4825番地1", "0265-00-0003"],
                ["", "", "", "", ""],
            ]
        )
    before = json.loads(run("history", ledger, "--json").stdout)
    check = done("list", "check", ledger, source)
    assert (check["format"], check["encoding"], check["header_row"]) == ("csv", "cp932", 2)
    assert check["columns"]["firm_name"] == "事業所名"
    assert (check["new"], check["rejected"]) == (3, 0)
    assert json.loads(run("history", ledger, "--json").stdout) == before
    taken = done("list", "import", ledger, source, "--report", folder / "確認事項.xlsx")
    assert taken["operation"] == 2
    return ledger


def test_a_campaign_from_list_to_undo(listed: Path, folder: Path) -> None:
    ledger = listed
    assert done("list", "export", ledger, folder / "名簿.csv") == {"rows": 3}
    with (folder / "名簿.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    headings = "id,name,kana,corporate_number,title,representative,postal_code,prefecture,municipality,"
    headings += "municipality_code,town,rest,phone,industry,staff,status,sources"
    assert ",".join(rows[0]) == headings
    assert rows[0]["name"] == "㈱山岸建設"
    assert rows[0]["sources"] == "商工会 会員名簿.csv:3"
    assert (rows[0]["municipality"], rows[0]["municipality_code"]) == ("中野市", "20211")

    selected = done("target", "select", ledger, "--municipality", "20211", "--municipality", "20207")
    assert selected["targets"] == 2
    created = done("mailing", "create", ledger, "--kind", "first", "--on", "2026-07-01")
    assert created == {"run": 1, "pieces": 2, "not_mailed": {}}
    for paper, pages in (("letters", 2), ("questionnaires", 4), ("labels", 1), ("envelopes", 2), ("checklist", 1)):
        printed = done("mailing", "print", ledger, 1, paper, folder / f"{paper}.pdf")
        assert (printed["pages"], printed["printed"], printed["not_printed"]) == (pages, 2, [])
        assert len(pypdfium2.PdfDocument(folder / f"{paper}.pdf")) == pages
    labels = done("mailing", "print", ledger, 1, "labels", folder / "labels.pdf", "--order", "postal")
    assert (labels["barcodes"], labels["without_barcode"]) == (2, [])
    large = ("--envelope", "kaku2", "--writing", "horizontal", "--boxes", "--mark", "prepaid")
    envelopes = done("mailing", "print", ledger, 1, "envelopes", folder / "envelopes.pdf", *large)
    assert (envelopes["pages"], envelopes["printed"], envelopes["barcodes"]) == (2, 2, 2)
    unknown = refused("mailing", "print", ledger, 1, "envelopes", folder / "x.pdf", "--envelope", "long4")
    assert "封筒「long4」は登録されていません" in unknown
    assert not (folder / "x.pdf").exists()
    bare = done("mailing", "print", ledger, 1, "labels", folder / "labels.pdf", "--no-barcode")
    assert {one["reason"] for one in bare["without_barcode"]} == {"switched_off"}
    moved = done("mailing", "print", ledger, 1, "letters", folder / "rest.pdf", "--from", 2, "--calibration", "1.5,0")
    assert (moved["pages"], moved["pieces"], moved["from"], moved["to"], moved["outside_range"]) == (1, 2, 2, 2, 1)
    assert (
        "2通のうち 2〜2通目です" in run("mailing", "print", ledger, 1, "labels", folder / "r.pdf", "--from", 2).stdout
    )
    assert "1から2まで" in refused("mailing", "print", ledger, 1, "labels", folder / "r.pdf", "--from", 3)
    assert "補正が大きすぎます" in refused("mailing", "gauge", ledger, folder / "g.pdf", "--calibration", "11,0")
    assert done("mailing", "gauge", ledger, folder / "g.pdf", "--sheet", "72212") == {"pages": 1, "sheet": "72212"}
    assert [sheet["faces"] for sheet in done("mailing", "sheets", ledger)["sheets"] if sheet["sheet"] == "ELM011"] == [
        21
    ]
    post = done("mailing", "postal", ledger, 1)
    assert (post["pieces"], post["barcode_eligible"], post["districts"]) == (2, 2, {"382": 1, "383": 1})
    assert (post["discount_rate"], post["postage"], post["saving"]) == (0.0, 220, 0)
    assert post["missing_for_discount"][0] == {
        "step": "barcode",
        "rate": 0.03,
        "from_pieces": 1000,
        "missing_pieces": 0,
        "missing_barcodes": 998,
    }
    assert "あとバーコード付き 998通で 3%" in run("mailing", "postal", ledger, 1).stdout
    assert "料金の表" in refused("mailing", "postal", ledger, 1, "--rates", folder / "labels.pdf")
    number = form_number.form_number(1)
    letter = pypdfium2.PdfDocument(folder / "letters.pdf")[0]
    assert [code.text for code in zxingcpp.read_barcodes(letter.render(scale=3).to_pil())] == [number]
    assert done("mailing", "posted", ledger, 1, "--on", "2026-07-02") == {"run": 1, "pieces": 2, "not_posted": []}

    assert post["reply"]["postage"] == post["reply"]["expected"] * (post["reply"]["price"] + post["reply"]["fee"])
    approved = done("mailing", "reply-paid", ledger, "--approval", "123", "--fee", 10, "--expires", "2026-07-10")
    assert (approved["number"], approved["fee"]) == ("123", 10)
    assert "2年" in refused("mailing", "reply-paid", ledger, "--approved", "2026-04-01", "--expires", "2029-04-01")
    lost = form_number.form_number(2)
    again = done("mailing", "create", ledger, "--kind", "reissue", "--number", lost, "--reason", "紛失")
    assert again == {"run": 2, "pieces": 1, "not_mailed": {}}
    assert done("mailing", "spoiled", ledger, 2, lost) == {"run": 2, "spoiled": 1}
    anew = done("mailing", "print", ledger, 2, "letters", folder / "letters.pdf", "--spoiled")
    assert (anew["printed"], anew["not_printed"]) == (1, [])
    assert done("mailing", "names", ledger, 2) == {"run": 2, "held": []}
    assert done("mailing", "cancel", ledger, 2, "--reason", "見つかった") == {"run": 2, "void": 1}
    assert "取りやめた便" in refused("mailing", "posted", ledger, 2)

    other = form_number.form_number(2)
    returned = done("mailing", "returned", ledger, other, "--reason", "moved")
    assert returned == {"number": other, "status": "undelivered"}

    recorded = done("answers", "set", ledger, "13", "age=72", "intention=3", "問9=3", "consent=3,4", "--keyer", "坂口")
    assert recorded["number"] == number
    assert recorded["diagnosis"] == "E"
    assert recorded["flags"] == ["代表者が70歳以上で、後継者がいない"]
    second = done("answers", "set", ledger, number, "age=27", "--keyer", "宮下", "--pass", 2)
    assert set(second["differences"]) == {"age", "intention", "successor", "consent"}
    assert "別の人" in refused("answers", "set", ledger, number, "age=72", "--keyer", "坂口", "--pass", 2)

    tried = done("flags", "run", ledger, "--dry-run")
    ran = done("flags", "run", ledger)
    assert tried == ran
    assert (ran["targets"], ran["flagged"], ran["by_priority"]) == (1, 1, {"S": 1, "A": 0, "B": 0, "C": 0})
    assert ran["changes"] == {"added": [number], "removed": []}
    assert ran["moves"] == [{"number": number, "before": None, "after": "S", "causes": ["new_reply"]}]
    rules_file = folder / "抽出条件.toml"
    in_force = done("flags", "rules", ledger, "--export", rules_file)
    assert done("flags", "rules", ledger, "--rules", rules_file)["version"] == in_force["version"] == 1
    assert done("flags", "run", ledger, "--rules", rules_file)["moves"] == []
    out = done("flags", "set", ledger, number, "--priority", "none", "--reason", "廃業した")
    assert (out["before"], out["after"]) == ("S", None)
    held = done("flags", "run", ledger)
    assert (held["flagged"], held["held"][0]["by_rules"]) == (0, "S")
    assert "理由" in refused("flags", "set", ledger, number, "--priority", "A", "--reason", " ")
    assert done("flags", "unset", ledger, number)["after"] == "S"
    tested = done("flags", "backtest", ledger, "--rules", rules_file)["rule_sets"]
    assert [one["total"]["flagged"] for one in tested] == [1, 1]
    assert "代表者が70歳以上で、後継者がいない：1・0・0・0" in run("flags", "backtest", ledger).stdout
    assert done("visits", "sheets", ledger, folder / "訪問票.pdf")["sheets"] == 1
    exported = done("export", "flagged", ledger, folder / "抽出.xlsx", "--recipient", "bank")
    assert exported == {"rows": 0, "left_out_without_consent": 1}
    assert done("export", "flagged", ledger, folder / "列.xlsx", "--columns", "number,score")["rows"] == 1
    assert "shoe" in refused("export", "flagged", ledger, folder / "列.xlsx", "--columns", "shoe")
    assert "架空" in refused("export", "flagged", ledger, folder / "列.xlsx", "--lead", "架空商工会")

    figures = done("statistics", ledger, folder / "集計.xlsx", "--by", "municipality")
    assert figures["funnel"]["mailed"] == 2
    assert (figures["funnel"]["undelivered"], figures["valid_response_rate"]) == (1, 1.0)
    assert {row["title"] for row in figures["tables"][0]["rows"]} == {"中野市", "須坂市"}
    age = next(table for table in figures["questions"] if table["question"] == "age")
    assert age["base"] == sum(row["count"] for row in age["rows"])
    assert set(age) == {"question", "number", "title", "base", "rows", "remarks", "average", "median"}
    assert "有効回収率" in run("statistics", ledger).stdout

    assert done("answers", "export", ledger, folder / "回答.csv") == {"rows": 1}
    assert done("answers", "template", ledger, folder / "記入表.xlsx") == {"rows": 1}
    assert openpyxl.load_workbook(folder / "記入表.xlsx").sheetnames == ["回答", "問いと選択肢"]

    history = done("history", ledger, "--verify")
    assert history["chain"] == "whole"
    while (result := run("undo", ledger, "--json")).exit_code == 0:
        assert json.loads(result.stdout)["undone"]
    assert "元に戻せる操作がありません" in result.stderr
    assert done("list", "export", ledger, folder / "空.csv") == {"rows": 0}
    assert done("redo", ledger)["kind"] == "import_list"
    assert done("check", ledger) == {"integrity": "ok", "chain": "whole"}
    copied = done("backup", ledger, folder)
    assert copied["integrity"] == "ok"
    assert Path(copied["file"]).exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "名簿.csv", "空です"),
        (b"%PDF-1.7\n", "名簿.xlsx", "形式ではありません"),
        (b"PK\x03\x04broken", "名簿.xlsx", "壊れて"),
        ("品名,単価\nりんご,100\nなし,200\n".encode("cp932"), "単価表.csv", "名簿が見つかりません"),
    ],
)
def test_what_cannot_be_a_list_gets_one_sentence_and_changes_nothing(
    ledger: Path, folder: Path, content: bytes, name: str, words: str
) -> None:
    (folder / name).write_bytes(content)
    before = done("list", "export", ledger, folder / "前.csv")
    message = refused("list", "import", ledger, folder / name)
    assert words in message
    assert name in message
    assert done("list", "export", ledger, folder / "後.csv") == before


def test_a_huge_file_is_refused_at_once(ledger: Path, folder: Path) -> None:
    path = folder / "巨大.csv"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert "大きすぎ" in refused("list", "check", ledger, path)


def test_a_file_that_excel_holds_is_named(ledger: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "開いている.csv"
    path.write_text("事業所名,所在地\n", encoding="cp932")
    read = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "used by another process", str(self))
        return read(self)

    opener = Path.open

    def locked_open(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == path:
            raise PermissionError(13, "used by another process", str(self))
        return opener(self, *args, **kwargs)

    monkeypatch.setattr(Path, "read_bytes", locked)
    monkeypatch.setattr(Path, "open", locked_open)
    assert "使用中" in refused("list", "check", ledger, path)


def test_a_wrong_encoding_is_named(ledger: Path, folder: Path) -> None:
    path = folder / "名簿.csv"
    path.write_text("事業所名,所在地\n山岸建設,長野県中野市\n", encoding="cp932")
    assert "文字コード" in refused("list", "check", ledger, path, "--encoding", "utf-8")


def test_what_is_not_there_and_what_is_wrong(ledger: Path, folder: Path) -> None:
    assert "見つかりません" in refused("statistics", folder / "無い.shoukei")
    assert "既にあります" in refused("new", ledger, "--name", "x", "--fiscal-year", 2026)
    assert "検査数字" in refused("answers", "set", ledger, "0000012", "age=5")
    assert "調査対象がありません" in refused("target", "select", ledger, "--municipality", "20201")
    assert "フォルダー" in refused("list", "export", ledger, folder / "無い" / "名簿.csv")
    assert run("mailing", "create", ledger, "--kind", "third").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_wrong_answers_are_refused_whole(listed: Path) -> None:
    done("target", "select", listed)
    assert "問8" in refused("answers", "set", listed, "13", "age=60", "intention=9")
    assert "問い" in refused("answers", "set", listed, "13", "shoe=9")
    assert done("statistics", listed)["funnel"]["replies"] == 0


def test_every_command_explains_itself() -> None:
    listing = run("--help")
    assert listing.exit_code == 0
    for name in ("demo", "list", "mailing", "answers", "flags", "statistics", "undo"):
        assert name in listing.output
        assert run(name, "--help").exit_code == 0


def test_small_questions(folder: Path) -> None:
    address = done("address", "長野県塩尻市大門一番町3番3号")
    assert (address["municipality_code"], address["town"], address["rest"]) == ("20215", "大門一番町", "3番3号")
    assert address["postal_code"] == "3990737" or address["postal_code"].startswith("399")
    namesakes = done("address", "府中市9")["candidates"]
    assert namesakes == ["東京都府中市", "広島県府中市"]
    assert "候補：東京都府中市、広島県府中市" in run("address", "府中市9").stdout
    assert done("address", "中央区磯上通9", "--within", "28")["municipality"] == "神戸市中央区"
    cases = folder / "住所.txt"
    cases.write_text("中野市中野1-1\n須坂市須坂2\n", encoding="utf-8")
    lines = run("address", "--file", cases).stdout.splitlines()
    assert [json.loads(line)["municipality"] for line in lines] == ["中野市", "須坂市"]
    assert done("compare", "株式会社山岸建設", "㈱山岸建設")["level"] != "sure"
    same = ["--address-a", "長野県中野市中央1-1", "--address-b", "中野市中央１－１"]
    assert done("compare", "株式会社山岸建設", "㈱山岸建設", *same)["level"] == "sure"


def test_duplicates_of_the_register_are_listed_with_their_reasons(ledger: Path, folder: Path) -> None:
    for name, firm, others in (("春.csv", "株式会社れい商店", "甲乙丙"), ("秋.csv", "れい商店", "丁戊己")):
        source = folder / name
        rows = [["事業所名", "郵便番号", "所在地", "電話番号"], [firm, "383-0013", "長野県中野市中野1", "0269-11-2222"]]
        rows += [[one * 3, "383-0013", f"長野県中野市中野{ord(one)}", ""] for one in others]
        with source.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        done("list", "import", ledger, source)
    preview = done("list", "export", ledger, folder / "名簿.csv")
    assert preview == {"rows": 7}  # the second list's spelling is the firm of the first
    other = folder / "冬.csv"
    with other.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [["事業所名", "郵便番号", "所在地", "電話番号"], ["有限会社れい商店", "383-0013", "長野県中野市中野1", ""]]
            + [[one * 3, "383-0013", f"長野県中野市中野{ord(one)}", ""] for one in "庚辛壬"]
        )
    asked = done("list", "import", ledger, other)["possible_duplicates"]
    assert [(one["row"], one["level"]) for one in asked] == [(2, "ask")]
    (pair,) = done("list", "duplicates", ledger)["pairs"]
    assert pair.keys() == {"a", "b", "score", "level", "reasons"}
    assert (pair["level"], pair["a"] < pair["b"]) == ("ask", True)
    assert pair["reasons"] == ["商号が一致", "所在地が一致", "法人格が異なる"]
    assert "要確認" in run("list", "duplicates", ledger).stdout


def test_a_barcode_of_one_address_and_of_a_file_of_them(folder: Path) -> None:
    one = done("barcode", "399-0738", "塩尻市大門一番町3番3号")
    assert one["codes"][:2] + one["codes"][-1:] == ["STC", "3", "SPC"]
    assert len(one["bars"]) == 67
    assert one | {"codes": [], "bars": ""} == {
        "address_number": "3-3",
        "codes": [],
        "bars": "",
        "eligible": True,
        "reason": None,
    }
    cases = folder / "バーコード.tsv"
    cases.write_text("399-0738\t塩尻市大門一番町3番3号\n3840000\t小諸市甲1番地\n\t小諸市甲1番地\n", encoding="utf-8")
    lines = [json.loads(line) for line in run("barcode", "--file", cases).stdout.splitlines()]
    assert lines[0] == one
    assert [line["reason"] for line in lines[1:]] == ["representative_code", "no_postal_code"]
    assert all(line["bars"] == "" and not line["eligible"] for line in lines[1:])
    assert "代表の郵便番号" in run("barcode", "3840000", "小諸市甲1番地").stdout
    assert run("barcode", "3840000").exit_code == 2


def test_firms_are_left_out_by_rule_and_by_industry(ledger: Path, folder: Path) -> None:
    source = folder / "名簿.csv"
    with source.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [
                ["事業所名", "郵便番号", "所在地", "業種"],
                ["みほん商店", "383-0013", "長野県中野市中野1", "小売業"],
                ["株式会社ためし中野営業所", "383-0013", "長野県中野市中野2", "小売業"],
                ["架空市立みほん小学校", "383-0013", "長野県中野市中野3", ""],
                ["宗教法人れい寺", "383-0013", "長野県中野市中野4", ""],
                ["れい農園", "383-0013", "長野県中野市中野5", "農業"],
            ]
        )
    done("list", "import", ledger, source)
    left_out = [part for value in ("branches", "public", "農業", "宗教法人") for part in ("--exclude", value)]
    assert done("target", "select", ledger, *left_out) == {
        "targets": 1,
        "excluded": {"branches": 1, "public": 1, "legal_form": 1, "industry": 1},
    }
    again = done("target", "select", ledger, "--exclude", "branches")
    assert again == {"targets": 3, "excluded": {"already_target": 1, "branches": 1}}


def test_letters_go_out_and_come_in(ledger: Path, folder: Path) -> None:
    target = folder / "文面.toml"
    assert "first" in done("letter", "export", ledger, target)["letters"]
    target.write_text(target.read_text("utf-8").replace("御協力のお願い", "御案内"), "utf-8")
    assert "first" in done("letter", "import", ledger, target)["letters"]
    done("letter", "export", ledger, target)
    assert "御案内" in target.read_text("utf-8")
    target.write_text("[first]", "utf-8")
    assert "文面として読み取れません" in refused("letter", "import", ledger, target)


def test_figures_of_the_keying(listed: Path) -> None:
    done("target", "select", listed)
    told = done("answers", "figures", listed)
    assert told["waiting"] == {"entry": 0, "second": 0, "third": 0, "sample": 0}
    assert told["total"]["entries"] == 0
    assert told["forecast"]["finish"] is None
    assert "persons" not in told, "what is about persons goes out only on purpose"
    assert done("answers", "figures", listed, "--persons")["persons"] == []
    assert "待っている票はありません" in run("answers", "figures", listed).stdout


def test_a_questionnaire_goes_out_and_comes_in(listed: Path, folder: Path) -> None:
    shown = done("questionnaire", "show", listed)
    assert (shown["version"], shown["answered"], len(shown["versions"])) == (1, 0, 1)
    target = folder / "調査票.toml"
    assert done("questionnaire", "export", listed, target)["questions"] == len(shown["questions"])
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace('"個人事業"', '"個人の事業"'), encoding="utf-8")
    before = done("history", listed)
    assert done("questionnaire", "import", listed, target, "--dry-run")["version"] == 1
    assert done("history", listed) == before
    assert done("questionnaire", "import", listed, target)["rules_lost"] == []
    assert done("questionnaire", "show", listed)["questions"][0]["choices"][0] == "個人の事業"
    assert "nagano" in [one["key"] for one in done("questionnaire", "templates")["templates"]]

    done("target", "select", listed)
    done("answers", "set", listed, form_number.form_number(1), "form=1")
    assert "新しい版" in refused("questionnaire", "use", listed, "nagano")
    used = done("questionnaire", "use", listed, "nagano", "--new-version")
    assert (used["version"], used["answered"], used["lost"]) == (2, 1, [])
    assert [one["version"] for one in done("questionnaire", "show", listed)["versions"]] == [2, 1]
