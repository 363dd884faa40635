"""Every record and field that the history can show has a Japanese word, and no value is shown as code."""

from datetime import datetime

from shoukei_app.domain.history import Act, FieldChange, Operation, OperationKind
from shoukei_app.store import schema
from shoukei_app.words import history


def change(subject: str, field: str, value: str) -> str:
    return history.value_words(FieldChange(subject, 1, field, "", value), value)


def test_every_watched_table_and_column_has_a_word() -> None:
    for table in schema.WATCHED:
        assert history.subject_word(table.name) != table.name
        for column in table.c:
            inner = history.is_inner(FieldChange(table.name, 1, column.name, "", ""))
            if column.name != "id" and not inner:
                assert history.field_word(table.name, column.name) != column.name, f"{table.name}.{column.name}"


def test_values_are_told_in_words() -> None:
    assert change("visit", "state", "met") == "面談した"
    assert change("referral", "kind", "third_party") == "第三者への譲渡"
    assert change("receipt", "received_on", "2026-07-10") == "令和8年7月10日"
    assert change("entry", "entered_at", "2026-07-10T09:05:00") == "令和8年7月10日 09:05"
    assert change("target", "number", "0000752") == "000075-2"
    assert change("flag", "rules", '[{"id": "wish", "reason": "訪問を希望"}]') == "訪問を希望"
    assert change("reply", "remarks", '[{"question": "age", "mark": "no_answer"}]') == "無回答"
    assert change("reply", "valid", "true") == "はい"
    assert change("campaign", "sender", '{"name": "見本町", "phone": ""}') == "見本町"
    assert change("firm", "status", "unknown to this version") == "unknown to this version"


def test_an_operation_is_told_with_its_main_figures() -> None:
    def told(done: OperationKind, **summary: object) -> str:
        return history.told(Operation(1, Act("山岸", datetime(2026, 7, 1)), done, summary, None))

    assert told(OperationKind.RECORD_VISIT, state="met", number="0000752") == "整理番号 000075-2　面談した"
    assert told(OperationKind.CREATE_RUN, kind="first", run=1, pieces=3500, left_out=2) == (
        "第1便　初回発送　発送 3,500通　発送しない 2件"
    )
    assert told(OperationKind.UNDO, kind="import_list") == "名簿の取込"


def test_what_a_meeting_decided_and_why_is_told_without_a_code() -> None:
    decision = (
        '{"policy": "call", "lead_organisation_id": 13, "lead_person_id": 19, "companions": [1],'
        ' "deadline": "2027-01-01", "next_look": null, "note": "年内に日程を決める", "outcome": "still_thinking"}'
    )
    assert change("agenda_item", "decision", decision) == "電話、継続検討、期限 令和9年1月1日、年内に日程を決める"
    assert change("agenda_item", "reasons", '["deadline", "look_again"]') == "期限が来た、見直す日が来た"


def test_the_policy_of_second_entry_is_told_in_its_own_words() -> None:
    policy = '{"marked": true, "whole_every": 20, "error_limit": 0, "least_fields": 300, "sample_every": 50}'
    assert change("campaign", "verification", policy) == "照合する問いを2回入力、20票に1票は全問、50票に1票を抽査"
    none = '{"marked": false, "whole_every": 0, "error_limit": 0, "least_fields": 300, "sample_every": 0}'
    assert change("campaign", "verification", none) == "照合なし"
