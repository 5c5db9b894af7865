"""`listeners`: who may hear a private show."""

from __future__ import annotations

from typing import Annotated

import typer

from audioblog.cli.options import AsJson, app, now, print_lines, workspace_of

group = typer.Typer(
    name="listeners",
    help="Who may hear a private show: add a listener, list them, revoke an address.",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(group)

Name = Annotated[str, typer.Argument(help="What you call the listener. It appears in no address.")]
ShowName = Annotated[str, typer.Option("--show", help="The private show in feeds/, when there is more than one.")]


@group.command()
def add(name: Name, show: ShowName = "", as_json: AsJson = False) -> None:
    """Make an address of their own for one listener, and print it. It is shown only once."""
    from audioblog import listeners
    from audioblog.report import as_json as to_json

    invitation = listeners.add(workspace_of(), name, show, now)
    print_lines(to_json({"schema": 1, "invitation": invitation}) if as_json else listeners.invitation_text(invitation))


@group.command("list")
def list_(as_json: AsJson = False) -> None:
    """List everyone who has, or had, an address."""
    from audioblog import listeners
    from audioblog.report import as_json as to_json

    known = listeners.read(listeners.register(workspace_of()))
    shown = [{"show": each.show, "name": each.name, "added": each.added, "revoked": each.revoked} for each in known]
    print_lines(to_json({"schema": 1, "listeners": shown}) if as_json else listeners.text(known))


@group.command()
def revoke(name: Name, show: ShowName = "", as_json: AsJson = False) -> None:
    """Shut a listener's address. What they have downloaded stays with them."""
    from audioblog import listeners
    from audioblog.report import as_json as to_json

    shut = listeners.revoke(workspace_of(), name, show, now)
    lines = [f"{each.name}'s address for {each.show} is shut." for each in shut]
    print_lines(to_json({"schema": 1, "revoked": [each.name for each in shut]}) if as_json else lines)
