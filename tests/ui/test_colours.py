"""The council's colours can be read."""

from __future__ import annotations

import pytest

from moothall.ui.colours import Colours, contrast


def test_contrast_as_wcag_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_colours_we_start_with_can_be_read() -> None:
    assert Colours().problems() == ()


def test_a_pale_header_is_told_with_its_contrast() -> None:
    (problem,) = Colours(main="#e0a526").problems()
    assert "on_main (#ffffff) on main (#e0a526) has a contrast of 2.2:1" in problem


def test_a_colour_by_name_is_told_how_to_write_it() -> None:
    with pytest.raises(ValueError, match="Write it like #1d6a55"):
        contrast("green", "#ffffff")


def test_other_colours_have_another_name_so_that_browsers_fetch_them() -> None:
    assert Colours().digest != Colours(main="#000000").digest
