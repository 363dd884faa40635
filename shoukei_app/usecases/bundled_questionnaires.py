"""The questionnaires (調査票) that come with the program, ready to use."""

import tomllib
from functools import cache

from shoukei_app import assets
from shoukei_app.domain import questionnaire
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire

DEFAULT = "nagano"
_ORDER = (DEFAULT, "taimen", "jiko", "genko")
"""The default first, then the official structures in the order in which they were published."""


def bundled() -> tuple[tuple[str, str], ...]:
    """Every bundled questionnaire as (id, title), the default first."""
    return tuple((name, bundled_questionnaire(name).title) for name in _ORDER)


@cache
def bundled_questionnaire(name: str) -> Questionnaire:
    """The bundled questionnaire with this id. Raises Problem(NOT_FOUND)."""
    if name not in _ORDER:
        raise Problem(ProblemKind.NOT_FOUND, what="調査票", key=name)
    return questionnaire.from_data(tomllib.loads(assets.text(f"questionnaires/{name}.toml")))
