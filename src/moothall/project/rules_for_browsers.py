"""What a browser may do with what we answer: said by Django’s answers, and by those given before Django is asked."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

#: Everything comes from here; nothing inline, nothing from elsewhere, no frame around us.
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: What no page of ours needs is off, and nobody else's page may use what we answer.
OTHER_RULES = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)",
}


def rules_of_refusals() -> Mapping[str, str]:
    """For a sentence that is answered before Django is asked: a page that may do nothing."""
    rules = {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        **OTHER_RULES,
    }
    if settings.SECURE_HSTS_SECONDS:
        rules["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        )
    return rules
