"""The sample's own time: every act is a little after the one before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shoukei_app.domain.history import Act


@dataclass
class Clock:
    """Begins at `at` and never goes back."""

    at: datetime

    def move_to(self, day: date) -> None:
        """Go on to the morning of a day, where it is not past."""
        self.at = max(self.at, datetime.combine(day, time(9, 0)))

    def act(self, person: str = "担当 山岸") -> Act:
        """Somebody does something now."""
        self.at += timedelta(seconds=20)
        return Act(person, self.at)
