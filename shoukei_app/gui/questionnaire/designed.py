"""Which of a campaign's two sheets is designed: the survey's questionnaire, or what is asked at a visit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.usecases import hearings, questionnaires
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.questionnaires import InForce


@dataclass(frozen=True, slots=True)
class Designed:
    """One kind of sheet: its names, what it begins with, how it is printed empty.

    `keyed` tells whether it is keyed by a second person, judged, and kept in versions with a mapping between them.
    `answered` says what its answers mean for a change; `print_blank` gives the page (from 0) of each question it knows.
    """

    key: str
    short: str
    name: str
    keyed: bool
    answered: str
    in_force: Callable[[Ledger, int], InForce]
    templates: Callable[[], Sequence[Questionnaire]]
    print_blank: Callable[[Questionnaire, Path], Mapping[str, int]]


SURVEY = Designed(
    "questionnaire",
    "アンケート",
    "調査票",
    keyed=True,
    answered="回答 {count:,}件（変えると新しい版）",
    in_force=questionnaires.in_force,
    templates=lambda: [one.questionnaire for one in questionnaires.templates()],
    print_blank=questionnaires.preview,
)
HEARING = Designed(
    "hearing",
    "ヒアリング票",
    "ヒアリング票",
    keyed=False,
    answered="聞き取り {count:,}件（答えのある問いは消せません）",
    in_force=hearings.standing,
    templates=lambda: [hearings.template()],
    print_blank=hearings.preview,
)
DESIGNED: Mapping[str, Designed] = {one.key: one for one in (SURVEY, HEARING)}
