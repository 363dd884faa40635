"""`shoukei visits days …`, `plan`, `move`, `schedule`, `consultation …`: when somebody goes where."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from shoukei_app.cli import console, named
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.domain.calendars import Limits, fiscal_year_of, weekdays_of_months
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.usecases import (
    calendars,
    consultations,
    ledgers,
    organisations,
    visit_planning,
    visit_schedule,
    visits,
)
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.dates import WEEKDAYS, month_day
from shoukei_app.words.terms import word

days = click.Group("days", help="日程のきまり（上限・不在・訪問日・休み）")
consultation = click.Group("consultation", help="出張相談会")
planning = click.Group("planning")
"""Its commands stand in `shoukei visits` itself."""

ORGANISATION = click.option("--organisation", "organisation_name", default="", help="機関の名前")
PERSON = click.option("--person", "person_name", default="", help="担当者の名前")
FROM = click.option("--from", "first", type=console.DAY, help="この日から")
TO = click.option("--to", "last", type=console.DAY, help="この日まで")
INSIST = click.option("--insist", is_flag=True, help="休み・不在・訪問日・上限に反しても計画する")
_DAYS_AHEAD = 60


@console.command(days, "list")
@LEDGER
@FROM
@TO
def list_(ledger: str, first: datetime | None, last: datetime | None, *, as_json: bool) -> None:
    """休みの日、機関の訪問日、担当者の不在と上限を示します（省くと今年度）。"""
    with console.opened(ledger) as open_ledger:
        begin, end = _period(first, last)
        known = calendars.settled(open_ledger)
        off = calendars.days_off(open_ledger, begin, end)
        names = {one.id: one.name for one in organisations.every(open_ledger)}
        people = organisations.persons(open_ledger)
    data = {
        "days_off": {day.isoformat(): name for day, name in off.items()},
        "office_days": {
            names[key]: [day.isoformat() for day in sorted(found) if begin <= day <= end]
            for key, found in known.office_days.items()
            if key in names
        },
        "persons": [
            {
                "name": one.name,
                "organisation": names.get(one.organisation_id, ""),
                "per_day": one.visits_per_day,
                "per_week": one.visits_per_week,
                "away": [day.isoformat() for day in sorted(known.away.get(one.id, ())) if begin <= day <= end],
            }
            for one in people
        ],
    }
    told = [f"{month_day(day)}　{name}" for day, name in off.items()]
    told += [f"{name}　訪問日 {len(found)}日" for name, found in data["office_days"].items()]  # type: ignore[attr-defined]
    told += [f"{one.name}　1日{one.visits_per_day}件・1週間{one.visits_per_week}件" for one in people]
    console.emit(data, "\n".join(told), as_json=as_json)


@console.command(days, "office")
@LEDGER
@click.argument("organisation_name", metavar="機関")
@click.option("--weekday", "weekdays", multiple=True, type=click.Choice(list(WEEKDAYS)), help="曜日（何度でも）")
@click.option("--week", "weeks", multiple=True, type=click.IntRange(1, 5), help="第何週（何度でも。省くと毎週）")
@click.option("--day", "chosen", multiple=True, type=console.DAY, help="この日（何度でも）")
@FROM
@TO
def office(ledger: str, organisation_name: str, *, as_json: bool, **said: Any) -> None:
    """機関の訪問日を決めます（例：--week 2 --week 4 --weekday 火）。休みの日は飛ばします。何もなければ外します。"""
    with console.opened(ledger) as open_ledger:
        key = named.organisation(open_ledger, organisation_name).id
        begin, end = _period(said["first"], said["last"])
        off = calendars.days_off(open_ledger, begin, end)
        by_rule = weekdays_of_months(
            begin,
            end,
            weeks=said["weeks"] or range(1, 6),
            weekdays=[WEEKDAYS.index(one) for one in said["weekdays"]],
            days_off=off,
        )
        wanted = frozenset([*by_rule, *(one.date() for one in said["chosen"])])
        calendars.settle_office_days(open_ledger, console.act(), key, wanted)
    data = {"organisation": organisation_name, "days": [day.isoformat() for day in sorted(wanted)]}
    console.emit(data, f"{organisation_name} の訪問日を {len(wanted)}日にしました", as_json=as_json)


@console.command(days, "away")
@LEDGER
@click.argument("person_name", metavar="担当者")
@click.option("--day", "chosen", multiple=True, type=console.DAY, help="不在の日（何度でも。省くと不在を消す）")
def away(ledger: str, person_name: str, chosen: tuple[datetime, ...], *, as_json: bool) -> None:
    """担当者の不在の日を決めます。"""
    with console.opened(ledger) as open_ledger:
        key = named.person(open_ledger, person_name).id
        known = calendars.settled(open_ledger)
        wanted = frozenset(one.date() for one in chosen)
        calendars.settle(open_ledger, console.act(), replace(known, away={**known.away, key: wanted}))
    data = {"person": person_name, "away": [day.isoformat() for day in sorted(wanted)]}
    console.emit(data, f"{person_name} さんの不在を {len(wanted)}日にしました", as_json=as_json)


@console.command(days, "limit")
@LEDGER
@click.argument("person_name", metavar="担当者")
@click.option("--per-day", type=int, required=True, help="1日の上限")
@click.option("--per-week", type=int, required=True, help="1週間の上限")
def limit(ledger: str, person_name: str, per_day: int, per_week: int, *, as_json: bool) -> None:
    """担当者の訪問・電話の上限を決めます。"""
    with console.opened(ledger) as open_ledger:
        key = named.person(open_ledger, person_name).id
        known = calendars.settled(open_ledger)
        limits = {**known.limits, key: Limits(per_day, per_week)}
        calendars.settle(open_ledger, console.act(), replace(known, limits=limits))
    data = {"person": person_name, "per_day": per_day, "per_week": per_week}
    console.emit(data, f"{person_name} さんは1日{per_day}件・1週間{per_week}件までです", as_json=as_json)


@console.command(days, "closing")
@LEDGER
@click.option("--day", "chosen", multiple=True, type=console.DAY, help="休みの日（何度でも。省くと消す）")
@click.option("--name", default="", help="休みの名前（例 創立記念日）")
def closing(ledger: str, chosen: tuple[datetime, ...], name: str, *, as_json: bool) -> None:
    """祝日と年末年始のほかの休みの日を決めます。"""
    with console.opened(ledger) as open_ledger:
        known = calendars.settled(open_ledger)
        wanted = {one.date(): name for one in chosen}
        kept = {**known.closing, **wanted} if wanted else {}
        calendars.settle(open_ledger, console.act(), replace(known, closing=kept))
    data = {"closing": {day.isoformat(): told for day, told in sorted(kept.items())}}
    console.emit(data, f"休みの日（祝日・年末年始のほか） {len(kept)}日", as_json=as_json)


@console.command(planning, "plan")
@LEDGER
@FROM
@TO
@click.option("--flagged", is_flag=True, help="方針にかかわらず、抽出した事業者を割り振る")
@click.option("--number", "numbers", multiple=True, help="この整理番号（何度でも）")
@click.option("--dry-run", is_flag=True, help="示すだけで、計画しない")
def plan(ledger: str, *, as_json: bool, **said: Any) -> None:
    """訪問を求める方針の事業者を、担当者の空きに割り振ります。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        if said["numbers"]:
            wanted = visit_planning.by_hand(
                open_ledger, campaign, [one.id for one in named.firms(open_ledger, said["numbers"])]
            )
        elif said["flagged"]:
            wanted = visit_planning.flagged(open_ledger, campaign)
        else:
            wanted = visit_planning.asked(open_ledger, campaign)
        begin = console.day(said["first"])
        end = said["last"].date() if said["last"] else begin + timedelta(days=_DAYS_AHEAD)
        made = visit_planning.allot(open_ledger, wanted, begin, end)
        if made.plans and not said["dry_run"]:
            visit_planning.plan(open_ledger, console.act(), made.plans)
        people = {one.id: one.name for one in organisations.persons(open_ledger)}
    lines = {one.id: one.target for one in wanted}
    data = {
        "planned": [
            {
                "number": lines[one.target_id].number,
                "firm": lines[one.target_id].name,
                "kind": one.kind.value,
                "on": one.planned_on.isoformat() if one.planned_on else None,
                "time": one.planned_time,
                "team": [people[key] for key in one.team],
            }
            for one in made.plans
        ],
        "left": [{"number": lines[key].number, "reason": reason.value} for key, reason in made.left.items()],
        "unreviewed": len(made.unreviewed),
    }
    told = [
        f"{month_day(one.planned_on)} {one.planned_time}　{lines[one.target_id].name}　"
        f"{'・'.join(people[key] for key in one.team)}"
        for one in made.plans
        if one.planned_on
    ]
    told += [f"入りません：{lines[key].name}（{word(reason)}）" for key, reason in made.left.items()]
    told.append(f"計画 {len(made.plans)}件　入らないもの {len(made.left)}件　確認前の方針 {len(made.unreviewed)}件")
    console.emit(data, "\n".join(told), as_json=as_json)


@console.command(planning, "move")
@LEDGER
@click.argument("form_number", metavar="整理番号")
@click.option("--on", "day", type=console.DAY, required=True, help="新しい日")
@click.option("--time", required=True, help="新しい時刻（例 13:30）")
@INSIST
def move(ledger: str, form_number: str, day: datetime, time: str, *, insist: bool, as_json: bool) -> None:
    """予定の訪問・電話を別の日時に移します。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        (line,) = named.firms(open_ledger, [form_number])
        query = Query(filters={"target": (str(line.id),), "state": ("planned",)})
        found = visits.find(open_ledger, campaign, query)
        if not found:
            raise Problem(ProblemKind.NOT_FOUND, what="予定の訪問", key=shown(line.number))
        visit_planning.move(open_ledger, console.act(), found[0], day.date(), time, insist=insist)
    data = {"number": line.number, "on": day.date().isoformat(), "time": time}
    console.emit(data, f"{line.name}：{month_day(day.date())} {time} に移しました", as_json=as_json)


@console.command(planning, "schedule")
@LEDGER
@click.argument("target", metavar="書き出し先", type=OUTPUT)
@ORGANISATION
@PERSON
@FROM
@TO
def schedule(ledger: str, target: Path, *, as_json: bool, **said: Any) -> None:
    """同行訪問予定表を書き出します（.pdf、.xlsx、予定表に取り込む .ics）。同意のない事業者は名前を伏せます。"""
    with console.opened(ledger) as open_ledger:
        office_name, person_name = said["organisation_name"], said["person_name"]
        made = visit_schedule.write(
            open_ledger,
            ledgers.current_campaign(open_ledger).id,
            target,
            at=console.now(),
            organisation_id=named.organisation(open_ledger, office_name).id if office_name else None,
            person_id=named.person(open_ledger, person_name).id if person_name else None,
            first=said["first"].date() if said["first"] else None,
            last=said["last"].date() if said["last"] else None,
        )
    data = {"sheets": len(made.visits), "unnamed": made.unnamed}
    console.emit(data, f"予定 {len(made.visits)}件（名前を伏せたもの {made.unnamed}件）：{target}", as_json=as_json)


@console.command(consultation, "create")
@LEDGER
@click.option("--on", "day", type=console.DAY, required=True, help="開催日")
@click.option("--place", required=True, help="会場")
@click.option("--from", "first_time", default="10:00", show_default=True, help="はじまり")
@click.option("--to", "last_time", default="16:00", show_default=True, help="おわり")
@click.option("--minutes", default=60, show_default=True, help="1枠の分数")
@ORGANISATION
@click.option("--person", "names", multiple=True, help="相談を受ける担当者（何度でも）")
@INSIST
def create(ledger: str, day: datetime, place: str, *, as_json: bool, **said: Any) -> None:
    """出張相談会の日を作ります。"""
    with console.opened(ledger) as open_ledger:
        name = said["organisation_name"]
        new = Consultation(
            0,
            day.date(),
            place,
            named.organisation(open_ledger, name).id if name else None,
            said["first_time"],
            said["last_time"],
            said["minutes"],
            tuple(named.person(open_ledger, one).id for one in said["names"]),
        )
        campaign = ledgers.current_campaign(open_ledger)
        consultations.create(open_ledger, console.act(), campaign.id, new, insist=said["insist"])
        number = len(consultations.every(open_ledger, campaign.id))
    told = f"{consultations.when_words(new)}　{place}　{len(new.slots)}枠"
    console.emit({"consultations": number, "slots": list(new.slots)}, told, as_json=as_json)


@console.command(consultation, "book")
@LEDGER
@click.argument("day", metavar="開催日", type=console.DAY)
@click.argument("numbers", metavar="整理番号...", nargs=-1, required=True)
@click.option("--place", default="", help="会場（同じ日に二つあるとき）")
@click.option("--time", default="", help="枠の時刻（省くと空いている枠へ順に）")
def book(ledger: str, day: datetime, numbers: tuple[str, ...], place: str, time: str, *, as_json: bool) -> None:
    """事業者を相談会の枠に入れます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        held = _held_on(open_ledger, campaign, day.date(), place)
        keys = [one.id for one in named.firms(open_ledger, numbers)]
        consultations.book(open_ledger, console.act(), held.id, keys, time=time)
        found = consultations.slots(open_ledger, held.id)
    booked = [{"time": one.time, "number": one.target.number} for one in found if one.target]
    console.emit({"booked": booked}, f"{len(keys)}件の予約を入れました（計 {len(booked)}件）", as_json=as_json)


@console.command(consultation, "release")
@LEDGER
@click.argument("day", metavar="開催日", type=console.DAY)
@click.argument("number", metavar="整理番号")
@click.option("--place", default="", help="会場（同じ日に二つあるとき）")
def release(ledger: str, day: datetime, number: str, place: str, *, as_json: bool) -> None:
    """予約を取り消し、枠を空けます。"""
    with console.opened(ledger) as open_ledger:
        held = _held_on(open_ledger, ledgers.current_campaign(open_ledger).id, day.date(), place)
        (line,) = named.firms(open_ledger, [number])
        slots = consultations.slots(open_ledger, held.id)
        booked = next((one for one in slots if one.target and one.target.id == line.id), None)
        if booked is None or booked.visit_id is None:
            raise Problem(ProblemKind.NOT_FOUND, what="相談会の予約", key=shown(line.number))
        consultations.release(open_ledger, console.act(), booked.visit_id)
    data = {"time": booked.time, "number": line.number}
    console.emit(data, f"{line.name}：{booked.time} の枠を空けました", as_json=as_json)


@console.command(consultation, "cancel")
@LEDGER
@click.argument("day", metavar="開催日", type=console.DAY)
@click.option("--place", default="", help="会場（同じ日に二つあるとき）")
def cancel(ledger: str, day: datetime, place: str, *, as_json: bool) -> None:
    """予約のない相談会の日を取りやめます。"""
    with console.opened(ledger) as open_ledger:
        held = _held_on(open_ledger, ledgers.current_campaign(open_ledger).id, day.date(), place)
        consultations.cancel(open_ledger, console.act(), held.id)
    data = {"on": held.held_on, "place": held.place}
    console.emit(data, f"{consultations.when_words(held)}　{held.place} を取りやめました", as_json=as_json)


@console.command(consultation, "list")
@LEDGER
def consultation_list(ledger: str, *, as_json: bool) -> None:
    """相談会の日と、枠ごとの事業者を示します。"""
    with console.opened(ledger) as open_ledger:
        held = consultations.every(open_ledger, ledgers.current_campaign(open_ledger).id)
        found = [(one, consultations.slots(open_ledger, one.id)) for one in held]
    data = [
        {
            "on": one.held_on.isoformat(),
            "place": one.place,
            "slots": [
                {
                    "time": slot.time,
                    "number": slot.target.number if slot.target else None,
                    "firm": slot.target.name if slot.target else None,
                }
                for slot in slots
            ],
        }
        for one, slots in found
    ]
    told = []
    for one, slots in found:
        told.append(f"{consultations.when_words(one)}　{one.place}")
        told += [f"　{slot.time}　{slot.target.name if slot.target else '（空き）'}" for slot in slots]
    console.emit({"consultations": data}, "\n".join(told) or "出張相談会はまだありません。", as_json=as_json)


def _period(first: datetime | None, last: datetime | None) -> tuple[date, date]:
    begin, end = fiscal_year_of(console.day(first))
    return (first.date() if first else begin), (last.date() if last else end)


def _held_on(ledger: Ledger, campaign: int, day: date, place: str) -> Consultation:
    held = [one for one in consultations.every(ledger, campaign) if one.held_on == day and place in ("", one.place)]
    if not held:
        raise Problem(ProblemKind.NOT_FOUND, what="出張相談会", key=f"{month_day(day)} {place}".strip())
    return held[0]
