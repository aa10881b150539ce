"""The records: what is known about centres, people, appointments and visits (names after HL7 FHIR R4).

A record is a frozen, validated value; commands make new ones with `with_`. For each kind there is a table of the same
fields (empfang.rows), at the desk and at the service alike. Tables hold no foreign keys: a fact is never refused, also
when it arrives where the record it speaks of is not (yet, or any more) known.

Plain pydantic, not SQLModel: importing SQLAlchemy takes longer than starting an empty Textual application, and a desk
must be at work at once. The service has SQLModel for its own tables.
"""

from collections.abc import Mapping

from empfang.model.base import Moment, Record, Value, moment_text
from empfang.model.calls import CallAttempt, CallLease, Presence, Promise, PromiseState
from empfang.model.centre import (
    Centre,
    CentreDay,
    Contingent,
    Desk,
    DeskRole,
    Operator,
    PostCodes,
    Role,
    RuleBook,
    Slot,
)
from empfang.model.message import Channel, Communication, Inquiry, MessageState
from empfang.model.person import (
    Conflict,
    Deletion,
    Identifier,
    Person,
    Phone,
    Proof,
    ProofKind,
    ProofState,
    ReportedDose,
)
from empfang.model.stock import Allotment, Change, DoseChange, PastDay, Vial
from empfang.model.visit import (
    HOLDS_A_PLACE,
    Appointment,
    AppointmentStatus,
    DoseKind,
    Encounter,
    EncounterState,
    Immunization,
    ImmunizationStatus,
    Outcome,
    Source,
)

RECORDS: Mapping[str, type[Record]] = {
    record.kind: record
    for record in (
        Centre,
        CentreDay,
        Slot,
        Contingent,
        Person,
        Appointment,
        Encounter,
        Proof,
        Communication,
        Inquiry,
        PostCodes,
        Conflict,
        Deletion,
        Desk,
        Operator,
        RuleBook,
        Vial,
        DoseChange,
        Immunization,
        Allotment,
        PastDay,
        CallLease,
        CallAttempt,
        Promise,
        Presence,
    )
}
"""Every record that is synced, by the name of its kind."""
OF_A_PERSON: tuple[type[Record], ...] = (
    Appointment,
    Encounter,
    Proof,
    Communication,
    Conflict,
    Immunization,
    CallLease,
    CallAttempt,
    Promise,
    Presence,
)
"""Kinds of records that tell of a person by `person_id`, and go with them."""
OF_A_CENTRE = CentreDay | Slot | Contingent | Inquiry | Vial | DoseChange | Allotment | PastDay
"""Kinds of records that belong to a centre and to nobody."""

__all__ = [
    "HOLDS_A_PLACE",
    "OF_A_CENTRE",
    "OF_A_PERSON",
    "RECORDS",
    "Allotment",
    "Appointment",
    "AppointmentStatus",
    "CallAttempt",
    "CallLease",
    "Centre",
    "CentreDay",
    "Change",
    "Channel",
    "Communication",
    "Conflict",
    "Contingent",
    "Deletion",
    "Desk",
    "DeskRole",
    "DoseChange",
    "DoseKind",
    "Encounter",
    "EncounterState",
    "Identifier",
    "Immunization",
    "ImmunizationStatus",
    "Inquiry",
    "MessageState",
    "Moment",
    "Operator",
    "Outcome",
    "PastDay",
    "Person",
    "Phone",
    "PostCodes",
    "Presence",
    "Promise",
    "PromiseState",
    "Proof",
    "ProofKind",
    "ProofState",
    "Record",
    "ReportedDose",
    "Role",
    "RuleBook",
    "Slot",
    "Source",
    "Value",
    "Vial",
    "moment_text",
]
