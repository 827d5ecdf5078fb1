"""`moothall erase`: what a resident's right to erasure, or the end of a retention period, asks of an operator."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from moothall.apps.cases.policies import CaseNotFound
from moothall.apps.cases.services.erasing import erase_case
from moothall.ground.events.api import copy_out_ledger
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, command
from moothall.kernel.references import NotAReference, read_reference

_SELF = system("command line")


def read_erase(parser: ArgumentParser) -> None:
    parser.add_argument(
        "reference", metavar="REFERENCE", help="the reference of the request, as people read it out"
    )
    parser.add_argument(
        "--rule", required=True, help="why, such as a right or a retention period; kept for ever"
    )


@command(
    "erase",
    example="moothall erase BAR-7K4-M9Q-XT8 --rule 'UK GDPR Article 17: consent withdrawn'",
    arguments=read_erase,
)
def erase_command(options: Namespace) -> int:
    """Erase what was said in a request: people, answers, notes, messages, files, words in the search. There is no undo.

    What was done and when stays, with the rule it was erased under, and the sealed log still verifies. The ledger of
    erasures in MOOTHALL_VAR/seal makes a restored backup erase it again.
    """
    try:
        reference = read_reference(options.reference)
        erase_case(reference, rule=options.rule, by=_SELF)
    except NotAReference as no:
        raise WrongUse(no.sentence) from None
    except CaseNotFound:
        raise WrongUse(f"There is no request {reference}. Look at the reference again.") from None
    copy_out_ledger()
    print(f"{reference} is erased: {options.rule}.")
    return 0
