CREATE TABLE "centre" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "name" TEXT NOT NULL,
    "hall" TEXT NOT NULL, "jurisdiction" TEXT NOT NULL, "district" TEXT NOT NULL, "catchment" JSONB NOT NULL,
    "lanes" INTEGER NOT NULL, "time_zone" TEXT NOT NULL, "slot_minutes" INTEGER NOT NULL, "early_minutes" INTEGER
    NOT NULL, "late_minutes" INTEGER NOT NULL, "hours" JSONB NOT NULL, "hotline" JSONB NOT NULL, "guardian" TEXT
    NOT NULL);
CREATE TABLE "slot" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT NULL,
    "start" TIMESTAMPTZ NOT NULL, "minutes" INTEGER NOT NULL, "vaccine" TEXT NOT NULL, "capacity" JSONB NOT NULL,
    "overbooked" INTEGER NOT NULL);
CREATE INDEX "ix_slot_centre_id" ON "slot" ("centre_id");
CREATE INDEX "ix_slot_start" ON "slot" ("start");
CREATE TABLE "contingent" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT
    NULL, "name" TEXT NOT NULL, "vaccine" TEXT, "born_from" DATE, "born_until" DATE, "districts" JSONB NOT NULL,
    "opens_at" TIMESTAMPTZ, "closes_at" TIMESTAMPTZ);
CREATE INDEX "ix_contingent_centre_id" ON "contingent" ("centre_id");
CREATE TABLE "person" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "family" TEXT NOT NULL,
    "given" TEXT NOT NULL, "birth_date" DATE, "street" TEXT NOT NULL, "house_number" TEXT NOT NULL, "postal_code"
    TEXT NOT NULL, "town" TEXT NOT NULL, "district" TEXT NOT NULL, "phones" JSONB NOT NULL, "email" TEXT NOT NULL,
    "channel" TEXT NOT NULL, "language" TEXT NOT NULL, "needs" JSONB NOT NULL, "standby" BOOLEAN,
    "minutes_to_centre" INTEGER, "reachable_from" TEXT NOT NULL, "reachable_until" TEXT NOT NULL,
    "vaccines_wanted" JSONB NOT NULL, "reported_doses" JSONB NOT NULL, "identifiers" JSONB NOT NULL,
    "registered_at" TIMESTAMPTZ, "registered_centre_id" TEXT);
CREATE INDEX "ix_person_birth_date" ON "person" ("birth_date");
CREATE TABLE "appointment" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT
    NULL, "centre_id" TEXT NOT NULL, "status" TEXT NOT NULL, "start" TIMESTAMPTZ, "minutes" INTEGER NOT NULL,
    "slot_id" TEXT, "contingent_id" TEXT, "dose_kind" TEXT, "vaccine" TEXT, "series_id" TEXT, "first_only_reason"
    TEXT NOT NULL, "party_id" TEXT, "code" TEXT NOT NULL, "code_key" TEXT NOT NULL, "origin" TEXT NOT NULL,
    "booked_at" TIMESTAMPTZ, "waiting_since" TIMESTAMPTZ, "cancelled_at" TIMESTAMPTZ, "cancelled_desk_id" TEXT,
    "cancelled_operator_id" TEXT, "cancelled_by_command" TEXT, "cancel_reason" TEXT NOT NULL, "replaces_id" TEXT,
    "replaced_by_id" TEXT);
CREATE INDEX "ix_appointment_person_id" ON "appointment" ("person_id");
CREATE INDEX "ix_appointment_start" ON "appointment" ("start");
CREATE INDEX "ix_appointment_slot_id" ON "appointment" ("slot_id");
CREATE INDEX "ix_appointment_series_id" ON "appointment" ("series_id");
CREATE INDEX "ix_appointment_party_id" ON "appointment" ("party_id");
CREATE INDEX "ix_appointment_code_key" ON "appointment" ("code_key");
CREATE TABLE "encounter" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT
    NULL, "appointment_id" TEXT, "centre_id" TEXT NOT NULL, "day" DATE NOT NULL, "day_number" TEXT NOT NULL,
    "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL, "arrived_at" TIMESTAMPTZ NOT NULL, "source" TEXT NOT
    NULL, "late" BOOLEAN NOT NULL, "state" TEXT NOT NULL, "superseded_by_id" TEXT, "readmission_reason" TEXT NOT
    NULL, "left_at" TIMESTAMPTZ, "outcome" TEXT, "outcome_reason" TEXT NOT NULL, "undone_at" TIMESTAMPTZ);
CREATE INDEX "ix_encounter_person_id" ON "encounter" ("person_id");
CREATE INDEX "ix_encounter_appointment_id" ON "encounter" ("appointment_id");
CREATE INDEX "ix_encounter_day" ON "encounter" ("day");
CREATE TABLE "conflict" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "conflict_kind" TEXT NOT
    NULL, "centre_id" TEXT NOT NULL, "person_id" TEXT NOT NULL, "appointment_id" TEXT, "needs_decision" BOOLEAN
    NOT NULL, "open" BOOLEAN NOT NULL, "raised_at" TIMESTAMPTZ NOT NULL, "facts" JSONB NOT NULL);
CREATE INDEX "ix_conflict_person_id" ON "conflict" ("person_id");
CREATE TABLE "desk" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT NULL,
    "name" TEXT NOT NULL, "number" INTEGER NOT NULL);
CREATE INDEX "ix_desk_centre_id" ON "desk" ("centre_id");
CREATE TABLE "operator" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "name" TEXT NOT NULL,
    "role" TEXT NOT NULL, "centre_ids" JSONB NOT NULL);
CREATE TABLE audit_event ( chain TEXT NOT NULL, position INTEGER NOT NULL, at TEXT NOT NULL, desk_id TEXT NOT
    NULL, operator_id TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, fields TEXT NOT NULL, command_id
    TEXT, previous TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (chain, position));
CREATE INDEX ix_audit_event_subject ON audit_event (subject);
CREATE TABLE head ( id INTEGER NOT NULL, epoch VARCHAR NOT NULL, number INTEGER NOT NULL, schema_version
    INTEGER NOT NULL, PRIMARY KEY (id) );
CREATE TABLE feed_entry ( stream VARCHAR NOT NULL, number INTEGER NOT NULL, ordinal INTEGER NOT NULL, op
    VARCHAR NOT NULL, kind VARCHAR NOT NULL, record_id VARCHAR NOT NULL, revision INTEGER NOT NULL, command_id
    VARCHAR, body TEXT, PRIMARY KEY (stream, number, ordinal) );
CREATE TABLE scope ( person_id VARCHAR NOT NULL, stream VARCHAR NOT NULL, PRIMARY KEY (person_id, stream) );
CREATE INDEX ix_scope_stream_person ON scope (stream, person_id);
CREATE TABLE received ( command_id VARCHAR NOT NULL, desk_id VARCHAR NOT NULL, number INTEGER, digest VARCHAR
    NOT NULL, line BYTEA NOT NULL, verdict TEXT NOT NULL, received_at VARCHAR NOT NULL, PRIMARY KEY (command_id) );
CREATE INDEX ix_received_desk_number ON received (desk_id, number);
CREATE TABLE desk_access ( desk_id VARCHAR NOT NULL, centre_id VARCHAR NOT NULL, token_digest VARCHAR NOT
    NULL, contiguous INTEGER NOT NULL, revoked BOOLEAN NOT NULL, PRIMARY KEY (desk_id), UNIQUE (token_digest) );
CREATE TABLE enrolment_code ( code_digest VARCHAR NOT NULL, centre_id VARCHAR NOT NULL, desk_name VARCHAR NOT
    NULL, expires_at VARCHAR NOT NULL, used_at VARCHAR, PRIMARY KEY (code_digest) );
CREATE TABLE import_run ( id VARCHAR NOT NULL, centre_id VARCHAR NOT NULL, file_name VARCHAR NOT NULL,
    file_digest VARCHAR NOT NULL, started_at VARCHAR NOT NULL, finished_at VARCHAR, rows INTEGER NOT NULL, PRIMARY
    KEY (id) );
CREATE TABLE imported_row ( centre_id VARCHAR NOT NULL, list_kind VARCHAR NOT NULL, key VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL, person_id VARCHAR NOT NULL, appointment_id VARCHAR NOT NULL, day VARCHAR, run_id
    VARCHAR NOT NULL, PRIMARY KEY (centre_id, list_kind, key) );
CREATE INDEX ix_imported_row_run_id ON imported_row (run_id);
