#!/usr/bin/env python3
"""Copies a pcapng file, with a comment in its section header in place of the recording machine's particulars."""
import struct
import sys

COMMENT = b"Staged traffic, recorded across network namespaces; see sample/README.md of Capscope"
KEPT_OF_INTERFACE = {2, 9}  # if_name, if_tsresol


def options(body):
    at = 0
    while at + 4 <= len(body):
        code, length = struct.unpack_from("<HH", body, at)
        if code == 0:
            return
        yield code, body[at + 4 : at + 4 + length]
        at += 4 + (length + 3) // 4 * 4


def pack(pairs):
    out = b""
    for code, value in pairs:
        out += struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)
    return out + struct.pack("<HH", 0, 0)


def block(kind, body):
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def main(source, target):
    data = open(source, "rb").read()
    out = []
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        body = data[at + 8 : at + length - 4]
        if kind == 0x0A0D0D0A:
            out.append(block(kind, body[:16] + pack([(1, COMMENT)])))
        elif kind == 1:
            out.append(block(kind, body[:8] + pack([o for o in options(body[8:]) if o[0] in KEPT_OF_INTERFACE])))
        elif kind == 6:
            out.append(data[at : at + length])
        at += length
    open(target, "wb").write(b"".join(out))


main(*sys.argv[1:])
