"""What a page's main thread did while Chromium wrote it down: its tasks, and how long each one held the screen up."""

import json
from typing import Any

CATEGORIES = ["-*", "disabled-by-default-devtools.timeline", "devtools.timeline", "toplevel"]
"""What of it all is written down."""

Event = dict[str, Any]


def of_the_page(trace: bytes) -> list[Event]:
    """What the page's main thread did, in the order of time; `ts` and `dur` in microseconds."""
    events: list[Event] = json.loads(trace)["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    done = [event for event in events if "dur" in event and (event["pid"], event["tid"]) in mains]
    return sorted(done, key=lambda event: float(event["ts"]))


def longest(events: list[Event], name: str) -> Event:
    """The one of this name that took longest."""
    return max((event for event in events if event["name"] == name), key=lambda event: event["dur"])
