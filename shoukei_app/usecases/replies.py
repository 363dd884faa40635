"""Replies (回答): the answers that count, with everything that follows from them, kept in one write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain import answers, facts
from shoukei_app.domain.answers import AnswerSheet, Remark
from shoukei_app.domain.flags import Move
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.store import consents, replies
from shoukei_app.store.journal import Writing

_CONSENT_ON_FORM = "form"


@dataclass(frozen=True, slots=True)
class Counted:
    """What follows from a sheet; `moved` says what became of the flag, where the rules were run before."""

    diagnosis: str
    remarks: tuple[Remark, ...]
    moved: Move | None = None


def follows(questionnaire: Questionnaire, sheet: AnswerSheet) -> Counted:
    """What would follow from a sheet, without keeping anything."""
    return Counted(answers.diagnose(questionnaire, sheet).code, answers.remarks(questionnaire, sheet))


def keep(
    writing: Writing,
    questionnaire: Questionnaire,
    target_id: int,
    sheet: AnswerSheet,
    memos: Mapping[str, str],
    *,
    given_on: date,
) -> Counted:
    """Let these answers of a target count: diagnosis, remarks and the consents ticked on the form follow."""
    counted = follows(questionnaire, sheet)
    rows = [{"question": one.question, "mark": one.mark.value, "check": one.check} for one in counted.remarks]
    valid = any(not answer.blank for answer in sheet.values())
    known = facts.answered(questionnaire, sheet)
    replies.keep(writing, target_id, sheet, known, counted.diagnosis, rows, memos, valid=valid)
    consents.keep_on_form(writing, target_id, answers.consents(questionnaire, sheet), given_on, _CONSENT_ON_FORM)
    return counted
