"""The default questionnaire, for every test of the paper layer."""

import tomllib

import pytest

from shoukei_app import assets
from shoukei_app.domain import questionnaire as questionnaires
from shoukei_app.domain.questionnaire import Questionnaire


@pytest.fixture(scope="session")
def nagano() -> Questionnaire:
    return questionnaires.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))
