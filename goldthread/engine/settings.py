"""Settings of the embedded PostgreSQL: for one laptop, reached by nobody else, and silent about people."""

from pathlib import Path

SUPERUSER = "postgres"
OWNER = "goldthread_owner"
RUNTIME = "goldthread_runtime"


def initdb_arguments(version: int, durable: bool) -> list[str]:
    """Arguments for `initdb`: UTF-8, sorted by code point the same on every machine, checksums on."""
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if version >= 17
        else ["--locale=C.UTF-8"]
    )
    chosen = [f"--username={SUPERUSER}", "--encoding=UTF8", "--auth=peer", "--data-checksums", *locale]
    return chosen if durable else [*chosen, "--no-sync"]


def server_arguments(sockets: Path, durable: bool) -> list[str]:
    """Arguments for `postgres`, given at every start so that no setting can be left over from before."""
    chosen = {
        # Reached through one socket in a folder that only this account may enter; no network at all.
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        # A laptop that also runs the web server and the worker. Two cores gain nothing from parallel
        # plans, and the shared memory these need is small in containers.
        "max_connections": "60",
        "shared_buffers": "128MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "64MB",
        "effective_cache_size": "1GB",
        "max_parallel_workers_per_gather": "0",
        "max_parallel_maintenance_workers": "0",
        "random_page_cost": "1.1",
        "jit": "off",
        # Nothing is replicated from a laptop; the log of changes serves crash recovery only.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_logical_replication_workers": "0",
        "min_wal_size": "80MB",
        "max_wal_size": "512MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # People's words must not reach the log: a failed statement's text and the row it would not take
        # are left out.
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_line_prefix": "%m [%p] %u@%d ",
        "log_checkpoints": "off",
        "log_autovacuum_min_duration": "-1",
    }
    if not durable:
        # Throw-away homes of tests: nothing is safe from a power cut, and all is quicker.
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


HBA = "# Written at every start. The kernel vouches for who connects; there is no password to lose.\nlocal all all peer map=goldthread\n"


def ident(accounts: list[str]) -> str:
    """pg_ident.conf: which accounts of this machine may use Goldthread's three database roles."""
    lines = [f'goldthread "{account}" {role}' for account in accounts for role in (SUPERUSER, OWNER, RUNTIME)]
    return "\n".join(["# Written at every start.", *lines, ""])
