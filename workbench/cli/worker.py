"""``workbench worker``: runs background jobs."""

import logging
import signal
import sys
from types import FrameType

import click

from workbench.cli import common
from workbench.cli.children import when_parent_ends
from workbench.settings import load
from workbench.worker.runner import Worker


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, then stop.")
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when standard input ends.")
@click.pass_context
def worker(ctx: click.Context, once: bool, with_parent: bool) -> None:
    """Run background jobs until Ctrl+C: the daily upkeep, and whatever takes long.

    `workbench serve` starts one by itself; run more of them, on other machines too, where there is a lot
    to do on PostgreSQL. Told to stop, it finishes the job in hand; one that is killed leaves its job to
    the next worker, after a minute.

    \b
    Exit codes: 0 all went well; 1 with --once, a job failed (it is tried again later);
    2 it could not start.
    """
    logging.basicConfig(
        level=logging.WARNING if with_parent else logging.INFO,
        format="%(asctime)s %(message)s",
        stream=sys.stderr,
    )
    settings = load(must_exist=True)
    with common.open_database(settings) as database:
        running = Worker(database, settings=settings)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            running.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        if with_parent:
            when_parent_ends(running.stop)
        if not once:
            running.run()
            return
        well, badly = running.run_due()
        click.echo(f"{well} {'job' if well == 1 else 'jobs'} done, {badly} failed.")
        if badly:
            ctx.exit(1)
