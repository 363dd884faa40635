"""What rules can ask about, as data for an editor: the questions, the diagnosis, the register, the last campaign."""

from collections.abc import Iterator

from shoukei_app.domain.conditions import subjects
from shoukei_app.domain.facts import UNITS, Askable, EarlierStep, FirmSubject, SubjectGroup, SubjectKind, askable
from shoukei_app.domain.firm import LegalForm
from shoukei_app.domain.flags import RuleSet
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.visits import NextAction
from shoukei_app.store import campaigns, firms, targets
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.usecases import masters
from shoukei_app.words.terms import word


def every(ledger: Ledger, campaign_id: int) -> tuple[Askable, ...]:
    """Everything that a rule of a campaign can ask about, the questions first."""
    with ledger.read() as view:
        return of_campaign(view, campaign_id)


def of_campaign(view: View, campaign_id: int) -> tuple[Askable, ...]:
    """The same within an open view."""
    questionnaire = campaigns.get(view, campaign_id).questionnaire
    return (*_questions(questionnaire), *_firm(view, campaign_id, questionnaire))


def check(ledger: Ledger, campaign_id: int, rules: RuleSet) -> None:
    """Refuse rules that ask about what this campaign does not know. Raises Problem(RULES_UNREADABLE)."""
    known = {one.id for one in every(ledger, campaign_id)}
    for rule in rules.rules:
        for subject in subjects(rule.when):
            if subject not in known:
                raise Problem(ProblemKind.RULES_UNREADABLE, found=f"{rule.id}: {subject}")


def _questions(questionnaire: Questionnaire) -> Iterator[Askable]:
    for question in questionnaire.questions:
        yield askable(question, f"問{question.number} {question.short}")


def _firm(view: View, campaign_id: int, questionnaire: Questionnaire) -> Iterator[Askable]:
    places = targets.municipalities(view, campaign_id)
    offices = dict.fromkeys(filter(None, map(masters.regional_offices().get, places)))
    types = tuple((kind.code, f"{kind.code} {kind.name}") for kind in questionnaire.types)
    trades = tuple((trade, trade) for trade in firms.industries(view) if trade)
    yield _one(FirmSubject.DIAGNOSIS, SubjectGroup.FIRM, types)
    yield _number(FirmSubject.STAFF)
    yield _one(FirmSubject.MUNICIPALITY, SubjectGroup.FIRM, tuple(places.items()))
    if offices:
        yield _one(FirmSubject.OFFICE, SubjectGroup.FIRM, tuple((name, f"{name}地域振興局") for name in offices))
    yield _one(FirmSubject.INDUSTRY, SubjectGroup.FIRM, trades)
    yield _one(FirmSubject.LEGAL_FORM, SubjectGroup.FIRM, tuple((form.value, word(form)) for form in LegalForm))
    yield _number(FirmSubject.ALIKE)
    steps = tuple((step.value, word(step)) for step in EarlierStep)
    yield Askable(
        FirmSubject.EARLIER_STEPS.value,
        word(FirmSubject.EARLIER_STEPS),
        SubjectKind.SEVERAL,
        SubjectGroup.HISTORY,
        steps,
    )
    yield _one(FirmSubject.EARLIER_DIAGNOSIS, SubjectGroup.HISTORY, types)
    yield _one(
        FirmSubject.EARLIER_OUTCOME, SubjectGroup.HISTORY, tuple((action.value, word(action)) for action in NextAction)
    )


def _one(subject: FirmSubject, group: SubjectGroup, choices: tuple[tuple[int | str, str], ...]) -> Askable:
    return Askable(subject.value, word(subject), SubjectKind.ONE, group, choices)


def _number(subject: FirmSubject) -> Askable:
    return Askable(subject.value, word(subject), SubjectKind.NUMBER, SubjectGroup.FIRM, unit=UNITS[subject])
