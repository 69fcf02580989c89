"""A mail server for tests, on this machine: it takes messages, or refuses them in the way that a test asks for."""

from __future__ import annotations

import base64
import email
import email.policy
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class MailServer:
    """A running server: its port, the messages it took as (recipients, message), and what it says to commands.

    answers: the beginning of a command in capitals -> the line to answer it with; "" hangs up. on_data: called with the
    number of the message before it is taken. password: what AUTH PLAIN must send, "" for a server that asks for none.
    context: how it encrypts from the start; starttls: how once it is asked to, which it then offers.
    """

    port: int = 0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    on_data: Callable[[int], None] = lambda number: None
    password: str = ""
    context: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    said: list[str] = field(default_factory=list)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        state: MailServer = self.server.state
        recipients: list[str] = []
        self.say("220 tests ESMTP")
        while line := self.rfile.readline().decode().strip():
            state.said.append(line)
            wanted = line.upper()
            answer = next((a for begin, a in state.answers.items() if wanted.startswith(begin)), None)
            if answer == "":
                return
            if answer is not None:
                self.say(answer)
            elif wanted.startswith("EHLO"):
                offers = ["250-STARTTLS"] if state.starttls is not None and not self.is_encrypted() else []
                offers += ["250-AUTH PLAIN"] if state.password else []
                self.say("250-tests", *offers, "250 8BITMIME")
            elif wanted == "STARTTLS" and state.starttls is not None:
                self.say("220 go on")
                self.connection = state.starttls.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                state.said.append("(encrypted)")
            elif wanted.startswith("AUTH"):
                given = base64.b64decode(line.split()[-1]).decode().split("\0")[-1]
                self.say("235 welcome" if given == state.password else "535 wrong password")
            elif wanted.startswith("RCPT"):
                recipients.append(line[len("RCPT TO:<") :].partition(">")[0])
                self.say("250 ok")
            elif wanted.startswith("DATA"):
                self.say("354 go on")
                if not self.take(state, recipients):
                    return
                recipients = []
            elif wanted.startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def is_encrypted(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def take(self, state: MailServer, recipients: list[str]) -> bool:
        content = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            content += line[1:] if line.startswith(b"..") else line
        answer = state.answers.get("CONTENT")
        if answer is not None:
            self.say(answer)
            return True
        state.on_data(len(state.taken))
        message = email.message_from_bytes(content, policy=email.policy.default)
        state.taken.append((recipients, message))
        self.say("250 taken")
        return True

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        if self.state.context is not None:
            connection = self.state.context.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, request, client_address) -> None:
        """A client that goes away in the middle is a test's own doing."""


@contextmanager
def mail_server(**options) -> Iterator[MailServer]:
    """Run a mail server for a while."""
    state = MailServer(**options)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.state, state.port = state, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
