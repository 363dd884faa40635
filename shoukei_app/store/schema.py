"""The tables of a ledger. Every table that the journal watches has an integer key `id`, given out by the ledger itself.

Ids and form numbers are never used twice, not even after an undo: a number once printed on paper means one firm.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISION = "0001"
"""The newest migration; a ledger that says otherwise is migrated, or refused where the revision is not known."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite keeps rows by an INTEGER key only; PostgreSQL's INTEGER would end at 2 thousand million.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def _ref(name: str, target: Table, *, optional: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(target.c.id), nullable=optional, index=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


# --- the ledger itself -----------------------------------------------------------------------------------------

operation = Table(
    "operation",
    metadata,
    _id(),
    Column("at", DateTime, nullable=False),
    _text("person"),
    Column("kind", String(40), nullable=False),
    Column("summary", JSON, nullable=False),
    Column("reverses", Id, nullable=True),
    Column("changes", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
)

id_counter = Table(
    "id_counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("next_id", Id, nullable=False),
)

# --- who works here --------------------------------------------------------------------------------------------

organisation = Table(
    "organisation",
    metadata,
    _id(),
    Column("kind", String(40), nullable=False),
    _text("name"),
    _text("section"),
    _text("postal_code"),
    _text("address"),
    _text("phone"),
    _text("note"),
    Column("active", Boolean, nullable=False, default=True),
)

organisation_area = Table(
    "organisation_area",
    metadata,
    _id(),
    _ref("organisation_id", organisation),
    Column("municipality_code", String(5), nullable=False, index=True),
    UniqueConstraint("organisation_id", "municipality_code"),
)

person = Table(
    "person",
    metadata,
    _id(),
    _ref("organisation_id", organisation),
    _text("name"),
    _text("role"),
    Column("former_names", JSON, nullable=False),
    Column("experienced", Boolean, nullable=False, default=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("visits_per_day", Integer, nullable=False, default=3),
    Column("visits_per_week", Integer, nullable=False, default=8),
)

# --- the paper in the drawer -------------------------------------------------------------------------------------

label_sheet = Table(
    "label_sheet",
    metadata,
    _id(),
    Column("name", String(60), nullable=False, unique=True),
    Column("page_width", Float, nullable=False),
    Column("page_height", Float, nullable=False),
    Column("faces_across", Integer, nullable=False),
    Column("faces_down", Integer, nullable=False),
    Column("face_width", Float, nullable=False),
    Column("face_height", Float, nullable=False),
    Column("margin_top", Float, nullable=False),
    Column("margin_left", Float, nullable=False),
    Column("pitch_x", Float, nullable=False),
    Column("pitch_y", Float, nullable=False),
)

# --- firms and the lists they came in --------------------------------------------------------------------------

firm = Table(
    "firm",
    metadata,
    _id(),
    _text("name"),
    _text("office"),
    _text("kana"),
    _text("corporate_number"),
    Column("legal_form", String(20), nullable=True),
    _text("title"),
    _text("representative"),
    _text("postal_code"),
    _text("prefecture"),
    _text("county"),
    _text("municipality"),
    _text("municipality_code"),
    _text("town"),
    _text("rest"),
    _text("phone"),
    _text("industry"),
    Column("staff", Integer, nullable=True),
    Column("status", String(20), nullable=False),
    Column("status_on", Date, nullable=True),
    _text("status_reason"),
    Column("do_not_mail", Boolean, nullable=False, default=False),
    _text("note"),
    _text("match_name"),
    _text("search_text"),
    Column("merged_into", Id, ForeignKey("firm.id"), nullable=True),
    _text("problems"),
    Index("ix_firm_corporate_number", "corporate_number"),
    Index("ix_firm_match_name", "match_name"),
    # Without it a firm that is taken out is looked for in all others. Partial, or SQLite would find by it what is kept.
    Index(
        "ix_firm_merged_into",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
    Index("ix_firm_municipality_code_town", "municipality_code", "town"),
    Index("ix_firm_alike", "municipality_code", "industry", "status", "merged_into"),
    Index("ix_firm_problems", "problems"),
)

firm_list = Table(
    "firm_list",
    metadata,
    _id(),
    _text("file_name"),
    _text("format"),
    _text("encoding"),
    _text("sheet"),
    Column("header_row", Integer, nullable=True),
    Column("headings", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("taken_in_at", DateTime, nullable=False),
)

merging = Table(
    "merging",
    metadata,
    _id(),
    _ref("kept_id", firm),
    Column("gone_id", Id, ForeignKey(firm.c.id), nullable=False, unique=True),
    Column("merged_at", DateTime, nullable=False),
    Column("merged_by", String, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("targets", JSON, nullable=False),
)

told_apart = Table(
    "told_apart",
    metadata,
    _id(),
    _ref("firm_id", firm),
    _ref("other_id", firm),
    UniqueConstraint("firm_id", "other_id"),
)

listed_row = Table(
    "listed_row",
    metadata,
    _id(),
    _ref("list_id", firm_list),
    Column("row_number", Integer, nullable=False),
    Column("cells", JSON, nullable=False),
    _ref("firm_id", firm, optional=True),
    Column("findings", JSON, nullable=False),
)

# --- a campaign --------------------------------------------------------------------------------------------------

campaign = Table(
    "campaign",
    metadata,
    _id(),
    _text("name"),
    Column("fiscal_year", Integer, nullable=False),
    Column("deadline", Date, nullable=True),
    Column("goal", Integer, nullable=True),
    Column("questionnaire", JSON, nullable=False),
    Column("sender", JSON, nullable=False),
    Column("letters", JSON, nullable=False),
    Column("exclusions", JSON, nullable=False),
    Column("envelope", JSON, nullable=False),
    Column("reply_paid", JSON, nullable=False),
    Column("verification", JSON, nullable=False),
    Column("hearing", JSON, nullable=True),
)

rule_set = Table(
    "rule_set",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("version", Integer, nullable=False),
    Column("document", JSON, nullable=False),
    Column("made_at", DateTime, nullable=False),
    _text("made_by"),
    UniqueConstraint("campaign_id", "version"),
)

questionnaire_version = Table(
    "questionnaire_version",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("version", Integer, nullable=False),
    Column("document", JSON, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("made_at", DateTime, nullable=True),
    UniqueConstraint("campaign_id", "version"),
)

target = Table(
    "target",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    _ref("firm_id", firm),
    Column("number", String(7), nullable=False, unique=True),
    UniqueConstraint("campaign_id", "firm_id"),
)

mailing_run = Table(
    "mailing_run",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("number", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("made_on", Date, nullable=False),
    Column("deadline", Date, nullable=True),
    Column("print_order", String(20), nullable=False),
    _text("reason"),
    Column("cancelled_on", Date, nullable=True),
    Column("made_from", JSON, nullable=False),
    UniqueConstraint("campaign_id", "number"),
)

piece = Table(
    "piece",
    metadata,
    _id(),
    _ref("run_id", mailing_run),
    _ref("target_id", target),
    Column("position", Integer, nullable=False),
    Column("addressee", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("left_out", String(30), nullable=True),
    Column("posted_on", Date, nullable=True),
    Column("undelivered_on", Date, nullable=True),
    Column("undelivered_reason", String(30), nullable=True),
    Column("printed_as", JSON, nullable=False),
    _text("source"),
    UniqueConstraint("run_id", "target_id"),
)

receipt = Table(
    "receipt",
    metadata,
    _id(),
    Column("target_id", Id, ForeignKey(target.c.id), nullable=False, unique=True),
    Column("received_on", Date, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("disposition", String(20), nullable=False),
    _text("bundle"),
    _text("note"),
    Column("recorded_at", DateTime, nullable=False),
    _text("recorded_by"),
    Index("ix_receipt_received_on", "received_on"),
)

loose_sheet = Table(
    "loose_sheet",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("number", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("disposition", String(20), nullable=False),
    _text("bundle"),
    _text("note"),
    Column("recorded_at", DateTime, nullable=False),
    _text("recorded_by"),
    _ref("target_id", target, optional=True),
    UniqueConstraint("campaign_id", "number"),
)

envelope_count = Table(
    "envelope_count",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("day", Date, nullable=False),
    _text("bundle"),
    Column("opened", Integer, nullable=False),
    Column("counted_at", DateTime, nullable=False),
    _text("counted_by"),
    UniqueConstraint("campaign_id", "day", "bundle"),
)

entry = Table(
    "entry",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("pass_number", Integer, nullable=False),
    _text("keyer"),
    _ref("keyer_id", person, optional=True),
    Column("entered_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("memos", JSON, nullable=False),
    Column("effort", JSON, nullable=False),
    UniqueConstraint("target_id", "pass_number"),
)

sheet = Table(
    "sheet",
    metadata,
    _id(),
    Column("target_id", Id, ForeignKey(target.c.id), nullable=False, unique=True),
    Column("stage", String(20), nullable=False),
    Column("scope", String(20), nullable=False),
    Column("compared", Integer, nullable=False, default=0),
    Column("differences", JSON, nullable=False),
    Column("sampled", Boolean, nullable=False, default=False),
    Column("sampled_on", Date, nullable=True),
    _text("sampled_by"),
    Column("sample_errors", Integer, nullable=True),
    Column("archived_on", Date, nullable=True),
    _text("archive_place"),
)

adjudication = Table(
    "adjudication",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("question", String(40), nullable=False),
    Column("reading", JSON, nullable=False),
    Column("answer", JSON, nullable=True),
    Column("verdict", String(20), nullable=True),
    _text("judge"),
    Column("judged_at", DateTime, nullable=False),
    UniqueConstraint("target_id", "question"),
)

correction = Table(
    "correction",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("question", String(40), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    _text("reason"),
    _text("person"),
    Column("corrected_at", DateTime, nullable=False),
)

# What is being keyed this minute: kept after every field, so that a crash loses nothing, but not part of the history.
draft = Table(
    "draft",
    metadata,
    Column("target_id", Id, primary_key=True, autoincrement=False),
    Column("pass_number", Integer, primary_key=True),
    Column("keyer", String(200), primary_key=True),
    Column("answers", JSON, nullable=False),
    Column("memos", JSON, nullable=False),
    Column("effort", JSON, nullable=False),
    _text("place"),
    Column("kept_at", DateTime, nullable=False),
)

reply = Table(
    "reply",
    metadata,
    _id(),
    Column("target_id", Id, ForeignKey(target.c.id), nullable=False, unique=True),
    Column("answers", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("diagnosis", String(10), nullable=False),
    Column("remarks", JSON, nullable=False),
    Column("memos", JSON, nullable=False),
    Column("valid", Boolean, nullable=False),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("recipient", String(20), nullable=False),
    Column("given_on", Date, nullable=False),
    Column("manner", String(20), nullable=False),
    Column("withdrawn_on", Date, nullable=True),
    UniqueConstraint("target_id", "recipient"),
)

flag = Table(
    "flag",
    metadata,
    _id(),
    Column("target_id", Id, ForeignKey(target.c.id), nullable=False, unique=True),
    _ref("rule_set_id", rule_set),
    Column("priority", String(1), nullable=False),
    Column("score", Integer, nullable=False, default=0),
    Column("rules", JSON, nullable=False),
    _text("by_hand"),
    Column("flagged_on", Date, nullable=False),
)

consultation = Table(
    "consultation",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("held_on", Date, nullable=False),
    _text("place"),
    _ref("organisation_id", organisation, optional=True),
    _text("first_time"),
    _text("last_time"),
    Column("minutes", Integer, nullable=False),
)

consultation_member = Table(
    "consultation_member",
    metadata,
    _id(),
    _ref("consultation_id", consultation),
    _ref("person_id", person),
    Column("position", Integer, nullable=False),
    UniqueConstraint("consultation_id", "person_id"),
)

flag_override = Table(
    "flag_override",
    metadata,
    _id(),
    Column("target_id", Id, ForeignKey(target.c.id), nullable=False, unique=True),
    Column("priority", String(1), nullable=True),
    Column("reason", Text, nullable=False),
    _text("person"),
    Column("decided_at", DateTime, nullable=False),
)

export_columns = Table(
    "export_columns",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("list_name", String(30), nullable=False),
    Column("columns", JSON, nullable=False),
    UniqueConstraint("campaign_id", "list_name"),
)

# Ids are never used twice, so a reply whose id is above `last_reply_id` came after the run.
flag_run = Table(
    "flag_run",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    _ref("rule_set_id", rule_set),
    Column("last_reply_id", Id, nullable=False),
    Column("ran_on", Date, nullable=False),
)

visit = Table(
    "visit",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("kind", String(20), nullable=False),
    Column("planned_on", Date, nullable=True),
    _text("planned_time"),
    _ref("organisation_id", organisation, optional=True),
    Column("state", String(20), nullable=False),
    Column("made_on", Date, nullable=True),
    _text("met"),
    _text("said"),
    Column("temperature", String(10), nullable=True),
    Column("next_action", String(30), nullable=True),
    Column("hearing", JSON, nullable=True),
    _ref("consultation_id", consultation, optional=True),
)

visit_member = Table(
    "visit_member",
    metadata,
    _id(),
    _ref("visit_id", visit),
    _ref("person_id", person),
    Column("position", Integer, nullable=False),
    UniqueConstraint("visit_id", "person_id"),
)

referral = Table(
    "referral",
    metadata,
    _id(),
    _ref("target_id", target),
    _ref("organisation_id", organisation),
    Column("kind", String(30), nullable=False),
    Column("referred_on", Date, nullable=False),
    _text("note"),
    Column("feedback_due", Date, nullable=True),
    Column("feedback_on", Date, nullable=True),
    _text("feedback"),
)

# --- the joint team ----------------------------------------------------------------------------------------------

support_case = Table(
    "support_case",
    metadata,
    _id(),
    Column("target_id", Id, ForeignKey(target.c.id), nullable=False, unique=True),
    Column("opened_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("policy", String(30), nullable=True),
    _ref("lead_organisation_id", organisation, optional=True),
    _ref("lead_person_id", person, optional=True),
    Column("companions", JSON, nullable=False),
    Column("deadline", Date, nullable=True),
    Column("next_look", Date, nullable=True),
    _text("note"),
    _text("reviewed_by"),
    Column("reviewed_on", Date, nullable=True),
    Column("outcome", String(20), nullable=True),
    Column("closed_on", Date, nullable=True),
)

case_step = Table(
    "case_step",
    metadata,
    _id(),
    _ref("case_id", support_case),
    Column("state", String(20), nullable=False),
    Column("reached_on", Date, nullable=False),
    _text("person"),
)

meeting = Table(
    "meeting",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("number", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("held_on", Date, nullable=False),
    _text("held_time"),
    _text("place"),
    Column("closed_on", Date, nullable=True),
    _text("note"),
    UniqueConstraint("campaign_id", "number"),
)

meeting_seat = Table(
    "meeting_seat",
    metadata,
    _id(),
    _ref("meeting_id", meeting),
    _ref("organisation_id", organisation),
    _ref("person_id", person, optional=True),
    Column("attended", Boolean, nullable=False, default=False),
    UniqueConstraint("meeting_id", "organisation_id", "person_id"),
)

agenda_item = Table(
    "agenda_item",
    metadata,
    _id(),
    _ref("meeting_id", meeting),
    _ref("target_id", target),
    Column("position", Integer, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("decision", JSON, nullable=True),
    _text("decided_by"),
    Column("decided_at", DateTime, nullable=True),
    UniqueConstraint("meeting_id", "target_id"),
)

task = Table(
    "task",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    _ref("target_id", target, optional=True),
    _ref("meeting_id", meeting, optional=True),
    _text("what"),
    _ref("organisation_id", organisation, optional=True),
    _ref("person_id", person, optional=True),
    Column("given_on", Date, nullable=False),
    Column("due_on", Date, nullable=True),
    Column("done_on", Date, nullable=True),
    _text("done_note"),
)

# --- calendars ---------------------------------------------------------------------------------------------------

day_away = Table(
    "day_away",
    metadata,
    _id(),
    _ref("person_id", person),
    Column("day", Date, nullable=False),
    UniqueConstraint("person_id", "day"),
)

office_day = Table(
    "office_day",
    metadata,
    _id(),
    _ref("organisation_id", organisation),
    Column("day", Date, nullable=False),
    UniqueConstraint("organisation_id", "day"),
)

closing_day = Table(
    "closing_day",
    metadata,
    _id(),
    Column("day", Date, nullable=False, unique=True),
    _text("name"),
)

# --- answers by other ways than paper ------------------------------------------------------------------------------

answer_layout = Table(
    "answer_layout",
    metadata,
    _id(),
    _ref("campaign_id", campaign),
    Column("fingerprint", String(64), nullable=False),
    Column("headings", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("used_at", DateTime, nullable=False),
    UniqueConstraint("campaign_id", "fingerprint"),
)

phone_call = Table(
    "phone_call",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("called_at", DateTime, nullable=False),
    _text("caller"),
    _text("spoken_to"),
    Column("outcome", String(20), nullable=False),
    _text("call_again"),
    _text("note"),
    Column("answers", JSON, nullable=False),
)

picture = Table(
    "picture",
    metadata,
    _id(),
    _ref("target_id", target),
    Column("page", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("target_id", "page"),
)

picture_bytes = Table(
    "picture_bytes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("media", String(20), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Pictures by the SHA-256 of their bytes. Not watched: the journal holds the digest, and a redo finds the bytes."""

_NOT_WATCHED = (operation, id_counter, draft, picture_bytes)
WATCHED = tuple(table for table in metadata.sorted_tables if table not in _NOT_WATCHED)
"""The tables that hold an office's data, parents before children; the journal records every change to them."""
