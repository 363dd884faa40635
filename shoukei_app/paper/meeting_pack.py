"""Papers of a follow-up meeting (フォロー会議): overview, priority list, one sheet a firm; the minutes afterwards."""

from pathlib import Path

from shoukei_app.domain.meeting_paper import MeetingPack, Minutes, MinutesLine, PackItem
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.tokens import LIGHT
from shoukei_app.paper import document
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.flow import LEFT, RIGHT, SMALL, STRONG, TEXT, Cell, Flow
from shoukei_app.paper.fonts import Face, Font

_NOTICE = "取扱注意：個人情報を含みます。会議の後に回収します。"
_FIGURE = Font(Face.BOLD, 15.0)
_BOXES = ("情報提供", "電話", "訪問", "センター", "専門家", "計画策定", "経過観察", "対応不要")

_LIST = (
    Cell("順", 10.0, Align.RIGHT),
    Cell("優先", 12.0),
    Cell("事業者", 42.0, font=STRONG),
    Cell("地域・業種", 46.0),
    Cell("抽出理由", 70.0),
)
_DECIDED = (
    Cell("順", 9.0, Align.RIGHT),
    Cell("事業者", 38.0, font=STRONG),
    Cell("支援方針", 29.0),
    Cell("主担当・同行", 40.0),
    Cell("期限・次に見る日", 33.0),
    Cell("申し合わせ", 31.0),
)
_HOMEWORK = (
    Cell("機関・担当者", 48.0),
    Cell("事業者", 46.0),
    Cell("宿題", 62.0),
    Cell("期限", 24.0),
)


def print_pack(target: Path, pack: MeetingPack, progress: Progress, *, author: str = "") -> PrintedPages:
    """Write the papers of a meeting to `target`. Raises the problems of `document.written`."""
    progress.start("会議資料を作成しています", len(pack.items))
    with document.written(target, title=pack.title, author=author) as paper:
        flow = Flow(paper, pack.title, _NOTICE)
        flow.begin_page()
        flow.title(pack.title)
        flow.pair("日時", pack.when)
        flow.pair("場所", pack.place)
        flow.pair("参加機関", "、".join(pack.organisations))
        flow.space(3.0)
        flow.draw(20.0, lambda page, top: _figures(page, top, pack))
        hidden = len(pack.items) - pack.named
        if hidden:
            flow.paragraph(
                f"同意のない{hidden:,}件は名前を伏せ、年代・規模・地域を幅で示しています。"
                "案件番号は会議が変わっても同じです。",
                SMALL,
            )
        flow.space(2.0)
        flow.heading("議題の一覧")
        flow.table(_LIST, [_list_row(item) for item in pack.items])
        for item in pack.items:
            _item(flow, item)
            progress.step()
        flow.done()
    return PrintedPages(paper.pages, len(pack.items))


def print_minutes(target: Path, minutes: Minutes, *, author: str = "") -> PrintedPages:
    """Write the minutes of a meeting to `target`. Raises the problems of `document.written`."""
    with document.written(target, title=minutes.title, author=author) as paper:
        flow = Flow(paper, minutes.title, _NOTICE)
        flow.begin_page()
        flow.title(minutes.title)
        flow.pair("日時", minutes.when)
        flow.pair("場所", minutes.place)
        flow.pair("出席", _attending(minutes, came=True))
        flow.pair("欠席", _attending(minutes, came=False))
        flow.space(2.0)
        flow.heading(f"決まったこと（{len(minutes.decided):,}件）")
        flow.table(_DECIDED, [_decided_row(line) for line in minutes.decided])
        flow.heading(f"宿題（{len(minutes.homework):,}件）")
        flow.table(
            _HOMEWORK,
            [
                ("　".join(filter(None, (line.organisation, line.person))), line.title, line.what, line.due)
                for line in minutes.homework
            ],
        )
        if minutes.carried:
            flow.heading(f"次回へ持ち越し（{len(minutes.carried):,}件）")
            flow.paragraph("、".join(minutes.carried))
        flow.done()
    return PrintedPages(paper.pages, len(minutes.decided))


def _list_row(item: PackItem) -> tuple[str, ...]:
    about = dict(item.about)
    place = "　".join(filter(None, (about.get("市町村") or about.get("地域", ""), about.get("業種", ""))))
    return str(item.order), item.priority[:1], item.title, place, "、".join(item.reasons)


def _attending(minutes: Minutes, *, came: bool) -> str:
    """Who came, or did not, office by office: 見本商工会（小口 直人・上條 葵）、見本市."""
    offices: dict[str, list[str]] = {}
    for office, person, attended in minutes.attendance:
        if attended is came:
            offices.setdefault(office, []).append(person)
    named = ((office, "・".join(filter(None, people))) for office, people in offices.items())
    return "、".join(f"{office}（{people}）" if people else office for office, people in named)


def _decided_row(line: MinutesLine) -> tuple[str, ...]:
    who = "\n".join(filter(None, (*line.lead.split("　"), f"＋{line.companions}" if line.companions else "")))
    deadline = f"期限 {line.deadline}" if line.deadline else ""
    again = f"次回 {line.next_look}" if line.next_look else ""
    return (
        str(line.order),
        line.title,
        line.policy.replace("　", "\n"),
        who,
        "\n".join(filter(None, (deadline, again))),
        line.note,
    )


def _figures(page: Drawing, top: float, pack: MeetingPack) -> None:
    width = (RIGHT - LEFT) / max(len(pack.figures), 1)
    for place, (label, number) in enumerate(pack.figures):
        x = LEFT + place * width
        page.rectangle(x + 0.5, top, width - 1.5, 16.0, stroke=LIGHT.line, weight=0.25)
        page.text(x + 3.0, top + 5.0, label, SMALL, colour=LIGHT.secondary, within=width - 6.0)
        page.text(x + width - 4.0, top + 13.2, f"{number:,}", _FIGURE, align=Align.RIGHT)


def _item(flow: Flow, item: PackItem) -> None:
    flow.begin_page()
    flow.title(f"{item.order}　{item.title}")
    if item.stands_out:
        flow.paragraph("同じ地域・業種・年代・規模の事業者が5件に満たないため、推測されるおそれがあります。", SMALL)
    for label, words in item.about:
        flow.pair(label, words)
    flow.pair("議題の理由", "、".join(item.on_agenda))
    flow.space(2.0)
    flow.heading(f"優先度 {item.priority or '—'}　診断 {item.diagnosis}")
    for reason in item.reasons:
        flow.paragraph(f"・{reason}", indent=3.0)
    if item.advice:
        flow.paragraph(f"進め方：{item.advice}", indent=3.0)
    flow.heading("回答から")
    for line in item.answers:
        flow.pair(line.heading, f"{line.answer}{'（' + line.remark + '）' if line.remark else ''}")
    if item.so_far:
        flow.heading("これまで")
        for words in item.so_far:
            flow.paragraph(f"・{words}", indent=3.0)
    if item.homework:
        flow.heading("残っている宿題")
        for words in item.homework:
            flow.paragraph(f"・{words}", indent=3.0)
    flow.heading("この会議で決めること", keep=46.0)
    flow.draw(9.0, _policies)
    flow.field("主担当・同行")
    flow.field("期限・次に見る日")
    flow.ruled(3)


def _policies(page: Drawing, top: float) -> None:
    x = LEFT
    for words in _BOXES:
        page.rectangle(x, top + 1.6, 3.6, 3.6, stroke=LIGHT.field_line, weight=0.25)
        page.text(x + 4.8, top + 4.9, words, TEXT)
        x += 9.0 + TEXT.width(words)
