"""Meeting papers: the pack before a meeting, the minutes after it; a firm is named only to those it consents to.

A pack lies before everybody who takes part, so a firm is named in it only where it lets every kind of organisation at
the table see its answers; one made for a single recipient asks for that one's consent only. Everything else of a firm
that is not named is banded (`domain.noname`), and nothing written in free words is passed on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shoukei_app.domain import form_number, noname
from shoukei_app.domain.answers import BLANK, AnswerSheet
from shoukei_app.domain.cases import Case, Decision
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.meeting import Meeting
from shoukei_app.domain.meeting_paper import HomeworkLine, MeetingPack, Minutes, MinutesLine, PackItem
from shoukei_app.domain.noname import Bands
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire, QuestionRole, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import SheetLine
from shoukei_app.exchange import workbooks
from shoukei_app.exchange.workbooks import Sheet, Value
from shoukei_app.store import campaigns, cases, meetings, replies, tasks
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import masters
from shoukei_app.usecases import meetings as meeting_work
from shoukei_app.usecases.meetings import AgendaLine
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.visits import recipient_of
from shoukei_app.words import answers as answer_words
from shoukei_app.words.dates import month_day, with_weekday
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Audience:
    """For whose eyes a paper is: the recipients whose consent a firm must have given to be named.

    `nobody_named` names none at all: where somebody takes part whom the sheet does not ask about, or on request.
    """

    recipients: frozenset[Recipient]
    nobody_named: bool = False

    def may_see(self, consents: frozenset[Recipient]) -> bool:
        """Whether a firm with these consents is named."""
        return not self.nobody_named and self.recipients <= consents


def audience_of(meeting: Meeting, organisations: Sequence[Organisation], recipient: Recipient | None) -> Audience:
    """Who reads the papers of a meeting: everybody at the table, or the one recipient they are made for."""
    if recipient is not None:
        return Audience(frozenset({recipient}))
    kinds = {one.id: one.kind for one in organisations}
    asked = [recipient_of(kinds[seat.organisation_id]) for seat in meeting.seats if seat.organisation_id in kinds]
    known = frozenset(one for one in asked if one is not None)
    return Audience(known, nobody_named=None in asked or not asked)


@dataclass(frozen=True, slots=True)
class Slide:
    """One firm as the projector shows it. `may_name`: everybody in the room may know which firm it is."""

    line: AgendaLine
    named: PackItem
    unnamed: PackItem
    may_name: bool


def slides(ledger: Ledger, meeting_id: int) -> tuple[Slide, ...]:
    """Every firm of an agenda, named and not: who came decides which is shown, or, until that is noted, who is to."""
    told = _read(ledger, meeting_id)
    came = tuple(seat for seat in told.meeting.seats if seat.attended)
    room = replace(told.meeting, seats=came) if came else told.meeting
    audience = audience_of(room, told.organisations, None)
    few = noname.few(told.bands.values())
    return tuple(
        Slide(
            about.line,
            _named(about),
            _unnamed(about, bands := told.bands[about.line.target.id], stands_out=bands in few),
            audience.may_see(about.line.consents),
        )
        for about in told.firms
    )


def pack(
    ledger: Ledger,
    meeting_id: int,
    path: Path,
    progress: Progress,
    *,
    recipient: Recipient | None = None,
    nobody_named: bool = False,
) -> Outcome[MeetingPack]:
    """Write the papers of a meeting as a PDF. Raises Problem(NOT_FOUND) and those of writing a PDF."""
    from shoukei_app.paper import meeting_pack  # noqa: PLC0415 - reportlab takes a fifth of a second to import

    made = pack_of(ledger, meeting_id, recipient=recipient, nobody_named=nobody_named)
    meeting_pack.print_pack(path, made, progress)
    return Outcome(made)


def pack_of(
    ledger: Ledger, meeting_id: int, *, recipient: Recipient | None = None, nobody_named: bool = False
) -> MeetingPack:
    """The papers of a meeting, ready for paper."""
    told = _read(ledger, meeting_id)
    meeting, bands = told.meeting, told.bands
    audience = audience_of(meeting, told.organisations, recipient)
    if nobody_named:
        audience = Audience(audience.recipients, nobody_named=True)
    few = noname.few(bands.values())
    items = []
    for about in told.firms:
        key = about.line.target.id
        if audience.may_see(about.line.consents):
            items.append(_named(about))
        else:
            items.append(_unnamed(about, bands[key], stands_out=bands[key] in few))
    names = {one.id: one.name for one in told.organisations}
    priorities = Counter(about.line.target.priority for about in told.firms)
    figures = [("議題", len(told.firms)), *((f"優先度 {word(key)}", priorities[key]) for key in Priority)]
    figures.append(("名前を伏せた件", sum(not item.named for item in items)))
    return MeetingPack(
        title=title_of(meeting),
        when=" ".join(filter(None, [with_weekday(meeting.held_on), meeting.held_time])),
        place=meeting.place,
        organisations=tuple(dict.fromkeys(names.get(seat.organisation_id, "") for seat in meeting.seats)),
        figures=tuple(figures),
        items=tuple(items),
    )


def minutes(
    ledger: Ledger, meeting_id: int, path: Path, *, recipient: Recipient | None = None, nobody_named: bool = False
) -> Outcome[Minutes]:
    """Write the minutes of a meeting, as PDF or Excel by the name. Raises Problem(NOT_FOUND) and those of writing."""
    made = minutes_of(ledger, meeting_id, recipient=recipient, nobody_named=nobody_named)
    if path.suffix.lower() == ".pdf":
        from shoukei_app.paper import meeting_pack  # noqa: PLC0415 - see pack

        meeting_pack.print_minutes(path, made)
    else:
        workbooks.write_workbook(path, _minutes_sheets(made), title=made.title)
    return Outcome(made)


def minutes_of(
    ledger: Ledger, meeting_id: int, *, recipient: Recipient | None = None, nobody_named: bool = False
) -> Minutes:
    """The minutes of a meeting, ready for paper."""
    lines = meeting_work.agenda(ledger, meeting_id)
    with ledger.read() as view:
        meeting = meetings.get(view, meeting_id)
        organisations = campaigns.organisations(view)
        people = {person.id: person for person in campaigns.persons(view)}
        given = [one for one in tasks.every(view, meeting.campaign_id, only_open=False) if one.meeting_id == meeting_id]
        known = {case.target_id: case for case in cases.every(view, meeting.campaign_id)}
    audience = audience_of(meeting, organisations, recipient)
    if nobody_named:
        audience = Audience(audience.recipients, nobody_named=True)
    names = {one.id: one.name for one in organisations}
    seen = {line.target.id: audience.may_see(line.consents) for line in lines}
    titles = {line.target.id: _title(line, known.get(line.target.id), named=seen[line.target.id]) for line in lines}
    homework = [
        HomeworkLine(
            one.organisation,
            one.person,
            titles.get(one.target_id or 0, ""),
            one.what if one.target_id is None or seen.get(one.target_id) else "（内容は伏せています）",
            _day(one.due_on),
        )
        for one in given
    ]
    return Minutes(
        title=f"{title_of(meeting)}　記録",
        when=" ".join(filter(None, [with_weekday(meeting.held_on), meeting.held_time])),
        place=meeting.place,
        attendance=tuple(
            (names.get(seat.organisation_id, ""), _name(people, seat.person_id), seat.attended)
            for seat in meeting.seats
        ),
        decided=tuple(
            _decided_line(order, titles[line.target.id], line.item.decision, names, people, named=seen[line.target.id])
            for order, line in enumerate(lines, start=1)
            if line.item.decision is not None
        ),
        carried=tuple(titles[line.target.id] for line in lines if line.item.decision is None),
        homework=tuple(sorted(homework, key=lambda line: (line.organisation, line.due))),
    )


def title_of(meeting: Meeting) -> str:
    """What a meeting is called: 第3回フォロー会議（臨時）."""
    return f"第{meeting.number}回フォロー会議（{word(meeting.kind)}）"


@dataclass(frozen=True, slots=True)
class _Told:
    """All that is known of one firm on an agenda."""

    questionnaire: Questionnaire
    order: int
    line: AgendaLine
    case: Case | None
    sheet: AnswerSheet
    so_far: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A meeting with all that is known of the firms on its agenda; `bands` by target."""

    meeting: Meeting
    organisations: tuple[Organisation, ...]
    firms: tuple[_Told, ...]
    bands: dict[int, Bands]


def _read(ledger: Ledger, meeting_id: int) -> _Read:
    lines = meeting_work.agenda(ledger, meeting_id)
    ids = [line.target.id for line in lines]
    with ledger.read() as view:
        meeting = meetings.get(view, meeting_id)
        questionnaire = campaigns.get(view, meeting.campaign_id).questionnaire
        organisations = campaigns.organisations(view)
        sheets = {reply.target_id: reply.sheet for reply in replies.every(view, meeting.campaign_id)}
        held = {one.id: one for one in meetings.every(view, meeting.campaign_id)}
        earlier = meetings.of_targets(view, ids)
    firms = []
    for order, line in enumerate(lines, start=1):
        key = line.target.id
        so_far = [
            f"第{held[item.meeting_id].number}回 {month_day(held[item.meeting_id].held_on)}：{_decided(item.decision)}"
            for item in earlier.get(key, ())
            if item.meeting_id != meeting_id and item.decision is not None
        ]
        if line.target.visit_on is not None:
            so_far.append(_visited(line.target))
        firms.append(_Told(questionnaire, order, line, line.case, sheets.get(key, {}), tuple(so_far)))
    bands = {about.line.target.id: _bands(questionnaire, about.line.target, about.sheet) for about in firms}
    return _Read(meeting, organisations, tuple(firms), bands)


def _named(about: _Told) -> PackItem:
    target = about.line.target
    lines = [
        ("整理番号", form_number.shown(target.number)),
        ("事業所名", target.office),
        ("代表者", " ".join(filter(None, [target.title, target.representative]))),
        ("所在地", target.address),
        ("市町村", target.municipality),
        ("電話", target.phone),
        ("業種", target.industry),
        ("従業者数", f"{target.staff}人" if target.staff is not None else ""),
        ("状況", word(target.status)),
        ("同意", "、".join(word(one) for one in Recipient if one in about.line.consents)),
    ]
    homework = tuple(
        "　".join(filter(None, [task.what, task.organisation, task.person, _day(task.due_on)]))
        for task in about.line.homework
    )
    note = about.case.decision.note if about.case else ""
    so_far = (*about.so_far, note) if note else about.so_far
    shown = tuple(_answers(about.questionnaire, about.sheet, free_words=True))
    return _item(about, target.name, named=True, lines=lines, answers=shown, so_far=so_far, homework=homework)


def _unnamed(about: _Told, bands: Bands, *, stands_out: bool) -> PackItem:
    lines = [("地域", bands.area), ("業種", bands.industry), ("年代", bands.age), ("従業者数", bands.staff)]
    count = len(about.line.homework)
    homework = (f"{count}件",) if count else ()
    shown = tuple(_answers(about.questionnaire, about.sheet, free_words=False))
    title = _title(about.line, about.case, named=False)
    made = _item(about, title, named=False, lines=lines, answers=shown, so_far=about.so_far, homework=homework)
    return replace(made, stands_out=stands_out)


def _item(
    about: _Told,
    title: str,
    *,
    named: bool,
    lines: Iterable[tuple[str, str]],
    answers: tuple[SheetLine, ...],
    so_far: tuple[str, ...],
    homework: tuple[str, ...],
) -> PackItem:
    target = about.line.target
    kind = about.questionnaire.diagnosis(target.diagnosis) if target.diagnosis else None
    return PackItem(
        order=about.order,
        title=title,
        named=named,
        stands_out=False,
        about=tuple((label, words) for label, words in lines if words),
        priority=word(target.priority) if target.priority else "",
        reasons=target.reasons,
        diagnosis=f"{kind.code} {kind.name}" if kind else "",
        advice=kind.advice if kind else "",
        answers=answers,
        on_agenda=tuple(word(reason) for reason in about.line.item.reasons),
        so_far=so_far,
        homework=homework,
    )


def _title(line: AgendaLine, case: Case | None, *, named: bool) -> str:
    if named:
        return line.target.name
    return noname.alias(case.id) if case else f"新しい案件（議題{line.item.position}）"


def _visited(target: TargetLine) -> str:
    """The last visit or call as far as anybody may know of it: when, how, whether they met."""
    parts = [word(one) for one in (target.visit_kind, target.visit_state) if one is not None]
    return f"{month_day(target.visit_on)}：{'・'.join(parts)}" if target.visit_on else ""


def _bands(questionnaire: Questionnaire, target: TargetLine, sheet: AnswerSheet) -> Bands:
    age = questionnaire.by_role(QuestionRole.AGE)
    area = masters.regional_offices().get(target.municipality_code, "")
    return Bands(
        area=f"{area}地域" if area else "県外・不明",
        industry=noname.division(target.industry, masters.industry_divisions()),
        age=noname.age_band(sheet.get(age.id, BLANK).number if age else None),
        staff=noname.staff_band(target.staff),
    )


def _answers(questionnaire: Questionnaire, sheet: AnswerSheet, *, free_words: bool) -> Iterable[SheetLine]:
    """The answers that a sheet shows; without `free_words` nothing written by hand and no figures of the firm."""
    for question in questionnaire.questions:
        answer = sheet.get(question.id, BLANK)
        if answer.blank or question.role is QuestionRole.CONSENT:
            continue
        if free_words:
            yield SheetLine(question.short, answer_words.label(question, answer))
        elif question.by_ticks and question.role is not QuestionRole.LEGAL_FORM:
            chosen = [choice.text for code in answer.codes if (choice := question.choice(code))]
            yield SheetLine(question.short, "、".join(chosen))


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return ""
    parts = [word(decision.policy) if decision.policy else "", word(decision.outcome) if decision.outcome else ""]
    return "　".join(filter(None, parts)) or "方針は未決定"


def _decided_line(
    order: int,
    title: str,
    decision: Decision | None,
    organisations: Mapping[int, str],
    people: Mapping[int, Person],
    *,
    named: bool,
) -> MinutesLine:
    assert decision is not None
    lead = organisations.get(decision.lead_organisation_id or 0, "")
    return MinutesLine(
        order=order,
        title=title,
        named=named,
        policy=_decided(decision),
        lead="　".join(filter(None, [lead, _name(people, decision.lead_person_id)])),
        companions="、".join(organisations.get(key, "") for key in decision.companions),
        deadline=_day(decision.deadline),
        next_look=_day(decision.next_look),
        note=decision.note if named else "",
    )


def _name(people: Mapping[int, Person], person_id: int | None) -> str:
    found = people.get(person_id or 0)
    return found.name if found else ""


def _day(day: date | None) -> str:
    return month_day(day) if day else ""


def _minutes_sheets(made: Minutes) -> list[Sheet]:
    decided: list[Sequence[Value]] = [
        (line.order, line.title, line.policy, line.lead, line.companions, line.deadline, line.next_look, line.note)
        for line in made.decided
    ]
    homework = [[line.organisation, line.person, line.title, line.what, line.due] for line in made.homework]
    attendance = [[office, person, "出席" if yes else "欠席"] for office, person, yes in made.attendance]
    headings = ["順", "事業者", "支援方針", "主担当", "同行", "期限", "次に見る日", "申し合わせ"]
    return [
        Sheet("決まったこと", headings, decided, (6, 30, 20, 30, 30, 16, 16, 40)),
        Sheet("宿題", ["機関", "担当者", "事業者", "内容", "期限"], homework, (24, 16, 30, 44, 16)),
        Sheet("出席", ["機関", "担当者", "出欠"], attendance, (28, 18, 8)),
        Sheet("次回へ", ["事業者"], [[title] for title in made.carried], (34,)),
    ]
