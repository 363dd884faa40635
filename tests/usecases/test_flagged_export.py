"""The flagged firms as a workbook: no firm goes to a recipient it does not consent to; columns; a password."""

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import msoffcrypto
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import cases, entry, firms, flagged_export, flags, ledgers, organisations, targets
from shoukei_app.usecases.flagged_export import FlaggedAsk
from shoukei_app.usecases.organisations import NewOrganisation

CAMPAIGN = 1
FIRMS = 6
RECIPIENTS = list(Recipient)
EVERY_COLUMN = tuple(column.key for column in flagged_export.columns())
CONSENTS = st.lists(st.frozensets(st.integers(1, len(RECIPIENTS))), min_size=FIRMS, max_size=FIRMS)


def name(place: int) -> str:
    return f"架空商会第{'零一二三四五'[place]}号"


def told(place: int) -> tuple[str, ...]:
    """Everything by which a firm could be known."""
    return name(place), f"屋号{place}番館", f"代表太郎{place}", f"026-000-900{place}", f"中央{place}丁目"


def fill(ledger: Ledger, act: Act, consents: list[frozenset[int]]) -> None:
    for place in range(FIRMS):
        address = Address("3800000", "長野県", "", "長野市", "20201", f"中央{place}丁目", "1")
        facts = FirmFacts(
            name(place),
            office=f"屋号{place}番館",
            representative=f"代表太郎{place}",
            phone=f"026-000-900{place}",
            address=address,
        )
        firms.add(ledger, act, facts)
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    by_name = {line.name: line for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))}
    for place, ticked in enumerate(consents):
        sheet = {"visit": Answer((1,)), **({"consent": Answer(tuple(sorted(ticked)))} if ticked else {})}
        entry.record(ledger, act, by_name[name(place)].number, entry.Keyed(sheet), final=True)
        flags.override(ledger, act, by_name[name(place)].number, Priority.S, f"{name(place)}の社長から電話")
    flags.run_rules(ledger, act, CAMPAIGN, today=date(2026, 9, 1))


def everything(path: Path) -> str:
    """All text of a workbook and its file name: every part of the package, so hidden sheets and properties too."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(part).decode() for part in package.namelist()]
    plain = "\n".join(parts)
    return "\n".join([path.name, plain, re.sub(r"<[^>]+>", "", plain)])


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(consents=CONSENTS, recipient=st.sampled_from(RECIPIENTS))
def test_no_firm_goes_where_it_does_not_consent(
    tmp_path_factory: pytest.TempPathFactory, consents: list[frozenset[int]], recipient: Recipient
) -> None:
    folder = tmp_path_factory.mktemp("渡す")
    act = Act("山岸", datetime(2026, 7, 1))
    ledger = ledgers.create(folder / "台帳.shoukei", act, name="調査", fiscal_year=2026)
    try:
        fill(ledger, act, consents)
        path = folder / "渡すもの.xlsx"
        made = flagged_export.write(ledger, CAMPAIGN, path, FlaggedAsk(recipient, columns=EVERY_COLUMN)).value
        allowed = [recipient in {RECIPIENTS[code - 1] for code in ticked} for ticked in consents]
        written = everything(path)
        for place, may in enumerate(allowed):
            for words in told(place):
                assert (words in written) is may, (words, may)
        assert (made.rows, made.left_out_without_consent) == (sum(allowed), FIRMS - sum(allowed))
        said = "\n".join(str(row[1]) for row in load_workbook(path)[flagged_export.ABOUT].values)
        assert f"のうち {FIRMS - sum(allowed)}件は、同意がないため入っていません" in said
        assert "抽出条件 第1版" in said
    finally:
        ledger.close()


def test_a_password_locks_the_file(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    fill(file_ledger, act, [frozenset()] * FIRMS)
    path = tmp_path / "抽出.xlsx"
    flagged_export.write(file_ledger, CAMPAIGN, path, FlaggedAsk(password="合言葉 123"))
    assert not zipfile.is_zipfile(path)
    with path.open("rb") as file:
        locked = msoffcrypto.OfficeFile(file)
        assert locked.is_encrypted()
        locked.load_key(password="合言葉 123", verify_password=True)
        plain = io.BytesIO()
        locked.decrypt(plain)
    page = load_workbook(plain).active
    assert page is not None
    assert page.max_row == FIRMS + 1


def test_columns_are_chosen_and_remembered(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    fill(file_ledger, act, [frozenset()] * FIRMS)
    wanted = ("name", "score", "number")
    assert flagged_export.remember_columns(file_ledger, act, CAMPAIGN, wanted).operation is not None
    assert flagged_export.remember_columns(file_ledger, act, CAMPAIGN, wanted).operation is None
    assert flagged_export.chosen_columns(file_ledger, CAMPAIGN) == wanted
    path = tmp_path / "抽出.xlsx"
    flagged_export.write(file_ledger, CAMPAIGN, path)
    page = load_workbook(path).active
    assert page is not None
    assert [cell.value for cell in page[1]] == ["事業者名", "点数", "整理番号"]
    with pytest.raises(Problem):
        flagged_export.write(file_ledger, CAMPAIGN, path, FlaggedAsk(columns=("shoe_size",)))


def test_only_the_cases_of_one_organisation(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    fill(file_ledger, act, [frozenset()] * FIRMS)
    lead = organisations.add(file_ledger, act, NewOrganisation(OrganisationKind.SHOKOKAI, "架空商工会")).value
    chosen = targets.find(file_ledger, CAMPAIGN, Query(sort="number"))[:2]
    cases.assign(file_ledger, act, chosen, lead)
    made = flagged_export.write(file_ledger, CAMPAIGN, tmp_path / "担当.xlsx", FlaggedAsk(lead_organisation_id=lead))
    assert made.value.rows == 2
