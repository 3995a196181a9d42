"""`outreach update`: a new version of the program, handed out by the office and taken from a stick."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app import paths
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.errors import Message, NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.releases import Offer

Place = Annotated[
    str, typer.Argument(metavar="PATH", help=N_("The file, or a folder or stick to look through."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "update", HELP["update"])
    command(group, "show", N_("Which version runs here, and which one ran before."))(_show)
    command(group, "look", N_("Which new versions lie on a stick, and whether this machine takes them."))(
        _look
    )
    command(group, "take", N_("Take a new version from a stick; it runs from the next start on."))(_take)
    command(group, "back", N_("Go back to the version that ran before; nothing that was written is lost."))(
        _back
    )
    command(group, "make", N_("At the office: sign a new version and write it as a file for sticks."))(_make)


def _show(call: Call) -> Answer:
    from outreach_app import __version__
    from outreach_app.services.releases import this_platform
    from outreach_app.versions import read_in_use, read_own

    own, told = read_own(), read_in_use()
    data = {
        "version": own.version if own else __version__, "platform": own.platform if own else this_platform(),
        "bundle": own is not None, "folder": str(own.folder) if own else None,
        "in_use": told.version if told else None, "before": told.before if told else None,
        "failed": told.failed if told and told.failed else None,
    }  # fmt: skip
    lines: list[Message | str] = [say("Version {version}.", version=data["version"])]
    if own is None:
        lines.append(
            say("Update the source folder and run make run again, or install the newer package with pip.")
        )
    elif told is not None and told.version and told.version != own.version:
        lines.append(say("From the next start on version {version} runs.", version=told.version))
    if told is not None and told.failed:
        lines.append(say("Version {version} did not start and was left.", version=told.failed))
    return Answer(data, lines)


def _look(call: Call, path: Place) -> Answer:
    from outreach_app.services.releases import look_for_releases

    with call.open() as app:
        offers = look_for_releases(app.desk, paths.read_named(path))
    lines = [line for offer in offers for line in _tell(offer)]
    code = NEEDS_A_PERSON if any(offer.refusal for offer in offers) else DONE
    data = {"releases": [_shape(call, offer) for offer in offers]}
    return Answer(data, lines or [say("No new version lies in “{place}”.", place=path)], code)


def _shape(call: Call, offer: "Offer") -> dict[str, object]:
    told = offer.release.described if offer.release else None
    return {
        "path": str(offer.path), "version": told.version if told else None, "platform": told.platform if told else None,
        "rule_book": told.rule_book if told else None,
        "made_on": offer.release.made_on.isoformat() if offer.release else None,
        "bytes": offer.release.total if offer.release else None, "fits": offer.refusal is None,
        "reason": call.render(offer.refusal.message) if offer.refusal else None,
        "reason_key": offer.refusal.key if offer.refusal else None,
    }  # fmt: skip


def _tell(offer: "Offer") -> list[Message | str]:
    lines: list[Message | str] = []
    if offer.release is not None:
        told = offer.release
        lines.append(say(
            "{name}: version {version}, signed by the office on {day}.",
            name=offer.path.name, version=told.described.version, day=told.made_on,
        ))  # fmt: skip
    else:
        lines.append(offer.path.name)
    return [*lines, offer.refusal.message, offer.refusal.advice] if offer.refusal else lines


def _take(call: Call, path: Place) -> Answer:
    from outreach_app.services.releases import look_for_releases
    from outreach_app.services.updating import take_release

    with call.open() as app:
        offers = look_for_releases(app.desk, paths.read_named(path))
        chosen = next((offer for offer in offers if offer.refusal is None), offers[0] if offers else None)
        if chosen is None:
            raise NotFound(
                say("No new version lies in “{place}”.", place=path),
                say("Plug in the right stick, or choose another folder."),
                key="no_release",
            )
        if chosen.refusal is None:
            call.tell(say("A backup is made, then the new version is unpacked and tried on a copy."))
        taken = take_release(app.desk, chosen.path)
    data = {
        "version": taken.version, "before": taken.before, "backup": str(taken.backup), "to_send": taken.waiting,
    }  # fmt: skip
    lines = (
        say("Version {version} was tried on a copy of this workspace and runs from the next start on.",
            version=taken.version),
        say("A backup was made before: {name}. {count} entries wait to be sent.",
            name=taken.backup.name, count=taken.waiting),
        say("If it does not start, version {version} runs again.", version=taken.before),
    )  # fmt: skip
    return Answer(data, lines)


def _back(call: Call) -> Answer:
    from outreach_app import paths
    from outreach_app.services.going_back import go_back, need_way_back

    need_way_back()
    folder = call.folder
    data_key = b""
    if paths.is_workspace(folder):
        passphrase = call.passphrase()
        from outreach_app.services.workspace import open_data_key

        data_key = open_data_key(folder, passphrase, clock=call.clock)
    back = go_back(folder, data_key, now=call.clock())
    data = {
        "version": back.version, "left": back.left, "backup": str(back.backup) if back.backup else None,
        "kept": str(back.kept) if back.kept else None, "entries": back.entries,
    }  # fmt: skip
    return Answer(data, back.told)


def _make(
    call: Call,
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", help=N_("The frozen program: the folder that make bundle makes.")),
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help=N_("Where the file goes: a folder or a stick."))
    ],
) -> Answer:
    target = paths.read_named(out)
    if not target.is_dir():
        raise NotFound(
            say("The folder “{folder}” does not exist.", folder=str(target)),
            say("Plug in the stick or choose another folder."),
            key="no_folder",
        )
    from outreach_app.services.releases import make_release

    with call.open() as app:
        made = make_release(app.desk, paths.read_named(folder), target)
    told = made.release.described
    data = {
        "path": str(made.path), "version": told.version, "platform": told.platform, "rule_book": told.rule_book,
        "files": len(made.release.files), "bytes": made.bytes,
    }  # fmt: skip
    line = say(
        "Signed version {version} for {platform}: {file}",
        version=told.version, platform=told.platform, file=str(made.path),
    )  # fmt: skip
    return Answer(data, (line,))
