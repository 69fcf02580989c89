"""A browser's part of a sign-in and of forms, through the web server in front."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from pathlib import Path

import requests

BEGIN = "/oidc/council/login/"


def one_time_code(secret: str) -> str:
    """Return the code that an app shows now (RFC 6238, six digits of SHA-1 every 30 s)."""
    digest = hmac.new(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Browser:
    """One browser, with its cookies; `address` is where people reach Goldthread."""

    def __init__(self, address: str, authority: Path) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(authority)

    def get(self, path: str, **given: object) -> requests.Response:
        """Open a page; redirects are followed unless it says otherwise."""
        return self.session.get(self.address + path, timeout=60, **given)

    def send(
        self, path: str, form: dict[str, str], *, page: requests.Response | None = None, **given: object
    ) -> requests.Response:
        """Open a page (unless it is given), and send its form with what is typed."""
        page = page or self.get(path)
        assert page.status_code == 200, (path, page.status_code, page.text[:2000])
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        assert hidden, f"{path} has no form: {page.text[:3000]}"
        # The name alone: what nginx passes on as the host has no port, as on the standard one.
        headers = {"Referer": "https://localhost/"}
        return self.session.post(
            self.address + path, data=dict(hidden) | form, headers=headers, timeout=60, **given
        )

    def sign_in(self, email: str, password: str) -> requests.Response:
        """Sign in with a password."""
        return self.send("/sign-in/", {"login": email, "password": password})

    def set_up_codes(self, password: str) -> None:
        """Set up one-time codes, as an administrator must first."""
        page = self.get("/account/codes/set-up/")
        if "/sign-in/again/" in page.url:
            self.send("/sign-in/again/?next=/account/codes/set-up/", {"password": password})
            page = self.get("/account/codes/set-up/")
        secret = re.search(r"Letters: <strong>([^<]+)<", page.text)[1].replace(" ", "")
        done = self.send("/account/codes/set-up/", {"code": one_time_code(secret)}, page=page)
        assert done.status_code == 200 and "/set-up/" not in done.url, done.text[:3000]

    def come_through(self, provider: object) -> requests.Response:
        """Sign in through the identity provider."""
        asked = self.send(BEGIN, {}, allow_redirects=False)
        assert asked.status_code == 302, asked.text[:3000]
        assert asked.headers["Location"].startswith(f"{provider.address}/authorize?")
        return self.get(provider.authorise(asked.headers["Location"]))
