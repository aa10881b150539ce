"""Names for records: random ones made where the record is made, and derived ones that every place computes alike."""

from uuid_utils import UUID, uuid5, uuid7

_NAMESPACE = UUID("6f0c9f1e-6d0b-5c60-9d2b-0a3b8f3d1c15")


def new_id() -> str:
    """A UUIDv7: unique without a network, and in the order of making."""
    return str(uuid7())


def derived_id(*parts: object) -> str:
    """The same id for the same parts, at every desk and at the service (UUIDv5)."""
    return str(uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)))
