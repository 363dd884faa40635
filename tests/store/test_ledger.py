"""Opening ledgers: what is refused, and that a refusal changes nothing."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import UniqueConstraint, inspect

from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import engines, ledger, migrate, schema
from shoukei_app.store.ledger import Ledger


def refused(path: Path | str) -> ProblemKind:
    with pytest.raises(Problem) as caught:
        ledger.open_ledger(path)
    return caught.value.kind


def test_a_ledger_opens_again(location: str) -> None:
    ledger.create(location).close()
    again = ledger.open_ledger(location)
    assert again.is_sound()
    again.close()


def test_a_second_one_in_the_same_place_is_refused(location: str) -> None:
    ledger.create(location).close()
    with pytest.raises(Problem) as caught:
        ledger.create(location)
    assert caught.value.kind is ProblemKind.LEDGER_EXISTS


def test_what_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "無い.shoukei") is ProblemKind.LEDGER_MISSING
    with pytest.raises(Problem) as caught:
        ledger.create(tmp_path / "無いフォルダー" / "台帳.shoukei")
    assert caught.value.kind is ProblemKind.OUTPUT_FOLDER_MISSING


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"PK\x03\x04", b"\0" * 4096])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "写真.shoukei"
    path.write_bytes(content)
    assert refused(path) is ProblemKind.LEDGER_NOT_OURS
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "他.shoukei"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert refused(path) is ProblemKind.LEDGER_NOT_OURS


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "新.shoukei"
    ledger.create(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    assert refused(path) is ProblemKind.LEDGER_NEWER
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["新.shoukei"]


def test_a_damaged_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "壊.shoukei"
    ledger.create(path).close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert refused(path) is ProblemKind.LEDGER_DAMAGED


def test_an_older_ledger_is_copied_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one version yet: a made-up newer one stands in for the next release."""
    path = tmp_path / "旧.shoukei"
    ledger.create(path).close()
    versions = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).with_name("migrations"), versions)
    (versions / "versions" / "0002_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '0002'\ndown_revision = '0001'\n"
        "branch_labels = None\ndepends_on = None\n\n\n"
        "def upgrade():\n    op.add_column('firm', sa.Column('later', sa.Text()))\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(migrate, "_SCRIPTS", versions)
    monkeypatch.setattr(schema, "REVISION", "0002")
    opened = ledger.open_ledger(path)
    with opened.read() as view:
        assert "later" in {column["name"] for column in inspect(view).get_columns("firm")}
    opened.close()
    copies = list(tmp_path.glob("旧（更新前 0001）*"))
    assert len(copies) == 1
    monkeypatch.setattr(schema, "REVISION", "0001")
    ledger.open_ledger(copies[0]).close()


def test_migrations_make_the_tables_of_the_schema(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with ledger.read() as view:
        context = MigrationContext.configure(view, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.REVISION


def test_what_refers_to_a_row_is_found_by_an_index() -> None:
    """Else each row taken out is looked for in a whole table: undoing a list of 14,000 firms took half a minute."""
    for table in schema.metadata.tables.values():
        known = [one.columns.keys()[0] for one in table.indexes]
        known += [one.columns.keys()[0] for one in table.constraints if isinstance(one, UniqueConstraint)]
        known += table.primary_key.columns.keys()[:1]
        assert not [f"{table.name}.{one.parent.name}" for one in table.foreign_keys if one.parent.name not in known]


def test_a_disk_that_fills_up_keeps_what_was_there(file_ledger: Ledger, act: Act) -> None:
    before = file_ledger.digest()
    with pytest.raises(Problem) as caught, file_ledger.write(act, OperationKind.ADD_FIRM) as operation:
        pages = operation.writing.connection.exec_driver_sql("PRAGMA page_count").scalar()
        operation.writing.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        operation.writing.add_all(schema.firm, [{"name": "長い名前" * 50, "status": "active"} for _ in range(2000)])
    assert caught.value.kind is ProblemKind.DISK_FULL
    assert file_ledger.digest() == before
    assert file_ledger.is_sound()


def test_a_second_writer_waits_and_is_told(file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_BUSY_SECONDS", 0.1)
    assert file_ledger.path
    other = ledger.open_ledger(file_ledger.path)
    with (
        file_ledger.write(act, OperationKind.ADD_FIRM) as operation,
        pytest.raises(Problem) as caught,
    ):
        operation.writing.add(schema.firm, name="甲", status="active")
        with other.write(act, OperationKind.ADD_FIRM):
            pass
    assert caught.value.kind is ProblemKind.LEDGER_BUSY
    other.close()


def test_a_ledger_on_a_read_only_medium_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "台帳.shoukei"
    ledger.create(path).close()
    before = path.read_bytes()
    # SQLite opened with mode=ro answers as a write-protected medium does, also for root.
    connect = sqlite3.connect
    monkeypatch.setattr(
        engines.sqlite3,
        "connect",
        lambda file, **options: connect(f"file:{file}?mode=ro", uri=True, **options),
    )
    assert refused(path) is ProblemKind.LEDGER_READ_ONLY
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        ("//srv/share /mnt/share cifs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n", True),
        ("/dev/sda1 / ext4 rw 0 0\n", False),
    ],
)
def test_a_file_server_is_recognised(mounts: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_kwargs: mounts)
    assert engines.on_network(Path("/mnt/share/台帳.shoukei")) is expected
