"""What the store knows of itself: texts under names, such as `cursor` or `desk_id`."""

from collections.abc import Mapping

from empfang.rows import Cursor


def get_meta(cursor: Cursor, key: str) -> str | None:
    """A value, or None."""
    cursor.execute("SELECT value FROM meta WHERE key = ?", (key,))
    row = cursor.fetchone()
    return None if row is None else str(row[0])


def set_meta(cursor: Cursor, values: Mapping[str, str | None]) -> None:
    """Set values; None removes one."""
    for key, value in values.items():
        if value is None:
            cursor.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            cursor.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )
