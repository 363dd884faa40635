"""A campaign (調査): one survey of one fiscal year, with its questionnaire, sender and letters."""

from dataclasses import dataclass, field
from datetime import date

from shoukei_app.domain.envelope import LONG_3, WindowEnvelope
from shoukei_app.domain.exclusion import ExclusionRule
from shoukei_app.domain.letter import Letters
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.reply_paid import ReplyPaid
from shoukei_app.domain.verification import VerificationPolicy


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign. `goal` is the number of replies hoped for; letters are kept by kind of run;
    `exclusions` say whom a choice of targets can leave out; `envelope` is the one whose window shows the letters.
    """

    id: int
    name: str
    fiscal_year: int
    deadline: date | None
    goal: int | None
    questionnaire: Questionnaire
    sender: Sender
    letters: Letters
    exclusions: tuple[ExclusionRule, ...]
    envelope: WindowEnvelope = LONG_3
    reply_paid: ReplyPaid = field(default_factory=ReplyPaid)
    verification: VerificationPolicy = field(default_factory=VerificationPolicy)
