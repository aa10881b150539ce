"""Every state that matters, as a picture at the smallest size; some also in light colours."""

import pytest

from empfang.widgets.themes import LIGHT
from tests.screens.conftest import Front
from tests.screens.picturing import IN_LIGHT, NAMES, SMALL, Compare, is_as_before, pictures


@pytest.mark.parametrize("size", [SMALL], ids=["80x24"])
@pytest.mark.parametrize("name", NAMES)
def test_picture(front: Front, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    assert is_as_before(front, snap_compare, name, size)


@pytest.mark.parametrize("name", IN_LIGHT)
def test_picture_in_light_colours(front: Front, snap_compare: Compare, name: str) -> None:
    assert is_as_before(front, snap_compare, name, SMALL, LIGHT)


def test_picture_of_a_window_that_is_too_small(front: Front, snap_compare: Compare) -> None:
    assert snap_compare(front.app, terminal_size=(70, 20))


def test_picture_without_operators(front: Front, snap_compare: Compare) -> None:
    front.here.store.database.connection.execute("DELETE FROM operator")
    assert snap_compare(front.new_app(sign_in=True), terminal_size=SMALL)


def test_every_state_has_its_picture_and_every_picture_its_state() -> None:
    assert pictures("test_pictures", "test_picture") == {f"[{name}-80x24]" for name in NAMES}
    assert pictures("test_pictures", "test_picture_in_light_colours") == {f"[{name}]" for name in IN_LIGHT}
