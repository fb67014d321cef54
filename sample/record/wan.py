#!/usr/bin/env python3
"""The wire between the office and the Internet of the sample: a switch with a VLAN trunk, and a long line.

Runs in a namespace of its own and moves frames between its interfaces (AF_PACKET):

  A side: pc1p pc2p pc3p web1p   ports of the office switch; pc3p is in VLAN 20
  trunk-a <-> trunk-b            the trunk; the capture is taken at trunk-b
  B side: db1p filesp            servers beyond the trunk; isp: the router to the Internet

Frames to and from the router are delayed, limited and sometimes lost by the country of their far end, so that
round-trip times and retransmissions are those of real distances.
"""
import heapq
import random
import select
import socket
import struct
import sys
import time

VLAN_PORTS = {"pc3p": 20}
A_PORTS = ["pc1p", "pc2p", "pc3p", "web1p"]
B_PORTS = ["db1p", "filesp"]

# first bytes of the far end: one-way delay (ms), loss, bit rate (Mbit/s)
LINES = {
    bytes([145, 97]): (3, 0, 40), bytes([193, 54]): (9, 0, 20), bytes([141, 76]): (8, 0, 20),
    bytes([131, 111]): (7, 0, 20), bytes([130, 239]): (14, 0, 20), bytes([128, 112]): (43, 0.001, 12),
    bytes([18, 9]): (45, 0.002, 12), bytes([132, 204]): (49, 0, 12), bytes([143, 107]): (102, 0.02, 4),
    bytes([133, 11]): (118, 0, 6), bytes([14, 139]): (74, 0.01, 5), bytes([129, 78]): (138, 0.002, 6),
    bytes([137, 132]): (86, 0, 8), bytes([146, 230]): (82, 0.025, 3), bytes([200, 16]): (112, 0.005, 4),
    bytes([41, 89]): (77, 0.01, 3), bytes.fromhex("26070fb0"): (70, 0, 10), bytes.fromhex("2607f140"): (70, 0, 10),
    bytes.fromhex("20010200"): (117, 0, 8), bytes.fromhex("20010638"): (8, 0, 20),
}
DEFAULT_LINE = (3, 0, 40)
QUEUE_SECONDS = 0.4
OUTGOING = 4  # PACKET_OUTGOING, linux/if_packet.h
SO_RCVBUFFORCE = 33  # asm-generic/socket.h

random.seed(2)


def open_port(name):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.bind((name, 0))
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 23)
    return sock


def line_of(frame, outbound):
    """The line a frame takes, by the address of its far end."""
    kind = frame[12:14]
    if kind == b"\x08\x00":
        far = frame[30:34] if outbound else frame[26:30]
        return far[:2]
    if kind == b"\x86\xdd":
        far = frame[38:54] if outbound else frame[22:38]
        return far[:4]
    return b""


def with_tag(frame, vlan):
    return frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:] if vlan else frame


class Network:
    def __init__(self):
        names = A_PORTS + B_PORTS + ["trunk-a", "trunk-b", "isp"]
        self.ports = {name: open_port(name) for name in names}
        self.names = {sock.fileno(): name for name, sock in self.ports.items()}
        self.where = {}  # MAC -> port
        self.later = []
        self.count = 0
        self.busy = {}

    def send(self, name, frame):
        try:
            self.ports[name].send(frame)
        except OSError as error:  # a full queue drops, as a switch does
            print(f"{name}: {error}", file=sys.stderr)

    def over_trunk(self, name, frame, station):
        """To trunk-a or trunk-b, tagged when the station on the A side is in a VLAN."""
        vlan = VLAN_PORTS.get(self.where.get(station, ""), 0)
        if name == "trunk-b" and station[0] & 1:
            vlan = 20 if frame[12:14] == b"\x08\x06" and frame[38:41] == bytes([10, 0, 20]) else 0
        self.send(name, with_tag(frame, vlan))

    def over_line(self, name, frame, outbound):
        key = line_of(frame, outbound)
        delay, loss, rate = LINES.get(key, DEFAULT_LINE)
        if random.random() < loss:
            return
        now = time.monotonic()
        begin = max(now, self.busy.get((key, outbound), 0))
        if begin - now > QUEUE_SECONDS:
            return
        end = begin + len(frame) * 8 / (rate * 1e6)
        self.busy[(key, outbound)] = end
        self.count += 1
        jitter = 1 + random.random() * 0.02
        heapq.heappush(self.later, (end + delay * jitter / 1000, self.count, name, frame, outbound))

    def receive(self, name, frame):
        dst, src = frame[:6], frame[6:12]
        if name in A_PORTS:
            self.where[src] = name
            there = self.where.get(dst)
            if dst[0] & 1:
                for port in A_PORTS:
                    if port != name and (port in VLAN_PORTS) == (name in VLAN_PORTS):
                        self.send(port, frame)
            elif there in A_PORTS:
                self.send(there, frame)
                return
            self.over_trunk("trunk-a", frame, src)
        elif name == "trunk-b":
            there = self.where.get(dst)
            if dst[0] & 1:
                for port in B_PORTS:
                    self.send(port, frame)
            if dst[0] & 1 or there == "isp":
                self.over_line("isp", frame, True)
            elif there:
                self.send(there, frame)
        elif name == "trunk-a":
            there = self.where.get(dst)
            for port in [there] if there in A_PORTS else A_PORTS:
                self.send(port, frame)
        elif name == "isp":
            self.where[src] = name
            there = self.where.get(dst)
            if there in B_PORTS:
                self.send(there, frame)
            else:
                self.over_line("trunk-b", frame, False)
        else:
            self.where[src] = name
            there = self.where.get(dst)
            if there == "isp":
                self.over_line("isp", frame, True)
            elif there in B_PORTS:
                self.send(there, frame)
            else:
                self.over_trunk("trunk-b", frame, dst)

    def run(self):
        poll = select.poll()
        for sock in self.ports.values():
            poll.register(sock, select.POLLIN)
        while True:
            now = time.monotonic()
            while self.later and self.later[0][0] <= now:
                _, _, name, frame, outbound = heapq.heappop(self.later)
                if outbound:
                    self.send(name, frame)
                else:
                    self.over_trunk(name, frame, frame[:6])
            wait = max(0, (self.later[0][0] - now) * 1000) if self.later else 1000
            for fd, _ in poll.poll(wait):
                name = self.names[fd]
                for _ in range(64):
                    try:
                        frame, address = self.ports[name].recvfrom(65536)
                    except (BlockingIOError, OSError):
                        break
                    if address[2] != OUTGOING and len(frame) >= 14:
                        self.receive(name, frame)


Network().run()
