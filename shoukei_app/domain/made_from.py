"""What a mailing run is printed from: frozen with the run, so that a reprint equals the first print and an old form can
still be read.
"""

from dataclasses import dataclass

from shoukei_app.domain.form_layout import FormLayout
from shoukei_app.domain.letter import LetterTemplate
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The words of its letter, who writes, the questionnaire, and where everything stands on its printed form."""

    letter: LetterTemplate
    sender: Sender
    questionnaire: Questionnaire
    layout: FormLayout
