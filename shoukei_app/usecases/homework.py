"""Homework (私の宿題): one list from tasks, visits, feedback and cases; done, put off, given on, exported."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from shoukei_app.domain import noname
from shoukei_app.domain.cases import Case
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.homework import FINISHED_HERE, GIVEN_ON, PUT_OFF, Chore, ChoreKind, Term
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.target import TargetLine
from shoukei_app.exchange import workbooks
from shoukei_app.exchange.workbooks import Sheet, Value
from shoukei_app.store import campaigns, cases, consents, targets, tasks, visits
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.tasks import NewTask
from shoukei_app.usecases.meeting_papers import Audience
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.usecases.visits import keep_feedback, recipient_of
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word

_CHANGED = frozenset({Subject.CASE, Subject.VISIT})
_HIDDEN = "（内容は伏せています）"


def every(
    ledger: Ledger, campaign_id: int, *, person_id: int | None = None, organisation_id: int | None = None
) -> tuple[Chore, ...]:
    """What is open in a campaign, the one due first first, those without a day last; of one person or organisation.

    A person's list has what nobody of the organisation was named for, too.
    """
    with ledger.read() as view:
        found = _every(view, campaign_id)
        office = next((one.organisation_id for one in campaigns.persons(view) if one.id == person_id), None)
    if organisation_id is not None:
        found = [one for one in found if one.organisation_id == organisation_id]
    if person_id is not None:
        found = [
            one for one in found if person_id in one.persons or (not one.persons and one.organisation_id == office)
        ]
    return tuple(found)


def counted(ledger: Ledger, campaign_id: int, today: date) -> dict[Term, int]:
    """How many chores are due when."""
    counts = Counter(one.term(today) for one in every(ledger, campaign_id))
    return {term: counts[term] for term in Term}


def late(ledger: Ledger, campaign_id: int, today: date) -> int:
    """How many chores are overdue beside visits, which are counted where they are written down."""
    with ledger.read() as view:
        found = _every(view, campaign_id)
    return sum(one.kind is not ChoreKind.VISIT and one.term(today) is Term.OVERDUE for one in found)


def finish(ledger: Ledger, act: Act, chore: Chore, note: str = "") -> Outcome[None]:
    """Note a chore as done, with what came of it.

    Raises Problem: VALUE_MISSING for feedback without words, NOT_DONE_HERE for a visit or a next look, whose result is
    written down where they belong, NOT_FOUND.
    """
    if chore.kind not in FINISHED_HERE:
        raise Problem(ProblemKind.NOT_DONE_HERE, what=word(chore.kind))
    with ledger.write(act, OperationKind.FINISH_TASKS, {"tasks": 1, "why": note}) as operation:
        writing, today = operation.writing, act.at.date()
        match chore.kind:
            case ChoreKind.TASK:
                tasks.finish(writing, [chore.row], today, note)
            case ChoreKind.FEEDBACK:
                keep_feedback(writing, act, chore.row, note, today)
            case _:
                _change_case(writing, chore, None, note)
    return Outcome(None, _CHANGED, operation.id)


def put_off(ledger: Ledger, act: Act, chore: Chore, day: date, reason: str) -> Outcome[None]:
    """Let a chore be due later; the reason stands in the history.

    Raises Problem: VALUE_MISSING without a reason, NOT_DONE_HERE for a visit, which is moved in its own place.
    """
    if chore.kind not in PUT_OFF:
        raise Problem(ProblemKind.NOT_DONE_HERE, what=word(chore.kind))
    if not reason.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="延期の理由")
    with ledger.write(
        act, OperationKind.PUT_OFF_TASKS, {"tasks": 1, "day": day.isoformat(), "why": reason}
    ) as operation:
        writing = operation.writing
        match chore.kind:
            case ChoreKind.TASK:
                tasks.change(writing, chore.row, replace(_task(chore), due_on=day))
            case ChoreKind.FEEDBACK:
                visits.put_off_feedback(writing, chore.row, day)
            case _:
                _change_case(writing, chore, day, reason)
    return Outcome(None, _CHANGED, operation.id)


def give_on(
    ledger: Ledger, act: Act, chore: Chore, organisation_id: int | None, person_id: int | None = None
) -> Outcome[None]:
    """Give a chore to somebody else; that of a case gives the case to lead.

    Raises Problem(NOT_DONE_HERE) for a visit or feedback.
    """
    if chore.kind not in GIVEN_ON:
        raise Problem(ProblemKind.NOT_DONE_HERE, what=word(chore.kind))
    with ledger.write(act, OperationKind.GIVE_TASKS, {"tasks": 1}) as operation:
        writing = operation.writing
        if chore.kind is ChoreKind.TASK:
            tasks.change(
                writing, chore.row, replace(_task(chore), organisation_id=organisation_id, person_id=person_id)
            )
        else:
            case = _case(writing, chore)
            decision = replace(case.decision, lead_organisation_id=organisation_id, lead_person_id=person_id)
            cases.change(writing, replace(case, decision=decision, reviewed_by="", reviewed_on=None))
    return Outcome(None, _CHANGED, operation.id)


def export(ledger: Ledger, campaign_id: int, organisation_id: int, target: Path, today: date) -> Outcome[int]:
    """Write an organisation's homework to an Excel file; how many lines.

    A firm is named only where it lets this kind of organisation see its answers; of the others the file has the case's
    alias and no free words. Raises Problem: NOT_FOUND, and those of writing a file.
    """
    chores = every(ledger, campaign_id, organisation_id=organisation_id)
    with ledger.read() as view:
        office = next((one for one in campaigns.organisations(view) if one.id == organisation_id), None)
        allowing = consents.every(view, campaign_id)
        known = cases.of_targets(view, [one.target_id for one in chores if one.target_id is not None])
    if office is None:
        raise Problem(ProblemKind.NOT_FOUND, what="機関", key=organisation_id)
    recipient = recipient_of(office.kind)
    audience = Audience(frozenset({recipient} if recipient else ()), nobody_named=recipient is None)
    rows: list[Sequence[Value]] = []
    for one in chores:
        named = one.target_id is None or audience.may_see(allowing.get(one.target_id, frozenset()))
        rows.append(
            (
                word(one.term(today)),
                with_weekday(one.due_on) if one.due_on else "",
                word(one.kind),
                one.firm if named else _alias(known.get(one.target_id or 0)),
                one.what if named else _HIDDEN,
                "・".join(one.names),
            )
        )
    headings = ["時期", "期限", "種類", "事業者", "内容", "担当者"]
    sheet = Sheet("宿題", headings, rows, (12, 24, 12, 30, 50, 20))
    return Outcome(workbooks.write_workbook(target, [sheet], title=f"宿題　{office.name}"))


def _alias(case: Case | None) -> str:
    return noname.alias(case.id) if case else "（名前を伏せた事業者）"


def _every(view: View, campaign_id: int) -> list[Chore]:
    offices = {one.id: one.name for one in campaigns.organisations(view)}
    people = {one.id: one for one in campaigns.persons(view)}
    found = [
        Chore(
            ChoreKind.TASK,
            one.id,
            one.what,
            one.due_on,
            one.target_id,
            None,
            one.number,
            one.firm,
            one.organisation_id or (people[one.person_id].organisation_id if one.person_id in people else None),
            one.organisation,
            (one.person_id,) if one.person_id is not None else (),
            (one.person,) if one.person else (),
        )
        for one in tasks.every(view, campaign_id)
    ]
    found += _visits(view, campaign_id, offices)
    found += [
        Chore(
            ChoreKind.FEEDBACK,
            one.id,
            f"{with_weekday(one.referred_on)}の橋渡しの報告を受ける",
            one.feedback_due,
            one.target_id,
            organisation_id=one.organisation_id,
            organisation=offices.get(one.organisation_id, one.organisation),
        )
        for one in visits.open_referrals(view, campaign_id)
    ]
    for case in cases.every(view, campaign_id, only_open=True):
        found += _of_case(case, offices, {key: one.name for key, one in people.items()})
    wanted = [one.target_id for one in found if one.target_id is not None]
    lines = {line.id: line for line in targets.lines(view, list(dict.fromkeys(wanted)))}
    named = [_about(one, lines.get(one.target_id or 0)) for one in found]
    return sorted(named, key=lambda one: (one.due_on is None, one.due_on or date.min, one.number, one.kind.value))


def _visits(view: View, campaign_id: int, offices: dict[int, str]) -> list[Chore]:
    carried = visits.carriers(view, campaign_id)
    found = []
    for line in visits.lines(view, list(carried)):
        office, team = carried[line.id]
        found.append(
            Chore(
                ChoreKind.VISIT,
                line.id,
                f"{word(line.kind)}　{line.planned_time}".strip(),
                line.planned_on,
                line.target_id,
                organisation_id=office,
                organisation=offices.get(office or 0, ""),
                persons=team,
                names=line.team,
            )
        )
    return found


def _of_case(case: Case, offices: dict[int, str], people: dict[int, str]) -> list[Chore]:
    decision = case.decision
    lead, person = decision.lead_organisation_id, decision.lead_person_id
    policy = word(decision.policy) if decision.policy else "方針はまだ決まっていません"
    days = ((ChoreKind.DEADLINE, decision.deadline), (ChoreKind.NEXT_LOOK, decision.next_look))
    return [
        Chore(
            kind,
            case.id,
            policy,
            day,
            case.target_id,
            organisation_id=lead,
            organisation=offices.get(lead or 0, ""),
            persons=(person,) if person is not None else (),
            names=(people[person],) if person in people else (),
        )
        for kind, day in days
        if day is not None
    ]


def _about(chore: Chore, line: TargetLine | None) -> Chore:
    return chore if line is None else replace(chore, firm_id=line.firm_id, number=line.number, firm=line.name)


def _task(chore: Chore) -> NewTask:
    person = chore.persons[0] if chore.persons else None
    return NewTask(chore.what, chore.organisation_id, person, chore.due_on)


def _case(writing: Writing, chore: Chore) -> Case:
    assert chore.target_id is not None, "a case is about a firm"
    case = cases.of_targets(writing.connection, [chore.target_id]).get(chore.target_id)
    if case is None:
        raise Problem(ProblemKind.NOT_FOUND, what="案件", key=chore.row)
    return case


def _change_case(writing: Writing, chore: Chore, day: date | None, note: str) -> None:
    """Set the one day that the chore is about, and add the note to what was noted at the case."""
    case = _case(writing, chore)
    words = "\n".join(filter(None, [case.decision.note, note.strip()]))
    said = replace(case.decision, note=words)
    is_deadline = chore.kind is ChoreKind.DEADLINE
    decision = replace(said, deadline=day) if is_deadline else replace(said, next_look=day)
    cases.change(writing, replace(case, decision=decision))
