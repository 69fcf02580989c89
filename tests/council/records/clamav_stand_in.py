"""A stand-in for a ClamAV server on the loopback address: speaks INSTREAM, finds what it is told, and can fall silent."""

from __future__ import annotations

import contextlib
import socketserver
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class StandIn:
    """The server: where it is, what it calls a virus, what it has seen, and what it says instead of an answer."""

    port: int = 0
    viruses: dict[bytes, str] = field(default_factory=lambda: {b"EICAR": "Eicar-Test-Signature"})
    seen: list[bytes] = field(default_factory=list)
    says: bytes = b""


@contextlib.contextmanager
def clamav() -> Iterator[StandIn]:
    """Run it while the block lasts."""
    state = StandIn()

    class Handler(socketserver.StreamRequestHandler):
        timeout = 5

        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", self.rfile.read(4))[0]:
                content += self.rfile.read(length)
            state.seen.append(content)
            found = next((name for part, name in state.viruses.items() if part in content), "")
            answer = f"stream: {found} FOUND" if found else "stream: OK"
            self.wfile.write(state.says or answer.encode() + b"\0")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
