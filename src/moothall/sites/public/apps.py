from django.apps import AppConfig


class PublicSite(AppConfig):
    name = "moothall.sites.public"
    label = "public_site"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from moothall.kernel import wording

        wording.speak_with(gettext)
