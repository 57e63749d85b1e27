"""A worker's name, by which one that died on this machine is known from one that lives."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

_HEX = 12
_NAME_PARTS = 4
_START_TIME = 19
"""The place of the start time in /proc/PID/stat, counted after the command's closing bracket."""


def worker_name(process: int | None = None) -> str:
    """`host:place:pid:start`, of this process or another one.

    `place` is a digest of this start of the machine and of the container's own count of processes;
    it and the start time are empty where the system does not tell them.
    """
    number = os.getpid() if process is None else process
    return ":".join((socket.gethostname().replace(":", "-"), _place(), str(number), _start(number)))


def is_dead(name: str) -> bool:
    """Whether a worker of this name surely runs no longer; False for what cannot be known."""
    parts = name.split(":")
    if len(parts) != _NAME_PARTS or not parts[1] or parts[1] != _place() or not parts[3]:
        return False
    return parts[2].isdecimal() and _start(int(parts[2])) != parts[3]


def _place() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        inode = Path("/proc/self/ns/pid").stat().st_ino
    except (OSError, ValueError):
        return ""
    return hashlib.sha256(f"{boot}:{inode}".encode()).hexdigest()[:_HEX]


def _start(process: int) -> str:
    """When a process started, as the kernel counts; empty if there is none, or nothing is told."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = told.rpartition(")")[2].split()
    return "" if fields[:1] == ["Z"] else fields[_START_TIME]
