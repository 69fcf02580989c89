"""`goldthread demo`: builds the made-up council Avonshire and serves it on this machine."""

from __future__ import annotations

import argparse
import threading
import time
from pathlib import Path

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread demo` to the command line."""
    parser = subparsers.add_parser(
        "demo",
        help="build the made-up council Avonshire and serve it on this machine",
        description="Builds Avonshire, a made-up council with two years of life in it, and serves it. "
        "The second time it keeps what is there. Ctrl-C stops everything.",
        **with_examples(
            "goldthread demo",
            "goldthread demo --fresh --bind 127.0.0.1:8080",
        ),
    )
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address to serve on (default: %(default)s)")
    parser.add_argument(
        "--fresh", action="store_true", help="delete the demo's earlier data and build it again"
    )
    parser.add_argument(
        "--real-input", metavar="FOLDER", help="folder with published assessments and open data"
    )
    parser.add_argument("--no-serve", action="store_true", help="build only")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build what is missing, serve it, and print where to go."""
    from goldthread.cli import home as homes
    from goldthread.cli import serving

    began = time.monotonic()

    def say(line: str) -> None:
        print(f"  {time.monotonic() - began:5.1f} s  {line}", flush=True)

    if not args.no_serve:
        serving.check_free(args.bind)
    if args.fresh:
        _delete(homes.folder_of("demo"))
    print("Goldthread: the made-up council Avonshire", flush=True)
    with homes.opened("demo", demo=True, bind=args.bind, make=True, set_up=False) as home:
        say(f"PostgreSQL is running ({home.folder})")
        with homes.one_start_at_a_time(home):
            _build_what_is_missing(home, say)
        folder = _published_folder(args.real_input)
        done = home.folder / "real-input-is-read"
        wanted = folder is not None and not done.exists()
        if args.no_serve:
            if wanted:
                _read_in(folder, done, say)
            return 0

        def ready() -> None:
            say("ready")
            print(
                f"\n  Open http://{args.bind}/ and choose a demo user; no password is needed.\n"
                "  Begin as Grace Adeyinka, who leads on quality and learning.\n"
                "  Ctrl-C stops everything.\n",
                flush=True,
            )
            if wanted:
                # Avonshire is finished, so nobody waits for what follows; cut off, it goes on the next time.
                print("  Published reports and open data are being imported.\n", flush=True)
                threading.Thread(target=_read_in, args=(folder, done, say), daemon=True).start()

        return serving.serve(home, bind=args.bind, worker_waits=True, ready=ready)


def _build_what_is_missing(home, say) -> None:
    """Make the tables and Avonshire where they are not there; loads Django only where this version has not done so."""
    from goldthread.cli import built_mark
    from goldthread.cli import home as homes

    # Somebody else's server may be changed from elsewhere at any time, so it is looked at each time.
    is_marked = home.embedded and built_mark.holds(home)
    if not is_marked:
        homes.set_up_django()
        if homes.migrate(home):
            say("tables created")
        from goldthread.demo import build

        is_built = build.is_built()
        if not is_built:
            build.build(say=say)
        if home.embedded:
            built_mark.put(home)
    if is_marked or is_built:
        say("Avonshire is built already; nothing was changed (--fresh builds it again)")


def _published_folder(path: str | None) -> Path | None:
    """Return the folder of published data: the one given, else `shared` beside the checkout, else none."""
    folder = Path(path) if path else Path(__file__).resolve().parents[3] / "shared"
    return folder if (folder / "seeds").is_dir() or (folder / "data").is_dir() else None


def _read_in(folder: Path, done: Path, say) -> None:
    from goldthread.cli import home as homes

    homes.set_up_django()
    from goldthread.demo import published_data

    published_data.import_all(folder, say=say)
    done.touch()
    say("published reports and open data: imported")


def _delete(folder: Path) -> None:
    import shutil

    if not folder.exists():
        return
    if not (folder / "secret-key").exists():
        raise UserError(f"{folder} does not look like a home of Goldthread, so it was left alone.")
    shutil.rmtree(folder)
