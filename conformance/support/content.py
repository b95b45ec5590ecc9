"""Chunks, manifests and the framing of many chunks in one body."""

import hashlib
import json
import struct

CHUNKS = "application/vnd.tideline.chunks"
NOT_SERVED = 0xFFFFFFFF


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def cut(content, size=1 << 20):
    """Pieces of at most `size` bytes; none for no content."""
    return [content[at:at + size] for at in range(0, len(content), size)]


def manifest(pieces):
    return [{"hash": sha256(piece), "size": len(piece)} for piece in pieces]


def frame(piece):
    """A piece as it goes up: length, SHA-256, bytes."""
    return struct.pack(">I", len(piece)) + hashlib.sha256(piece).digest() + piece


def frames(data):
    """What came down, as (key, bytes) or (key, problem) in order."""
    found = []
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        key = data[at + 4:at + 36].rstrip(b"\0").decode("ascii")
        at += 36
        if length == NOT_SERVED:
            (length,) = struct.unpack_from(">I", data, at)
            at += 4
            found.append((key, json.loads(data[at:at + length])))
        else:
            found.append((key, data[at:at + length]))
        assert at + length <= len(data), "the last frame was cut off"
        at += length
    return found
