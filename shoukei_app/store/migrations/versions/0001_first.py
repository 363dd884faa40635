"""The first ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("questionnaire", sa.JSON(), nullable=False),
        sa.Column("sender", sa.JSON(), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("exclusions", sa.JSON(), nullable=False),
        sa.Column("envelope", sa.JSON(), nullable=False),
        sa.Column("reply_paid", sa.JSON(), nullable=False),
        sa.Column("verification", sa.JSON(), nullable=False),
        sa.Column("hearing", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_table(
        "closing_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_day")),
        sa.UniqueConstraint("day", name=op.f("uq_closing_day_day")),
    )
    op.create_table(
        "draft",
        sa.Column(
            "target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("pass_number", sa.Integer(), nullable=False),
        sa.Column("keyer", sa.String(length=200), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("memos", sa.JSON(), nullable=False),
        sa.Column("effort", sa.JSON(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("target_id", "pass_number", "keyer", name=op.f("pk_draft")),
    )
    op.create_table(
        "firm",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kana", sa.Text(), nullable=False),
        sa.Column("corporate_number", sa.Text(), nullable=False),
        sa.Column("legal_form", sa.String(length=20), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("representative", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("prefecture", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("do_not_mail", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("match_name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["firm.id"], name=op.f("fk_firm_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
    )
    op.create_index("ix_firm_alike", "firm", ["municipality_code", "industry", "status", "merged_into"], unique=False)
    op.create_index("ix_firm_corporate_number", "firm", ["corporate_number"], unique=False)
    op.create_index("ix_firm_match_name", "firm", ["match_name"], unique=False)
    op.create_index(
        "ix_firm_merged_into",
        "firm",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index("ix_firm_municipality_code_town", "firm", ["municipality_code", "town"], unique=False)
    op.create_index("ix_firm_problems", "firm", ["problems"], unique=False)
    op.create_table(
        "firm_list",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=True),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_list")),
    )
    op.create_table(
        "id_counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("next_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_id_counter")),
    )
    op.create_table(
        "label_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("page_width", sa.Float(), nullable=False),
        sa.Column("page_height", sa.Float(), nullable=False),
        sa.Column("faces_across", sa.Integer(), nullable=False),
        sa.Column("faces_down", sa.Integer(), nullable=False),
        sa.Column("face_width", sa.Float(), nullable=False),
        sa.Column("face_height", sa.Float(), nullable=False),
        sa.Column("margin_top", sa.Float(), nullable=False),
        sa.Column("margin_left", sa.Float(), nullable=False),
        sa.Column("pitch_x", sa.Float(), nullable=False),
        sa.Column("pitch_y", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_sheet")),
        sa.UniqueConstraint("name", name=op.f("uq_label_sheet_name")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("reverses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "picture_bytes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=20), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_picture_bytes")),
    )
    op.create_table(
        "answer_layout",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_answer_layout_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_layout")),
        sa.UniqueConstraint("campaign_id", "fingerprint", name=op.f("uq_answer_layout_campaign_id_fingerprint")),
    )
    op.create_index(op.f("ix_answer_layout_campaign_id"), "answer_layout", ["campaign_id"], unique=False)
    op.create_table(
        "consultation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_time", sa.Text(), nullable=False),
        sa.Column("last_time", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_consultation_campaign_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_consultation_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_campaign_id"), "consultation", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_consultation_organisation_id"), "consultation", ["organisation_id"], unique=False)
    op.create_table(
        "envelope_count",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.Column("counted_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_envelope_count_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope_count")),
        sa.UniqueConstraint("campaign_id", "day", "bundle", name=op.f("uq_envelope_count_campaign_id_day_bundle")),
    )
    op.create_index(op.f("ix_envelope_count_campaign_id"), "envelope_count", ["campaign_id"], unique=False)
    op.create_table(
        "export_columns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_name", sa.String(length=30), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_export_columns_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_columns")),
        sa.UniqueConstraint("campaign_id", "list_name", name=op.f("uq_export_columns_campaign_id_list_name")),
    )
    op.create_index(op.f("ix_export_columns_campaign_id"), "export_columns", ["campaign_id"], unique=False)
    op.create_table(
        "listed_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("firm_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_listed_row_firm_id")),
        sa.ForeignKeyConstraint(["list_id"], ["firm_list.id"], name=op.f("fk_listed_row_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_row")),
    )
    op.create_index(op.f("ix_listed_row_firm_id"), "listed_row", ["firm_id"], unique=False)
    op.create_index(op.f("ix_listed_row_list_id"), "listed_row", ["list_id"], unique=False)
    op.create_table(
        "mailing_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("print_order", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_mailing_run_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_run")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_mailing_run_campaign_id_number")),
    )
    op.create_index(op.f("ix_mailing_run_campaign_id"), "mailing_run", ["campaign_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("held_time", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_meeting_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_meeting_campaign_id_number")),
    )
    op.create_index(op.f("ix_meeting_campaign_id"), "meeting", ["campaign_id"], unique=False)
    op.create_table(
        "merging",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kept_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["gone_id"], ["firm.id"], name=op.f("fk_merging_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["firm.id"], name=op.f("fk_merging_kept_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merging")),
        sa.UniqueConstraint("gone_id", name=op.f("uq_merging_gone_id")),
    )
    op.create_index(op.f("ix_merging_kept_id"), "merging", ["kept_id"], unique=False)
    op.create_table(
        "office_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_office_day_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_day")),
        sa.UniqueConstraint("organisation_id", "day", name=op.f("uq_office_day_organisation_id_day")),
    )
    op.create_index(op.f("ix_office_day_organisation_id"), "office_day", ["organisation_id"], unique=False)
    op.create_table(
        "organisation_area",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("municipality_code", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_area_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_area")),
        sa.UniqueConstraint(
            "organisation_id", "municipality_code", name=op.f("uq_organisation_area_organisation_id_municipality_code")
        ),
    )
    op.create_index(
        op.f("ix_organisation_area_municipality_code"), "organisation_area", ["municipality_code"], unique=False
    )
    op.create_index(
        op.f("ix_organisation_area_organisation_id"), "organisation_area", ["organisation_id"], unique=False
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("former_names", sa.JSON(), nullable=False),
        sa.Column("experienced", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("visits_per_day", sa.Integer(), nullable=False),
        sa.Column("visits_per_week", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_questionnaire_version_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("campaign_id", "version", name=op.f("uq_questionnaire_version_campaign_id_version")),
    )
    op.create_index(
        op.f("ix_questionnaire_version_campaign_id"), "questionnaire_version", ["campaign_id"], unique=False
    )
    op.create_table(
        "rule_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_rule_set_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("campaign_id", "version", name=op.f("uq_rule_set_campaign_id_version")),
    )
    op.create_index(op.f("ix_rule_set_campaign_id"), "rule_set", ["campaign_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("firm_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_target_campaign_id")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_target_firm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("campaign_id", "firm_id", name=op.f("uq_target_campaign_id_firm_id")),
        sa.UniqueConstraint("number", name=op.f("uq_target_number")),
    )
    op.create_index(op.f("ix_target_campaign_id"), "target", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_target_firm_id"), "target", ["firm_id"], unique=False)
    op.create_table(
        "told_apart",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("firm_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_told_apart_firm_id")),
        sa.ForeignKeyConstraint(["other_id"], ["firm.id"], name=op.f("fk_told_apart_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_apart")),
        sa.UniqueConstraint("firm_id", "other_id", name=op.f("uq_told_apart_firm_id_other_id")),
    )
    op.create_index(op.f("ix_told_apart_firm_id"), "told_apart", ["firm_id"], unique=False)
    op.create_index(op.f("ix_told_apart_other_id"), "told_apart", ["other_id"], unique=False)
    op.create_table(
        "adjudication",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("judge", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_adjudication_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjudication")),
        sa.UniqueConstraint("target_id", "question", name=op.f("uq_adjudication_target_id_question")),
    )
    op.create_index(op.f("ix_adjudication_target_id"), "adjudication", ["target_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_agenda_item_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "target_id", name=op.f("uq_agenda_item_meeting_id_target_id")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_target_id"), "agenda_item", ["target_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient", sa.String(length=20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("manner", sa.String(length=20), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_consent_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("target_id", "recipient", name=op.f("uq_consent_target_id_recipient")),
    )
    op.create_index(op.f("ix_consent_target_id"), "consent", ["target_id"], unique=False)
    op.create_table(
        "consultation_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_member_consultation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consultation_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_member")),
        sa.UniqueConstraint(
            "consultation_id", "person_id", name=op.f("uq_consultation_member_consultation_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_consultation_member_consultation_id"), "consultation_member", ["consultation_id"], unique=False
    )
    op.create_index(op.f("ix_consultation_member_person_id"), "consultation_member", ["person_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_correction_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_target_id"), "correction", ["target_id"], unique=False)
    op.create_table(
        "day_away",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_away_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_away")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_day_away_person_id_day")),
    )
    op.create_index(op.f("ix_day_away_person_id"), "day_away", ["person_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pass_number", sa.Integer(), nullable=False),
        sa.Column("keyer", sa.Text(), nullable=False),
        sa.Column("keyer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("memos", sa.JSON(), nullable=False),
        sa.Column("effort", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["keyer_id"], ["person.id"], name=op.f("fk_entry_keyer_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_entry_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("target_id", "pass_number", name=op.f("uq_entry_target_id_pass_number")),
    )
    op.create_index(op.f("ix_entry_keyer_id"), "entry", ["keyer_id"], unique=False)
    op.create_index(op.f("ix_entry_target_id"), "entry", ["target_id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("priority", sa.String(length=1), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("by_hand", sa.Text(), nullable=False),
        sa.Column("flagged_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_flag_rule_set_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_flag_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("target_id", name=op.f("uq_flag_target_id")),
    )
    op.create_index(op.f("ix_flag_rule_set_id"), "flag", ["rule_set_id"], unique=False)
    op.create_table(
        "flag_override",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("priority", sa.String(length=1), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_flag_override_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_override")),
        sa.UniqueConstraint("target_id", name=op.f("uq_flag_override_target_id")),
    )
    op.create_table(
        "flag_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ran_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_flag_run_campaign_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_flag_run_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_run")),
    )
    op.create_index(op.f("ix_flag_run_campaign_id"), "flag_run", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_flag_run_rule_set_id"), "flag_run", ["rule_set_id"], unique=False)
    op.create_table(
        "loose_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("disposition", sa.String(length=20), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_loose_sheet_campaign_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_loose_sheet_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loose_sheet")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_loose_sheet_campaign_id_number")),
    )
    op.create_index(op.f("ix_loose_sheet_campaign_id"), "loose_sheet", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_loose_sheet_target_id"), "loose_sheet", ["target_id"], unique=False)
    op.create_table(
        "meeting_seat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_seat_meeting_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_seat_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_seat_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_seat")),
        sa.UniqueConstraint(
            "meeting_id",
            "organisation_id",
            "person_id",
            name=op.f("uq_meeting_seat_meeting_id_organisation_id_person_id"),
        ),
    )
    op.create_index(op.f("ix_meeting_seat_meeting_id"), "meeting_seat", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_meeting_seat_organisation_id"), "meeting_seat", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_meeting_seat_person_id"), "meeting_seat", ["person_id"], unique=False)
    op.create_table(
        "phone_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("spoken_to", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("call_again", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_phone_call_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    op.create_index(op.f("ix_phone_call_target_id"), "phone_call", ["target_id"], unique=False)
    op.create_table(
        "picture",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_picture_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("target_id", "page", name=op.f("uq_picture_target_id_page")),
    )
    op.create_index(op.f("ix_picture_target_id"), "picture", ["target_id"], unique=False)
    op.create_table(
        "piece",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("left_out", sa.String(length=30), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("undelivered_on", sa.Date(), nullable=True),
        sa.Column("undelivered_reason", sa.String(length=30), nullable=True),
        sa.Column("printed_as", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["mailing_run.id"], name=op.f("fk_piece_run_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_piece_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
        sa.UniqueConstraint("run_id", "target_id", name=op.f("uq_piece_run_id_target_id")),
    )
    op.create_index(op.f("ix_piece_run_id"), "piece", ["run_id"], unique=False)
    op.create_index(op.f("ix_piece_target_id"), "piece", ["target_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("disposition", sa.String(length=20), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_receipt_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("target_id", name=op.f("uq_receipt_target_id")),
    )
    op.create_index("ix_receipt_received_on", "receipt", ["received_on"], unique=False)
    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("feedback_due", sa.Date(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_referral_organisation_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_referral_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_organisation_id"), "referral", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_referral_target_id"), "referral", ["target_id"], unique=False)
    op.create_table(
        "reply",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("diagnosis", sa.String(length=10), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("memos", sa.JSON(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_reply_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("target_id", name=op.f("uq_reply_target_id")),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("sampled_on", sa.Date(), nullable=True),
        sa.Column("sampled_by", sa.Text(), nullable=False),
        sa.Column("sample_errors", sa.Integer(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archive_place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_sheet_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("target_id", name=op.f("uq_sheet_target_id")),
    )
    op.create_table(
        "support_case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("policy", sa.String(length=30), nullable=True),
        sa.Column("lead_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("companions", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("next_look", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_organisation_id"], ["organisation.id"], name=op.f("fk_support_case_lead_organisation_id")
        ),
        sa.ForeignKeyConstraint(["lead_person_id"], ["person.id"], name=op.f("fk_support_case_lead_person_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_support_case_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_case")),
        sa.UniqueConstraint("target_id", name=op.f("uq_support_case_target_id")),
    )
    op.create_index(
        op.f("ix_support_case_lead_organisation_id"), "support_case", ["lead_organisation_id"], unique=False
    )
    op.create_index(op.f("ix_support_case_lead_person_id"), "support_case", ["lead_person_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_task_campaign_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_task_meeting_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_task_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_task_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_campaign_id"), "task", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_task_meeting_id"), "task", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_task_organisation_id"), "task", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_task_person_id"), "task", ["person_id"], unique=False)
    op.create_index(op.f("ix_task_target_id"), "task", ["target_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("planned_time", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("met", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("temperature", sa.String(length=10), nullable=True),
        sa.Column("next_action", sa.String(length=30), nullable=True),
        sa.Column("hearing", sa.JSON(), nullable=True),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_visit_consultation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_visit_organisation_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_visit_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_consultation_id"), "visit", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_visit_organisation_id"), "visit", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_visit_target_id"), "visit", ["target_id"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "visit_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_member_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_member_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_member")),
        sa.UniqueConstraint("visit_id", "person_id", name=op.f("uq_visit_member_visit_id_person_id")),
    )
    op.create_index(op.f("ix_visit_member_person_id"), "visit_member", ["person_id"], unique=False)
    op.create_index(op.f("ix_visit_member_visit_id"), "visit_member", ["visit_id"], unique=False)
