"""A session is read from what is remembered of it; nobody's is anybody else's, and none outlives its row."""

from __future__ import annotations

import pytest

from moothall.apps.identity.session_store import SessionStore

pytestmark = pytest.mark.django_db


def test_what_one_request_does_to_a_session_no_other_sees_before_it_is_kept() -> None:
    kept = SessionStore()
    kept["places"] = {"waste": "officer"}
    kept.save()
    one, other = SessionStore(kept.session_key), SessionStore(kept.session_key)
    one["places"]["waste"] = "manager"
    assert other["places"] == {"waste": "officer"}
    assert SessionStore(kept.session_key)["places"] == {"waste": "officer"}
    one.save()
    assert SessionStore(kept.session_key)["places"] == {"waste": "manager"}


@pytest.mark.parametrize(
    "sent", ["aaaaaaaaaaaa\x00", "\ud800" * 9, "é" * 32, "a" * 5_000, "A1; DROP TABLE x", ""]
)
def test_what_no_session_was_ever_called_asks_the_database_nothing(
    sent: str, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        session = SessionStore(sent)
        assert session.session_key is None
        assert session.get("who") is None


def test_a_session_that_was_ended_or_written_by_somebody_else_is_empty() -> None:
    kept = SessionStore()
    kept["who"] = "olwen"
    kept.save()
    SessionStore(kept.session_key).delete()
    assert SessionStore(kept.session_key).load() == {}
    assert SessionStore().decode("e30:forged:signature") == {}
