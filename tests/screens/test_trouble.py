"""What the keeper and the mirror have found, on the status line."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from empfang.desk import Progress, Shift
from empfang.widgets.header import status

SHIFT = Shift(
    centre_id="KL",
    centre_name="Landesimpfzentrum",
    desk_name="Empfang 1",
    operator_name="Becker, Anja",
    now=datetime(2021, 12, 15, 8, 40, tzinfo=UTC),
    open_conflicts=0,
    to_deal_with=0,
)
ONLINE = Progress(connected=True)


def test_a_damaged_store_is_said_before_anything_else() -> None:
    words, role = status(replace(SHIFT, damaged=True), replace(ONLINE, unsent=3))
    assert words.startswith("‼ SPEICHER BESCHÄDIGT, Leitung rufen")
    assert "3 warten auf Übertragung" in words
    assert role == "stop"


@pytest.mark.parametrize("progress", [ONLINE, Progress(), Progress(connected=False, unsent=2)])
def test_a_mirror_that_is_gone_is_said_beside_the_rest(progress: Progress) -> None:
    assert "Spiegel nicht erreichbar" in status(replace(SHIFT, mirror_gone=True), progress)[0]
    assert "Spiegel" not in status(SHIFT, progress)[0]
