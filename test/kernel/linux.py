"""Builds networks out of Linux namespaces and sends real packets through them, for linux.ts.

One process, one thread that matters: it makes each namespace anonymously (unshare), holds it by a descriptor, and opens
raw sockets inside it (a socket stays in the namespace it was opened in). Nothing has a name on the machine, so nothing
is left behind when this process ends, however it ends.

It reads a request a line and answers a line, in JSON:

  {"op": "build", "spaces": [{"name", "sysctl": {key: value}, "ip": [line], "nft": text}],
                  "links": [[space, device, space, device]], "machines": [space]}
  {"op": "filter", "spaces": [{"name", "nft"}]}: new rules where a network stands
  {"op": "ask", "flows": [[machine, protocol, source, source port, destination, destination port]]}
     → {"answers": [[where its first packet arrived or null, whether the answer came back]]}
  {"op": "check"} → whether this machine can do any of it
"""

import ctypes
import fcntl
import json
import os
import re
import select
import socket
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
HOME = os.open("/proc/self/ns/net", os.O_RDONLY)
SO_RCVBUFFORCE = 33
SIOCGIFFLAGS, IFF_RUNNING = 0x8913, 0x40
ICMP, TCP, UDP = socket.IPPROTO_ICMP, socket.IPPROTO_TCP, socket.IPPROTO_UDP

# A network where nothing has moved for this long moves no more: a veth hands packets over in the sender's own call.
QUIET = 0.06
MAGIC = b"kern"
FIRST_INDEX = 1000


class Failed(Exception):
    pass


def enter(descriptor):
    """Moves this thread into a namespace."""
    if libc.setns(descriptor, CLONE_NEWNET) != 0:
        raise Failed("setns: " + os.strerror(ctypes.get_errno()))


def run(command, text):
    ended = subprocess.run(command, input=text, text=True, capture_output=True)
    if ended.returncode != 0 or ended.stderr:
        raise Failed(" ".join(command) + ": " + ended.stderr.strip() + "\n" + text)


class Network:
    def __init__(self, request):
        self.spaces = {}
        self.machines = {}
        for space in request["spaces"]:
            if libc.unshare(CLONE_NEWNET) != 0:
                raise Failed("unshare: " + os.strerror(ctypes.get_errno()))
            self.spaces[space["name"]] = os.open("/proc/self/ns/net", os.O_RDONLY)
            for key, value in space["sysctl"].items():
                write_sysctl(key, value)
        enter(HOME)
        run(["ip", "-batch", "-"], "".join(map(self.link, request["links"], count(FIRST_INDEX, 2))))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.furnish, request["spaces"]))
        for space in request["spaces"]:
            wait_until_up(self.spaces[space["name"]], "\n".join(space["ip"]))
        self.poll = select.epoll()
        self.readers = {}
        for name in request["machines"]:
            self.machines[name] = self.open_machine(name)
        enter(HOME)

    def path(self, name):
        return f"/proc/{os.getpid()}/fd/{self.spaces[name]}"

    def link(self, link, index):
        # Indexes that differ from each other tell the kernel that news of this link must not wait.
        a, a_device, b, b_device = link
        return (
            f"link add name {a_device} index {index} netns {self.path(a)} type veth "
            f"peer name {b_device} index {index + 1} netns {self.path(b)}\n"
        )

    def furnish(self, space):
        enter(self.spaces[space["name"]])
        run(["ip", "-batch", "-"], "\n".join(space["ip"]) + "\n")
        if space["nft"]:
            run(["nft", "-f", "-"], space["nft"])
        enter(HOME)

    def filter(self, spaces):
        """Other rules in place of the ones there; what connection tracking knows stays."""
        for space in spaces:
            if space["nft"]:
                enter(self.spaces[space["name"]])
                run(["nft", "-f", "-"], "flush ruleset\n" + space["nft"])
        enter(HOME)

    def open_machine(self, name):
        enter(self.spaces[name])
        sockets = {}
        for protocol in (ICMP, TCP, UDP):
            one = socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)
            one.setsockopt(socket.IPPROTO_IP, socket.IP_HDRINCL, 1)
            one.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
            one.setblocking(False)
            self.poll.register(one.fileno(), select.EPOLLIN)
            self.readers[one.fileno()] = (name, one)
            sockets[protocol] = one
        return sockets

    def close(self):
        self.poll.close()
        for _, one in self.readers.values():
            one.close()
        for descriptor in self.spaces.values():
            os.close(descriptor)


def wait_until_up(descriptor, lines):
    """The kernel tells a link's other end of its being up a moment later; until then packets are lost."""
    enter(descriptor)
    deadline = time.monotonic() + 5
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        for _, device in socket.if_nameindex():
            if f"{device} type bridge" in lines or f"link add {device} address" in lines:
                if not re.search(f"master {device}$", lines, re.MULTILINE):
                    continue  # a bridge without ports is never up
            while not is_running(one, device):
                if time.monotonic() > deadline:
                    raise Failed(device + " does not come up")
                time.sleep(0.001)


def is_running(one, device):
    answer = fcntl.ioctl(one, SIOCGIFFLAGS, struct.pack("16sH14x", device.encode(), 0))
    return struct.unpack("16xH14x", answer)[0] & IFF_RUNNING != 0


def write_sysctl(key, value):
    try:
        with open("/proc/sys/" + key.replace(".", "/"), "w") as file:
            file.write(str(value))
    except FileNotFoundError:
        pass  # what this kernel does not have cannot disturb


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def ip_packet(protocol, source, destination, body):
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 0, 0, 64, protocol, 0, source, destination)
    return header + body


def with_checksum(protocol, source, destination, body, at):
    pseudo = source + destination + struct.pack("!BBH", 0, protocol, len(body))
    sum16 = checksum(pseudo + body) or 0xFFFF
    return body[:at] + struct.pack("!H", sum16) + body[at + 2 :]


def udp(source, destination, source_port, port, flow, kind):
    payload = MAGIC + struct.pack("!IB", flow, kind)
    body = struct.pack("!HHHH", source_port, port, 8 + len(payload), 0) + payload
    return ip_packet(UDP, source, destination, with_checksum(UDP, source, destination, body, 6))


SYN, SYN_ACK = 0x02, 0x12
FIRST_SEQUENCE = 0x1000_0000


def tcp(source, destination, source_port, port, sequence, acknowledged, flags):
    body = struct.pack("!HHIIBBHHH", source_port, port, sequence, acknowledged, 0x50, flags, 65535, 0, 0)
    return ip_packet(TCP, source, destination, with_checksum(TCP, source, destination, body, 16))


def echo(source, destination, flow):
    body = struct.pack("!BBHHH", 8, 0, 0, flow & 0xFFFF, 1) + MAGIC + struct.pack("!I", flow)
    return ip_packet(ICMP, source, destination, body[:2] + struct.pack("!H", checksum(body)) + body[4:])


class Question:
    """Sends the first packet of every flow, answers what arrives, and writes down what came of each."""

    def __init__(self, network, flows):
        self.network = network
        self.flows = [
            (machine, protocol, socket.inet_aton(source), source_port, socket.inet_aton(destination), port)
            for machine, protocol, source, source_port, destination, port in flows
        ]
        self.arrived = [None] * len(flows)
        self.answered = [False] * len(flows)

    def ask(self):
        for number, flow in enumerate(self.flows):
            self.start(number, flow)
            if number % 32 == 31:
                while self.receive(0):
                    pass
        while self.receive(QUIET):
            pass
        return [[where, answered] for where, answered in zip(self.arrived, self.answered)]

    def start(self, number, flow):
        machine, protocol, source, source_port, destination, port = flow
        if protocol == TCP:
            packet = tcp(source, destination, source_port, port, FIRST_SEQUENCE + number, 0, SYN)
        elif protocol == UDP:
            packet = udp(source, destination, source_port, port, number, 0)
        else:
            packet = echo(source, destination, number)
        self.send(machine, protocol, packet, destination)

    def send(self, machine, protocol, packet, destination):
        sockets = self.network.machines.get(machine)
        if sockets is None:
            return
        try:
            sockets[protocol].sendto(packet, (socket.inet_ntoa(destination), 0))
        except OSError:
            pass  # no route, or a filter on the way out: the packet is lost, which is the answer

    def receive(self, timeout):
        ready = self.network.poll.poll(timeout)
        for descriptor, _ in ready:
            machine, one = self.network.readers[descriptor]
            while True:
                try:
                    packet = one.recv(2048)
                except BlockingIOError:
                    break
                self.arrives(machine, packet)
        return bool(ready)

    def arrives(self, machine, packet):
        protocol, source, destination = packet[9], packet[12:16], packet[16:20]
        body = packet[(packet[0] & 15) * 4 :]
        if protocol == UDP and body[8:12] == MAGIC:
            source_port, port = struct.unpack("!HH", body[:4])
            number, kind = struct.unpack("!IB", body[12:17])
            if kind == 1:
                self.comes_back(machine, number, source, source_port, destination, port)
            elif self.first(machine, number):
                self.send(machine, UDP, udp(destination, source, port, source_port, number, 1), source)
        elif protocol == TCP:
            source_port, port, sequence, acknowledged, _, flags = struct.unpack("!HHIIBB", body[:14])
            if flags == SYN_ACK:
                number = acknowledged - 1 - FIRST_SEQUENCE
                self.comes_back(machine, number, source, source_port, destination, port)
            elif flags == SYN and self.first(machine, sequence - FIRST_SEQUENCE):
                answer = tcp(destination, source, port, source_port, 1, sequence + 1, SYN_ACK)
                self.send(machine, TCP, answer, source)
        elif protocol == ICMP and body[8:12] == MAGIC:
            number = struct.unpack("!I", body[12:16])[0]
            if body[0] == 8:
                self.first(machine, number)  # the kernel itself answers
            elif body[0] == 0:
                self.comes_back(machine, number, source, 0, destination, 0)

    def first(self, machine, number):
        if not 0 <= number < len(self.flows):
            return False
        self.arrived[number] = machine
        return True

    def comes_back(self, machine, number, source, source_port, destination, port):
        if not 0 <= number < len(self.flows):
            return
        asker, protocol, own, own_port, asked, asked_port = self.flows[number]
        ports = (source_port, port) == (asked_port, own_port) or protocol == ICMP
        if machine == asker and source == asked and destination == own and ports:
            self.answered[number] = True


def check():
    """One namespace with a translating, tracking rule set in it: everything that a network will need."""
    Network(
        {
            "spaces": [
                {"name": "a", "sysctl": {}, "ip": ["link set lo up", "link add name b type bridge", "link set dev x master b", "link set dev x up", "link set dev b up"], "nft": CHECKED},
                {"name": "b", "sysctl": {}, "ip": ["link set lo up", "link set dev x up"], "nft": ""},
            ],
            "links": [["a", "x", "b", "x"]],
            "machines": ["b"],
        }
    ).close()


CHECKED = """
table ip t {
  chain f { type filter hook forward priority 0; ct state established accept; }
  chain n { type nat hook postrouting priority 100; meta l4proto { tcp, udp } masquerade to :1024-65535; }
  chain m { type filter hook prerouting priority -300; ip daddr set ip daddr map { 192.0.2.1 : 192.0.2.2 }; }
}
"""


def main():
    network = None
    for line in sys.stdin:
        request = json.loads(line)
        started = time.monotonic()
        try:
            answer = {}
            if request["op"] == "check":
                check()
            elif request["op"] == "filter":
                network.filter(request["spaces"])
            elif request["op"] == "build":
                if network:
                    network.close()
                network = None
                network = Network(request)
            else:
                answer["answers"] = Question(network, request["flows"]).ask()
            answer["seconds"] = time.monotonic() - started
        except (Failed, OSError) as failure:
            answer = {"failed": str(failure)}
            enter(HOME)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
