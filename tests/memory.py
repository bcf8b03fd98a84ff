"""How much memory a process takes, as Linux counts it for the program that it runs now.

`getrusage` does not serve: its peak is that of the whole life of the process, and begins with what its parent took, so
that in the child of a large process nothing seems to grow.
"""

from pathlib import Path

Process = int | str
"""A process id, or `self`."""


def resident_bytes(process: Process = "self") -> int:
    """What it takes now."""
    return _status(process, "VmRSS:")


def peak_bytes(process: Process = "self") -> int:
    """The most that it took since `forget_peak`, or since its program began."""
    return _status(process, "VmHWM:")


def forget_peak(process: Process = "self") -> None:
    """Begin to look for the peak anew."""
    Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")


def _status(process: Process, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    kib = next(line.split()[1] for line in lines if line.startswith(name))
    return int(kib) * 1024
