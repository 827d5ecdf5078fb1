"""The door of the catalogue: the council, its services and pages, and the readers of their files."""

from __future__ import annotations

from moothall.apps.catalogue.alerts import alert_now
from moothall.apps.catalogue.checkup import check
from moothall.apps.catalogue.definitions import (
    NO_WORDS,
    Alert,
    Availability,
    Codes,
    Colours,
    Contact,
    ContentPage,
    Council,
    DemoStaff,
    LegalBasis,
    LifeArea,
    NoSuchPage,
    NoSuchService,
    NoSuchVersion,
    NotOurs,
    Outcome,
    Pause,
    PinnedService,
    Retention,
    Season,
    Service,
    Target,
    Words,
)
from moothall.apps.catalogue.folders import parsed
from moothall.apps.catalogue.library import FolderMistakes, forget, read_again
from moothall.apps.catalogue.located.checking import Checker
from moothall.apps.catalogue.located.nodes import (
    Mistake,
    Node,
    Place,
    Plain,
    located_nowhere,
    mapping,
    sequence,
    text,
)
from moothall.apps.catalogue.located.reading import read_markdown, read_yaml
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.markdown import html_of
from moothall.apps.catalogue.parts import PARTS, PartFile, PartReader, PartSource, register_part
from moothall.apps.catalogue.policies import SERVICES_PREVIEW
from moothall.apps.catalogue.preview import preview_link
from moothall.apps.catalogue.queries import (
    Offer,
    council,
    mistakes_now,
    page_named,
    pages_listed,
    service_named,
    services_by_area,
    services_listed,
    services_often,
    version,
    words_known,
)
from moothall.apps.catalogue.services import keep_version, load
from moothall.apps.catalogue.shared import (
    CouncilFile,
    CouncilSource,
    mistakes_in_files,
    register_council_file,
)
from moothall.apps.catalogue.starter import CannotStart, Starter, start_service

__all__ = [
    "NO_WORDS",
    "PARTS",
    "SERVICES_PREVIEW",
    "Alert",
    "Availability",
    "CannotStart",
    "Checker",
    "Codes",
    "Colours",
    "Contact",
    "ContentPage",
    "Council",
    "CouncilFile",
    "CouncilSource",
    "DemoStaff",
    "FolderMistakes",
    "LegalBasis",
    "LifeArea",
    "Mistake",
    "NoSuchPage",
    "NoSuchService",
    "NoSuchVersion",
    "Node",
    "NotOurs",
    "Offer",
    "Outcome",
    "PartFile",
    "PartReader",
    "PartSource",
    "Pause",
    "PinnedService",
    "Place",
    "Plain",
    "Retention",
    "Season",
    "Service",
    "Starter",
    "Target",
    "Words",
    "alert_now",
    "check",
    "council",
    "forget",
    "html_of",
    "instead",
    "keep_version",
    "load",
    "located_nowhere",
    "mapping",
    "mistakes_in_files",
    "mistakes_now",
    "page_named",
    "pages_listed",
    "parsed",
    "preview_link",
    "read_again",
    "read_markdown",
    "read_yaml",
    "register_council_file",
    "register_part",
    "sequence",
    "service_named",
    "services_by_area",
    "services_listed",
    "services_often",
    "start_service",
    "text",
    "version",
    "words_known",
]  # fmt: skip
