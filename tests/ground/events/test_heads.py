"""The copied-out heads: what they hold against, and what a lawful restore does to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from moothall.ground.events.api import Kind, Restored, after_restore, copy_out_head, seal_now, verify
from moothall.ground.events.models import Segment
from moothall.ground.outside import InsideTransaction
from tests.ground.events.plays import WORKER, Told, a_stream, tell
from tests.ground.events.tamper import cut_tail, kinds, put_back

pytestmark = pytest.mark.django_db


def change_line(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")


def test_the_copied_heads_cannot_be_changed_or_thinned(sealed: list[str], seal_folder: Path) -> None:
    path = seal_folder / "heads"
    whole = path.read_text()
    change_line(path, lambda lines: [lines[0].replace(" 4 ", " 3 "), *lines[1:]])
    assert kinds(verify()) == {Kind.COPY: 1}
    path.write_text(whole)
    change_line(path, lambda lines: [lines[0], *lines[2:]])
    assert kinds(verify()) == {Kind.COPY: 1}
    path.write_text(whole)
    assert verify().sound


def test_a_torn_line_is_no_tampering(sealed: list[str], seal_folder: Path) -> None:
    with (seal_folder / "heads").open("a") as file:
        file.write("2026-11-21T10:0")
    assert verify().sound
    tell(a_stream(), Told(1))
    seal_now()
    assert copy_out_head()
    assert verify().sound


def test_a_head_is_copied_once(sealed: list[str], seal_folder: Path) -> None:
    assert not copy_out_head()
    assert len((seal_folder / "heads").read_text().splitlines()) == 3


def test_an_older_backup_is_sound_once_acknowledged(sealed: list[str]) -> None:
    old = Segment.objects.values().get(pk=3)
    tell(a_stream(), Told(1))
    seal_now()
    copy_out_head()
    cut_tail(12)
    put_back(old)
    assert kinds(verify()) == {Kind.TAIL_CUT: 1}
    assert not copy_out_head()
    assert after_restore(by=WORKER) == Restored(12, 0)
    assert verify().sound
    for n in (1, 2):
        tell(a_stream(), Told(n))
    seal_now()
    assert copy_out_head()
    assert verify().sound


def test_an_empty_backup_is_sound_once_acknowledged(sealed: list[str]) -> None:
    cut_tail(0)
    Segment.objects.all().delete()
    assert kinds(verify()) == {Kind.TAIL_CUT: 12}
    assert after_restore(by=WORKER) == Restored(0, 0)
    assert verify().sound
    tell(a_stream(), Told(1))
    seal_now()
    assert copy_out_head()
    assert verify().sound


@pytest.mark.django_db(transaction=True)
def test_nothing_is_copied_out_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(InsideTransaction):
        copy_out_head()
