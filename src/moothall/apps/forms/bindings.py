"""What a question is about, in a fixed vocabulary.

A binding says that the answer is the reporter's e-mail address or the place's postcode, whatever the question is
called in one form: prefill, ask-once, records of people and places, and Open311 hang on it. A new one is added
here, with its sentence, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Every binding with what it means. The text after the colon is read by whoever writes a form.
BINDINGS: Mapping[str, str] = {
    "case.description": "What happened or what is wanted, in the person's own words.",
    "case.photo": "A photo that shows what it is about.",
    "case.happened_on": "The date it happened.",
    "case.urgent_words": "Why it cannot wait, in the person's own words.",
    "person.name": "The full name of whoever is asking.",
    "person.email": "Their e-mail address: updates go there.",
    "person.phone": "Their telephone number.",
    "person.address": "Their home or business address.",
    "person.born_on": "Their date of birth.",
    "person.national_insurance_number": "Their National Insurance number.",
    "person.nhs_number": "Their NHS number.",
    "person.self": "Whoever is asking, with what is asked about them.",
    "person.bank_account": "The account to pay them into.",
    "person.signature": "Their signature.",
    "business.charity_number": "The charity's number at its regulator.",
    "business.company_number": "The company's number at Companies House.",
    "place.address": "The address it is about.",
    "place.postcode": "The postcode it is about.",
    "place.uprn": "The Unique Property Reference Number it is about.",
    "place.point": "The point on the map it is about.",
    "place.description": "Where it is, in the person's own words.",
    "on_behalf_of.name": "The name of the person or organisation for whom whoever is asking asks.",
    "on_behalf_of.person": "The person for whom whoever is asking asks, with what is asked about them.",
    "on_behalf_of.email": "Their e-mail address: with it they can follow the request too.",
    "on_behalf_of.phone": "Their telephone number.",
    "on_behalf_of.address": "Their home or business address.",
    "subject.name": "The full name of whom it is about, if somebody else: a child, a neighbour.",
    "subject.person": "Whom it is about, with what is asked about them.",
    "subject.address": "The address of whom it is about.",
    "subject.email": "The e-mail address of whom it is about.",
    "subject.born_on": "The date of birth of whom it is about.",
    "subject.phone": "The telephone number of whom it is about.",
    "vehicle.registration": "The registration number of the vehicle it is about.",
}
