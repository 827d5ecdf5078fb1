"""What a case refuses. The sentence is read by whoever asked."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from moothall.kernel.rules import rule


@rule("CASE-01")
def is_open(status: str) -> bool:
    """This request is closed. Reopen it first."""
    return status != "closed"


@rule("CASE-02")
def is_closed(status: str) -> bool:
    """This request is not closed, so it cannot be reopened."""
    return status == "closed"


@rule("CASE-03")
def nobody_else_has_it(assignee: UUID | None, taker: UUID | None) -> bool:
    """Somebody else has already taken this request."""
    return assignee is None or assignee == taker


@rule("CASE-04")
def not_already_mine(assignee: UUID | None, taker: UUID | None) -> bool:
    """You already have this request."""
    return assignee is None or assignee != taker


@rule("CASE-05")
def is_new(status: str) -> bool:
    """Work on this request has already started."""
    return status == "new"


@rule("CASE-06")
def assignee_may_see(sees: bool) -> bool:
    """This person may not see the request, so it cannot be assigned to them."""
    return sees


@rule("CASE-07")
def is_not_waiting(status: str) -> bool:
    """You have asked the reporter something already. Wait for the answer, or write it down for them."""
    return status != "waiting"


@rule("CASE-08")
def question_is_open(settled: bool) -> bool:
    """This question has been answered already. Thank you."""
    return not settled


@rule("CASE-09")
def has_words(words: str) -> bool:
    """Write something first."""
    return bool(words.strip())


@rule("CASE-10")
def words_are_bounded(words: str) -> bool:
    """This is longer than 5,000 characters. Write it shorter."""
    return len(words) <= 5_000


@rule("CASE-11")
def outcome_is_known(known: bool) -> bool:
    """Choose one of the outcomes of this service."""
    return known


@rule("CASE-12")
def tasks_are_done(tasks: int) -> bool:
    """There is something to do on this request. Complete its tasks before you close it."""
    return tasks == 0


@rule("CASE-13")
def within_window(today: date, until: date) -> bool:
    """The time to reopen this request is over. Make a new request instead."""
    return today <= until


@rule("CASE-14")
def task_is_open(done: bool) -> bool:
    """This task has been done already."""
    return not done


@rule("CASE-15")
def is_another_service(current: str, wanted: str) -> bool:
    """The request already belongs to this service. Choose another one."""
    return current != wanted


@rule("CASE-16")
def has_no_live_link(linked: bool) -> bool:
    """This request is linked with another. Undo the link first."""
    return not linked


@rule("CASE-17")
def are_two_cases(duplicate: UUID, original: UUID) -> bool:
    """A request cannot be a duplicate of itself."""
    return duplicate != original


@rule("CASE-18")
def original_follows_nobody(follows: bool) -> bool:
    """The other request is itself a duplicate. Link this one to the request that one follows."""
    return not follows


@rule("CASE-19")
def same_people_may_see(one: str, other: str) -> bool:
    """The two requests are not for the eyes of the same people, so they cannot be linked."""
    return one == other


@rule("CASE-20")
def is_linked(linked: bool) -> bool:
    """This request is not linked with another."""
    return linked


@rule("CASE-21")
def reporter_can_be_asked(has_email: bool) -> bool:
    """The reporter left no e-mail address. Call them, and write the answer into a note."""
    return has_email


@rule("CASE-23")
def says_something_else(different: bool) -> bool:
    """This is what the answer says already. Change it, or go back."""
    return different


@rule("CASE-24")
def has_reason(words: str) -> bool:
    """Say why it is corrected, such as “the reporter called”."""
    return bool(words.strip())


@rule("CASE-22")
def is_not_erased(erased: bool) -> bool:
    """What was said in this request has been erased, so it cannot be worked on."""
    return not erased


@rule("CASE-40")
def fee_is_paid(paid: bool) -> bool:
    """Pay the fee before you send this."""
    return paid


@rule("CASE-41")
def fee_is_known(known: bool) -> bool:
    """We cannot work out the fee for your answers. Call us, and we will do it with you."""
    return known


@rule("CASE-50")
def may_be_added_to(status: str) -> bool:
    """This request is closed, so nothing can be added. Say that it is not fixed, or make a new request."""
    return status != "closed"


@rule("CASE-51")
def is_added_to_seldom(times: int) -> bool:
    """You have added to this request 20 times. Call us instead, and we will write it down."""
    return times < 20


@rule("CASE-52")
def may_be_withdrawn(status: str) -> bool:
    """This request is closed already, so there is nothing to withdraw."""
    return status != "closed"


@rule("CASE-53")
def nobody_else_waits_for_it(linked: bool) -> bool:
    """Somebody else asked for the same, so we go on with it. Call us if we should not write to you any more."""
    return not linked


@rule("CASE-54")
def says_something(words: str, photos: int) -> bool:
    """Write something, or add a photo."""
    return bool(words.strip()) or photos > 0


@rule("CASE-56")
def photos_may_be_public(allowed: bool) -> bool:
    """The photos of this request are not for everybody. Its service would have to say so."""
    return allowed


@rule("CASE-57")
def is_a_photo_to_show(photo: bool) -> bool:
    """Only a photo that we have checked can be shown to everybody. Try again in a few minutes."""
    return photo


@rule("CASE-55")
def is_held(held: bool) -> bool:
    """Somebody else has looked at this already, and it is not held any more."""
    return held
