"""Commands that stand before the system's own while docs/running.md is followed, each by its name.

What would change the machine is not done, and says so; what would find a file or a port elsewhere is led there. Run with
nothing but the standard library, and quickly: each command of the page goes through here.
"""

import json
import os
import re
import socket
import sys

TREE = os.environ["FOLLOW_TREE"]


def go(*words):
    """Become another command, found on PATH."""
    os.execvp(words[0], words)


def not_done(what):
    """Say that something is not done here."""
    print(f"(stand-in: {what} is not done here)")


def sudo(words):
    """Run the command as whoever runs this."""
    while words and words[0] in ("-u", "-g"):
        words = words[2:]
    if os.path.basename(words[0]) == "set-up":
        return not_done("setting Python up, which .ci/run has done")
    go(*words)


def runuser(words):
    """Run the command as whoever runs this."""
    go(*words[words.index("--") + 1 :])


def install(words):
    """Make folders and files with their rights, without giving them away."""
    given, kept = iter(words), []
    for word in given:
        if word in ("-o", "-g"):
            next(given)
        else:
            kept.append(word)
    go("/usr/bin/install", *kept)


def nginx(words):
    """Run nginx with the configuration of the tree."""
    go(
        "/usr/sbin/nginx",
        "-e",
        f"{TREE}/var/log/nginx/start.log",
        "-c",
        f"{TREE}/etc/nginx/nginx.conf",
        *words,
    )


def curl(words):
    """Ask with the council's own certificate authority."""
    go("/usr/bin/curl", "--cacert", os.environ["FOLLOW_AUTHORITY"], *words)


def systemctl(words):
    """Ask the follower, which is systemd here."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(f"{TREE}/systemd")
        connection.sendall(json.dumps(words).encode() + b"\n")
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    code, text = json.loads(answer)
    print(text, end="", file=sys.stderr if code else sys.stdout)
    sys.exit(code)


def chown(words):
    """Give nothing away."""
    if not re.fullmatch(r"\w+(:\w+)?", words[0]):
        sys.exit(f"chown: {words[0]} is no owner")


if __name__ == "__main__":
    name, words = sys.argv[1], sys.argv[2:]
    if name in ("sudo", "runuser", "install", "nginx", "curl", "systemctl", "chown"):
        globals()[name](words)
    else:
        not_done(" ".join([name, *words]))
