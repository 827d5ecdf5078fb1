"""The pages of `docs/reference` that are written from the code; a test holds them to it."""

from __future__ import annotations

from argparse import ArgumentParser

from moothall.kernel.commands import COMMANDS, Command
from moothall.project import environment as env
from moothall.project.policies_page import POLICIES_PAGE, policies_page

SETTINGS_PAGE, COMMANDS_PAGE = "settings.md", "commands.md"


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {SETTINGS_PAGE: settings_page(), COMMANDS_PAGE: commands_page(), POLICIES_PAGE: policies_page()}


def settings_page() -> str:
    rows = "\n".join(
        f"| `{one.name}` | {_default(one)} | {one.meaning} |"
        for one in sorted(env.SETTINGS.values(), key=_name)
    )
    return (
        "# Settings\n\n"
        "What a council may set, in the environment of every process. Written from `project/environment.py` by\n"
        "`moothall reference docs/reference`.\n\n"
        f"| Name | When left out | What it is |\n|---|---|---|\n{rows}\n"
    )


def _name(setting: env.Setting) -> str:
    return setting.name


def _default(setting: env.Setting) -> str:
    if setting.default == env.DEMO_SECRET:
        return "a demo secret, refused in production"
    if setting.name == "MOOTHALL_ADDRESS":
        return "`http://` and MOOTHALL_LISTEN"
    if setting.name == "MOOTHALL_LISTEN":
        return f"`{setting.default}`"
    shown = setting.default.replace(f"{env.ROOT}/", "")
    return f"`{shown}`" if shown else ""


def commands_page() -> str:
    parts = [_section(one) for one in COMMANDS.values()]
    return (
        "# Commands\n\n"
        "`moothall COMMAND --help` says the same. The exit code is 0 when all went well, 1 when something is not\n"
        "well, 2 when the command was asked wrongly. Written from the code by `moothall reference docs/reference`.\n\n"
        + "\n".join(parts)
    )


def _section(one: Command) -> str:
    parser = ArgumentParser(prog=f"moothall {one.name}", add_help=False)
    one.arguments(parser)
    words = [
        f"* `{' '.join(action.option_strings) or action.metavar or action.dest}`: {action.help}"
        for action in parser._actions
        if action.help and action.help != "==SUPPRESS=="
    ]
    listed = "\n" + "\n".join(words).replace(str(env.ROOT) + "/", "") + "\n" if words else ""
    return f"## moothall {one.name}\n\n{one.description}\n{listed}\n```\n{one.example}\n```\n"
