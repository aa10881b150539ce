"""Every state that matters, as a picture at a comfortable size."""

import pytest

from tests.screens.conftest import Front
from tests.screens.picturing import LARGE, NAMES, Compare, is_as_before, pictures


@pytest.mark.parametrize("size", [LARGE], ids=["120x36"])
@pytest.mark.parametrize("name", NAMES)
def test_picture(front: Front, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    assert is_as_before(front, snap_compare, name, size)


def test_every_state_has_its_picture_and_every_picture_its_state() -> None:
    assert pictures("test_large_pictures", "test_picture") == {f"[{name}-120x36]" for name in NAMES}
