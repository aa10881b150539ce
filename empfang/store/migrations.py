"""Bringing a desk's store to this program's version: additions only, so that nothing unsent can be lost on the way.

A version that was released is never changed again: what it says is literal and does not follow the records.
"""

from collections.abc import Mapping

from empfang.rows import Cursor

VERSION = 7
"""Of the tables. A store of a higher one was made by a newer program and is left alone."""

_STEPS: Mapping[int, tuple[str, ...]] = {
    2: (
        """CREATE TABLE "deletion" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "centre_id" TEXT NOT NULL, "deleted_at" TEXT NOT NULL, "command_id" TEXT NOT NULL)""",
        """ALTER TABLE "conflict" ADD COLUMN "decision" TEXT NOT NULL DEFAULT ''""",
        'ALTER TABLE "conflict" ADD COLUMN "decided_at" TEXT',
        'ALTER TABLE "conflict" ADD COLUMN "decided_desk_id" TEXT',
        'ALTER TABLE "conflict" ADD COLUMN "decided_operator_id" TEXT',
        'ALTER TABLE "conflict" ADD COLUMN "decided_by_command" TEXT',
        """ALTER TABLE "desk" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'reception'""",
        """ALTER TABLE "desk" ADD COLUMN "serves" TEXT NOT NULL DEFAULT '[]'""",
        "ALTER TABLE outbox ADD COLUMN recover INTEGER NOT NULL DEFAULT 0",
        "DROP INDEX outbox_unsent",
        "CREATE INDEX outbox_unsent ON outbox (number) WHERE verdict IS NULL OR recover = 1",
        # A download that was broken off begins anew: its parts were cut otherwise.
        "DELETE FROM meta WHERE key IN ('snapshot_cursor', 'snapshot_after', 'snapshot_persons')",
    ),
    3: (
        """CREATE TABLE "centre_day" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "early_minutes" INTEGER, "late_minutes" INTEGER,
            "lanes" TEXT NOT NULL, "set_by" TEXT NOT NULL)""",
        'CREATE INDEX "ix_centre_day_centre_id" ON "centre_day" ("centre_id")',
        """CREATE TABLE "proof" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "person_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "proof_kind" TEXT NOT NULL,
            "state" TEXT NOT NULL, "how" TEXT NOT NULL, "form_version" TEXT NOT NULL, "language" TEXT NOT NULL,
            "noted_at" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL)""",
        'CREATE INDEX "ix_proof_person_id" ON "proof" ("person_id")',
        """ALTER TABLE "centre" ADD COLUMN "forms" TEXT NOT NULL DEFAULT '[]'""",
        """ALTER TABLE "centre" ADD COLUMN "walk_in" TEXT NOT NULL DEFAULT '[]'""",
        """ALTER TABLE "centre" ADD COLUMN "lane_of_need" TEXT NOT NULL DEFAULT '{}'""",
        'ALTER TABLE "encounter" ADD COLUMN "vaccine" TEXT',
        'ALTER TABLE "encounter" ADD COLUMN "lane" INTEGER',
        """ALTER TABLE "encounter" ADD COLUMN "exception" TEXT NOT NULL DEFAULT ''""",
        # What this program does not know yet it has passed over: proofs and plans of days are fetched with all else.
        "DELETE FROM meta WHERE key IN ('cursor', 'snapshot_cursor', 'snapshot_after', 'snapshot_persons')",
    ),
    4: (
        """CREATE TABLE "rule_book" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "book" TEXT NOT NULL, "number" INTEGER NOT NULL, "text" TEXT NOT NULL)""",
        """ALTER TABLE "proof" ADD COLUMN "doses" TEXT NOT NULL DEFAULT '[]'""",
        'ALTER TABLE "proof" ADD COLUMN "on" TEXT',
        # Rule books, and what was shown of earlier doses, are fetched with all else.
        "DELETE FROM meta WHERE key IN ('cursor', 'snapshot_cursor', 'snapshot_after', 'snapshot_persons')",
    ),
    5: (
        """ALTER TABLE "centre" ADD COLUMN "address" TEXT NOT NULL DEFAULT ''""",
        """ALTER TABLE "centre" ADD COLUMN "contingents" TEXT NOT NULL DEFAULT '{}'""",
        """ALTER TABLE "centre" ADD COLUMN "channel_days" TEXT NOT NULL DEFAULT '{}'""",
        'ALTER TABLE "centre" ADD COLUMN "short_notice_days" INTEGER',
        """ALTER TABLE "centre" ADD COLUMN "short_notice_not" TEXT NOT NULL DEFAULT '[]'""",
        'ALTER TABLE "centre" ADD COLUMN "waiting_list_days" INTEGER NOT NULL DEFAULT 0',
        """ALTER TABLE "centre_day" ADD COLUMN "info" TEXT NOT NULL DEFAULT ''""",
        """ALTER TABLE "slot" ADD COLUMN "taken" TEXT NOT NULL DEFAULT '{}'""",
        'ALTER TABLE "slot" ADD COLUMN "released_at" TEXT',
        """ALTER TABLE "contingent" ADD COLUMN "ways" TEXT NOT NULL DEFAULT '[]'""",
        """ALTER TABLE "contingent" ADD COLUMN "hours" TEXT NOT NULL DEFAULT ''""",
        """ALTER TABLE "contingent" ADD COLUMN "open_for" TEXT NOT NULL DEFAULT ''""",
        """ALTER TABLE "person" ADD COLUMN "registered_by" TEXT NOT NULL DEFAULT ''""",
        'ALTER TABLE "appointment" ADD COLUMN "priority" INTEGER',
        """CREATE TABLE "communication" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "person_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "appointment_ids" TEXT NOT NULL,
            "channel" TEXT NOT NULL, "state" TEXT NOT NULL, "to" TEXT NOT NULL, "made_at" TEXT NOT NULL,
            "state_at" TEXT NOT NULL, "next_at" TEXT, "tries" INTEGER NOT NULL, "answer" TEXT NOT NULL,
            "batch" TEXT NOT NULL)""",
        'CREATE INDEX "ix_communication_person_id" ON "communication" ("person_id")',
        'CREATE INDEX "ix_communication_state" ON "communication" ("state")',
        """CREATE TABLE "inquiry" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "topic" TEXT NOT NULL, "desk_id" TEXT NOT NULL,
            "operator_id" TEXT NOT NULL)""",
        'CREATE INDEX "ix_inquiry_centre_id" ON "inquiry" ("centre_id")',
        """CREATE TABLE "post_codes" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "text" TEXT NOT NULL)""",
        # What the service counts of places, and its confirmations, are fetched with all else.
        "DELETE FROM meta WHERE key IN ('cursor', 'snapshot_cursor', 'snapshot_after', 'snapshot_persons')",
    ),
    # The index of the search is made anew: people who came with others may not have been found in it.
    6: (
        "DROP TABLE search_index",
        """CREATE VIRTUAL TABLE search_index USING fts5 (
            terms, content = 'search_person', content_rowid = 'key', columnsize = 0, detail = column,
            prefix = '1 2 3 4 5 6', tokenize = "ascii tokenchars '=~+<@!#'")""",
        "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)",
        "INSERT INTO search_index (search_index) VALUES ('rebuild')",
    ),
    7: (
        """CREATE TABLE "vial" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT
            NOT NULL, "day" TEXT NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "label" TEXT NOT NULL,
            "lot" TEXT NOT NULL, "opened_at" TEXT NOT NULL, "out_at" TEXT, "use_by" TEXT, "drawn" INTEGER NOT
            NULL, "void" INTEGER NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL, "set_by" TEXT
            NOT NULL)""",
        'CREATE INDEX "ix_vial_centre_id" ON "vial" ("centre_id")',
        'CREATE INDEX "ix_vial_day" ON "vial" ("day")',
        """CREATE TABLE "dose_change" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id"
            TEXT NOT NULL, "day" TEXT NOT NULL, "at" TEXT NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT
            NULL, "change" TEXT NOT NULL, "number" INTEGER NOT NULL, "vial_id" TEXT, "reason" TEXT NOT NULL,
            "computed" INTEGER, "void" INTEGER NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL,
            "set_by" TEXT NOT NULL)""",
        'CREATE INDEX "ix_dose_change_centre_id" ON "dose_change" ("centre_id")',
        'CREATE INDEX "ix_dose_change_day" ON "dose_change" ("day")',
        """CREATE TABLE "immunization" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "person_id" TEXT NOT NULL, "encounter_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" TEXT NOT
            NULL, "occurred_at" TEXT NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "vial_id" TEXT,
            "status" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL,
            "set_by" TEXT NOT NULL)""",
        'CREATE INDEX "ix_immunization_person_id" ON "immunization" ("person_id")',
        'CREATE INDEX "ix_immunization_encounter_id" ON "immunization" ("encounter_id")',
        """CREATE TABLE "allotment" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id"
            TEXT NOT NULL, "day" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT
            NOT NULL, "number" INTEGER NOT NULL, "until" TEXT NOT NULL, "returned" INTEGER NOT NULL)""",
        'CREATE INDEX "ix_allotment_centre_id" ON "allotment" ("centre_id")',
        'CREATE INDEX "ix_allotment_day" ON "allotment" ("day")',
        """CREATE TABLE "call_lease" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id"
            TEXT NOT NULL, "centre_id" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL,
            "numbers" TEXT NOT NULL, "granted_at" TEXT NOT NULL, "until" TEXT NOT NULL, "fence" INTEGER NOT
            NULL, "offline" INTEGER NOT NULL)""",
        'CREATE INDEX "ix_call_lease_person_id" ON "call_lease" ("person_id")',
        'CREATE INDEX "ix_call_lease_until" ON "call_lease" ("until")',
        """CREATE TABLE "call_attempt" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "person_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "occurred_at" TEXT NOT
            NULL, "outcome" TEXT NOT NULL, "number" TEXT NOT NULL, "vaccines" TEXT NOT NULL, "callback_at" TEXT,
            "reason" TEXT NOT NULL, "earliest_on" TEXT, "corrects" TEXT, "fence" INTEGER NOT NULL, "fenced"
            INTEGER NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL)""",
        'CREATE INDEX "ix_call_attempt_person_id" ON "call_attempt" ("person_id")',
        """CREATE TABLE "promise" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id"
            TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT
            NOT NULL, "persons" INTEGER NOT NULL, "arrive_by" TEXT NOT NULL, "state" TEXT NOT NULL, "reason"
            TEXT NOT NULL, "appointment_id" TEXT NOT NULL, "allotment_id" TEXT, "promised_at" TEXT NOT NULL,
            "state_at" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL)""",
        'CREATE INDEX "ix_promise_person_id" ON "promise" ("person_id")',
        'CREATE INDEX "ix_promise_centre_id" ON "promise" ("centre_id")',
        'CREATE INDEX "ix_promise_day" ON "promise" ("day")',
        """CREATE TABLE "presence" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id"
            TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "how" TEXT NOT NULL, "here" INTEGER
            NOT NULL, "said_at" TEXT NOT NULL, "said_by" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id"
            TEXT NOT NULL)""",
        'CREATE INDEX "ix_presence_person_id" ON "presence" ("person_id")',
        'CREATE INDEX "ix_presence_day" ON "presence" ("day")',
        """CREATE TABLE "past_day" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,
            "centre_id" TEXT NOT NULL, "day" TEXT NOT NULL, "shows" TEXT NOT NULL, "arrivals" TEXT NOT NULL)""",
        'CREATE INDEX "ix_past_day_centre_id" ON "past_day" ("centre_id")',
        'CREATE INDEX "ix_past_day_day" ON "past_day" ("day")',
        """ALTER TABLE "centre" ADD COLUMN "calling" TEXT NOT NULL DEFAULT '{}'""",
        """ALTER TABLE "centre_day" ADD COLUMN "calling" TEXT NOT NULL DEFAULT '{}'""",
        # Doses and calls of other desks are fetched with all else.
        "DELETE FROM meta WHERE key IN ('cursor', 'snapshot_cursor', 'snapshot_after', 'snapshot_persons')",
    ),
}


def migrate(cursor: Cursor) -> None:
    """Bring the store from whatever version it has to `VERSION`, in the caller's write transaction.

    Another process may have done it a moment ago.
    """
    cursor.execute("PRAGMA user_version")
    version: int = cursor.fetchone()[0]
    for step in range(version + 1, VERSION + 1):
        for statement in _STEPS[step]:
            cursor.execute(statement)
        cursor.execute(f"PRAGMA user_version = {step}")
