"""One change made to many firms at once: only what it names is touched."""

from dataclasses import dataclass, replace
from datetime import date

from shoukei_app.domain.firm import FirmFacts, FirmStatus, LegalForm


@dataclass(frozen=True, slots=True)
class FirmChange:
    """What is to be the same for all; None and "" leave a firm's own value.

    `status_on` and `status_reason` go with `status`; a firm set to work again loses both. `note` is added below
    what a firm's note says already.
    """

    status: FirmStatus | None = None
    status_on: date | None = None
    status_reason: str = ""
    industry: str = ""
    legal_form: LegalForm | None = None
    do_not_mail: bool | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change, whichever firm it is."""
        return (self.status, self.industry, self.legal_form, self.do_not_mail, self.note) == (None, "", None, None, "")

    def applied(self, facts: FirmFacts) -> FirmFacts:
        """A firm after the change."""
        changed = facts
        if self.status is FirmStatus.ACTIVE:
            changed = replace(changed, status=self.status, status_on=None, status_reason="")
        elif self.status is not None:
            changed = replace(
                changed,
                status=self.status,
                status_on=self.status_on or facts.status_on,
                status_reason=self.status_reason or facts.status_reason,
            )
        if self.industry:
            changed = replace(changed, industry=self.industry)
        if self.legal_form is not None:
            changed = replace(changed, legal_form=self.legal_form)
        if self.do_not_mail is not None:
            changed = replace(changed, do_not_mail=self.do_not_mail)
        if self.note and self.note not in facts.note.split("\n"):
            changed = replace(changed, note="\n".join(filter(None, (facts.note, self.note))))
        return changed
