"""`verify-web`: whether a host hands out the client that was released."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from goldseam.client.comparing import Comparison, Findings
from goldseam.client.folder import Verbs
from goldseam.client.host import Host, host_at
from goldseam.client.release import BUNDLED, Release, read_release
from goldseam.client.status import DONE, REFUSED
from goldseam.client.terminal import Unusable, plain, say
from goldseam.client.transport import ServerRefused, origin_of

MAX_SHOWN = 400
"""Characters of a host's own words in one line."""


def add(verbs: Verbs) -> None:
    """It needs neither an account nor a folder."""
    text = "compare the web client that a host hands out with a release"
    verb = verbs.add_parser("verify-web", help=text, description=text, allow_abbrev=False)
    verb.add_argument("url", metavar="URL")
    verb.add_argument(
        "--release",
        type=Path,
        default=BUNDLED,
        metavar="DIR|FILE",
        help="a built client or its release.json; by default the one that came with this goldseam",
    )
    verb.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    origin = _origin(options.url)
    known = read_release(options.release)
    with host_at(origin) as client:
        findings = Comparison(known, Host(client)).run()
    for line in _lines(findings):
        say(plain(line)[:MAX_SHOWN])
    say(_summary(origin, known.release, findings))
    return REFUSED if findings.count else DONE


def _origin(url: str) -> str:
    """Status 1 says that a host differs, so an address that is none must end otherwise."""
    try:
        return origin_of(url)
    except ServerRefused as error:
        raise Unusable(error.detail) from error


def _lines(findings: Findings) -> Iterator[str]:
    yield from (f"differs  {path}" for path in findings.differs)
    yield from (f"missing  {path}" for path in findings.missing)
    yield from (f"extra    {path}" for path in findings.extra)
    yield from (f"redirect {at} to {there}" for at, there in findings.redirects.items())
    yield from (f"header   {name}: {value or 'none'}" for name, value in findings.headers.items())


def _summary(origin: str, release: Release, findings: Findings) -> str:
    name = f"release {release.version} ({release.release})"
    if not findings.count:
        return f"{origin} hands out {name}; files compared: {len(release.files)}."
    other = findings.other_version
    is_other = other is not None and other != release.version
    hint = f" It says that it is {plain(other)[:40]}." if other and is_other else ""
    return f"{origin} does not hand out {name}; differences: {findings.count}.{hint}"
