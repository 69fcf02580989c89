"""A council's identity provider for the tests: discovery, codes with PKCE, signed tokens; on this machine only."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

BEGIN = "/oidc/council/login/"
CLIENT, SECRET = "goldthread", "a secret of the tests only"


class Provider:
    """One provider; `who` is what it says of whoever comes next, `extra` goes into its signed token only and `left_out` stays out of it.

    `no` is what it says instead of giving a token, `issuer` what it calls itself, `end_session` where it says that its session ends; while `answers` is cleared it is silent.
    """

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.who: dict[str, object] = {}
        self.extra: dict[str, object] = {}
        self.left_out: set[str] = set()
        self.request: dict[str, str] = {}
        self.no: dict[str, object] = {}
        self.issuer = ""
        self.end_session = ""
        self.answers = threading.Event()
        self.answers.set()
        self.paths: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(provider.get(self.path.partition("?")[0]))

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = {key: value[0] for key, value in parse_qs(self.rfile.read(length).decode()).items()}
                self._answer(provider.token(form))

            def _answer(self, answer: dict[str, object]) -> None:
                provider.paths.append(self.path.partition("?")[0])
                provider.answers.wait(30)
                body = json.dumps(answer).encode()
                self.send_response(
                    401 if answer.get("error") == "invalid_client" else 400 if "error" in answer else 200
                )
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self.answers.set()
        self.server.shutdown()
        self.server.server_close()

    def get(self, path: str) -> dict[str, object]:
        """Answer a question: where things are, the public key, who somebody is."""
        if path == "/.well-known/openid-configuration":
            ends = {"end_session_endpoint": self.end_session} if self.end_session else {}
            return ends | {
                "issuer": self.issuer or self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/who",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}
        return self.who

    def authorise(self, where: str) -> str:
        """Play somebody who signs in at the provider: return where their browser is sent back to."""
        self.request = {key: value[0] for key, value in parse_qs(urlsplit(where).query).items()}
        back = {"code": "one-code", "state": self.request["state"]}
        return f"{urlsplit(self.request['redirect_uri']).path}?{urlencode(back)}"

    def token(self, form: dict[str, str]) -> dict[str, object]:
        """Give a signed token for a code, to the client that can show it asked for it (PKCE, RFC 7636)."""
        if self.no:
            return self.no
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if form["client_secret"] != SECRET:
            return {"error": "invalid_client"}
        if form["code"] != "one-code":
            return {"error": "invalid_grant"}
        if (self.request["code_challenge_method"], self.request["code_challenge"]) != ("S256", challenge):
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.who, **self.extra}
        claims = {name: value for name, value in claims.items() if name not in self.left_out}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "for-who", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


def set_up(settings, provider: Provider) -> None:
    """Let Goldthread ask this provider."""
    settings.OIDC_NAME = "your Avonshire account"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council",
                    "name": "your Avonshire account",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {"server_url": provider.address},
                }
            ]
        }
    }


def come_in(provider: Provider, client=None, there: str = BEGIN):
    """Go the whole way there and back, and return the client and the last answer."""
    # Here, so that a provider can also be started where Django is not set up (tests/own_server).
    from tests.cast import CheckedClient

    client = client or CheckedClient()
    there = client.post(there)
    assert there.status_code == 302
    assert there.url.startswith(f"{provider.address}/authorize?")
    return client, client.get(provider.authorise(there.url), follow=True)
