"""Consents (同意): how a firm lets an organisation see its name and answers, and takes that back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shoukei_app.domain.questionnaire import Recipient


class ConsentManner(StrEnum):
    """How a consent was given."""

    FORM = "form"
    ORAL = "oral"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a firm said of one recipient; it stands until it is withdrawn."""

    recipient: Recipient
    given_on: date
    manner: ConsentManner
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether the recipient may see the firm's name and answers."""
        return self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """What a firm says at a visit: whom it lets see its answers from now on and how, and whom no longer."""

    given: tuple[Recipient, ...] = ()
    manner: ConsentManner = ConsentManner.ORAL
    withdrawn: tuple[Recipient, ...] = ()
