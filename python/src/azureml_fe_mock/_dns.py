"""As much of a DNS stub resolver (RFC 1035) as `getaddrinfo` needs: addresses of a name, from one server."""

from __future__ import annotations

import secrets
import select
import socket
import struct
import time
from dataclasses import dataclass
from typing import Iterator

A, AAAA = 1, 28
NOERROR, NXDOMAIN = 0, 3
TRUNCATED = 0x0200
LONGEST = 65_535  # bytes of a message


class NoAnswer(Exception):
    """The server did not answer in time, or with something that is no answer."""


@dataclass(frozen=True)
class Answer:
    """The answer of the server for one name and record type."""

    rcode: int
    addresses: tuple[str, ...]


def query(name: str, record: int, server: tuple[str, int], timeout: float) -> Answer:
    """Asks over UDP, and again over TCP where the answer was truncated. Raises NoAnswer; `timeout` in seconds."""
    question = encode_question(name, record)
    try:
        message = ask_udp(question, server, timeout)
        if flags_of(message) & TRUNCATED:
            message = ask_tcp(question, server, timeout)
        return decode_answer(message, record)
    except (OSError, IndexError, struct.error) as error:
        raise NoAnswer(str(error)) from error


def encode_question(name: str, record: int) -> bytes:
    """A query with recursion desired. Raises UnicodeError for a name that is none."""
    labels = name.rstrip(".").encode("idna").split(b".")
    encoded = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    return struct.pack("!6H", secrets.randbelow(65_536), 0x0100, 1, 0, 0, 0) + encoded + struct.pack("!2H", record, 1)


def ask_udp(question: bytes, server: tuple[str, int], timeout: float) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    deadline = time.monotonic() + timeout
    with socket.socket(family, socket.SOCK_DGRAM) as udp:
        udp.connect(server)
        udp.send(question)
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([udp], [], [], left)[0]:
                break
            message = udp.recv(LONGEST)
            if message[:2] == question[:2]:
                return message
    raise NoAnswer("no answer in time")


def ask_tcp(question: bytes, server: tuple[str, int], timeout: float) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tcp:
        tcp.settimeout(timeout)
        tcp.connect(server)
        tcp.sendall(struct.pack("!H", len(question)) + question)
        with tcp.makefile("rb") as answer:
            (length,) = struct.unpack("!H", answer.read(2))
            return answer.read(length)


def flags_of(message: bytes) -> int:
    (flags,) = struct.unpack_from("!H", message, 2)
    return flags


def decode_answer(message: bytes, record: int) -> Answer:
    """The addresses of the answer section, those behind a CNAME included."""
    _, flags, questions, answers, _, _ = struct.unpack_from("!6H", message)
    at = 12
    for _ in range(questions):
        at = end_of_name(message, at) + 4
    return Answer(flags & 15, tuple(addresses(message, at, answers, record)))


def addresses(message: bytes, at: int, answers: int, record: int) -> Iterator[str]:
    family, size = (socket.AF_INET, 4) if record == A else (socket.AF_INET6, 16)
    for _ in range(answers):
        at = end_of_name(message, at)
        kind, _, _, length = struct.unpack_from("!HHIH", message, at)
        at += 10
        data = message[at : at + length]
        at += length
        if kind == record and len(data) == size:
            yield socket.inet_ntop(family, data)


def end_of_name(message: bytes, at: int) -> int:
    """Where the name that starts at `at` ends (RFC 1035 section 4.1.4). Pointers are not followed: they end a name."""
    while message[at] != 0:
        if message[at] >= 0xC0:
            return at + 2
        at += 1 + message[at]
    return at + 1
