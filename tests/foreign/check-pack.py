#!/usr/bin/python3
"""check-pack.py DIRECTORY RECEIPT VKEY: checks an unpacked evidence pack and its receipt after docs/formats.md, with Python's
own library and python3-cryptography alone. Exits with 1 and the reason at the first thing that does not hold."""
import base64
import hashlib
import pathlib
import re
import struct
import sys

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Refused(Exception):
    pass


def need(holds, reason):
    if not holds:
        raise Refused(reason)


def sha(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def exact(text):
    """Base64 in its one form."""
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 that is not exact")
    return data


def decimal(text):
    need(re.fullmatch(r"0|[1-9][0-9]{0,19}", text), f"no number: {text!r}")
    return int(text)


def climb(leaf, index, size, path):
    """RFC 9162 section 2.1.3.2."""
    need(index < size, "an index beyond the size")
    here, fn, sn = leaf, index, size - 1
    for beside in path:
        need(sn > 0, "a proof with too many hashes")
        if fn & 1 or fn == sn:
            here = sha(b"\1", beside, here)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            here = sha(b"\1", here, beside)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "a proof with too few hashes")
    return here


class Key:
    def __init__(self, vkey):
        self.name, number, data = vkey.split("+", 2)
        key = exact(data)
        need(len(key) == 33 and key[0] == 1, "no Ed25519 key")
        self.number = bytes.fromhex(number)
        need(sha(self.name.encode(), b"\n", key)[:4] == self.number, "a key with another number")
        self.key = Ed25519PublicKey.from_public_bytes(key[1:])

    def open(self, note):
        """(size, root) of a checkpoint that this key signed."""
        text, _, lines = note.rpartition("\n\n")
        text += "\n"
        need(lines.endswith("\n"), "a checkpoint without a last line end")
        signed = False
        for line in lines[:-1].split("\n"):
            dash, name, data = line.split(" ")
            signature = exact(data)
            if (dash, name, signature[:4]) == ("—", self.name, self.number):
                self.key.verify(signature[4:], text.encode())
                signed = True
        need(signed, "a checkpoint that the key did not sign")
        origin, size, root = text[:-1].split("\n")
        need(origin == self.name, "a checkpoint of another log")
        return decimal(size), exact(root)


class Entry:
    def __init__(self, data):
        self.data = data
        self.leaf = sha(b"\0", data)
        self.index, _, self.revision, previous, version = struct.unpack_from("<QqQQH", data, 8)
        self.previous = previous ^ (2**64 - 1) if previous else None
        need(version in (1, 2), "an entry of an unknown version")
        moved = 8 if version == 2 else 0
        self.heads = data[-32:] if version == 2 else None
        self.stream = data[72 + moved:88 + moved]
        count = struct.unpack_from("<I", data, 104 + moved)[0] >> 2
        need(len(data) == 112 + moved + 112 * count + (32 if version == 2 else 0), "an entry of a wrong length")
        self.parts = []
        for part in range(count):
            size = struct.unpack_from("<I", data, 112 + moved + 32 * part)[0]
            at = 112 + moved + 32 * count + 80 * part
            self.parts.append((size, data[at + 16:at + 48], data[at + 48:at + 80]))

    def open(self, part, sealed, key):
        size, digest, commitment = self.parts[part]
        need(len(sealed) == size and sha(sealed) == digest, "a part with another digest")
        need(sha(b"tyst/1/commitment", key) == commitment, "a part with another key")
        plain = AESGCM(key).decrypt(bytes(12), sealed, None)
        length = struct.unpack_from(">I", plain)[0]
        need(4 + length <= len(plain) and not any(plain[4 + length:]), "a part with a wrong length or padding")
        return plain[4:4 + length]


def proved(entry, text, key):
    head, _, note = text.partition("\n\n")
    first, index, *path = head.split("\n")
    need(first == "c2sp.org/tlog-proof@v1" and index == f"index {entry.index}", "a proof of something else")
    size, root = key.open(note)
    need(climb(entry.leaf, entry.index, size, map(exact, path)) == root, f"a proof that does not prove {entry.index}")
    return note


def check_manifest(pack):
    listed = []
    for line in (pack / "MANIFEST.sha256").read_text().splitlines(keepends=True):
        match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)\n", line)
        need(match, "a manifest in another form")
        listed.append(match[2])
        need((pack / match[2]).is_file(), f"{match[2]} is missing")
        need(sha((pack / match[2]).read_bytes()).hex() == match[1], f"{match[2]} was changed")
    here = {p.relative_to(pack).as_posix() for p in pack.rglob("*") if p.is_file()}
    need(here == {*listed, "MANIFEST.sha256"}, "there are other files than the manifest names")


def check_head(pack, stream, chain, size, heads):
    lines = (pack / "log/heads" / stream.hex()).read_text().split("\n")
    need(lines[:3] == ["tyst-stream-head/1", f"size {size}", f"stream {stream.hex()}"], "a head of another stream")
    word, count, bucket = lines[3].split(" ")
    count, bucket = decimal(count), exact(bucket)
    path, records = [], []
    for line in lines[4:-1]:
        if line.startswith("record "):
            _, position, whose, events, last = line.split(" ")
            records.append((decimal(position), bytes.fromhex(whose), decimal(events), decimal(last), []))
        else:
            (records[-1][4] if records else path).append(exact(line))
    of_bucket = sha(b"\0", struct.pack(">Q", count), bucket)
    need(climb(of_bucket, int.from_bytes(stream[:2], "big"), 65536, path) == heads, "a bucket that is not in the heads")
    for position, whose, events, last, beside in records:
        record = sha(b"\0", whose, struct.pack(">QQ", events, last))
        need(climb(record, position, count, beside) == bucket, "a record that is not in its bucket")
    if len(records) == 1 and records[0][1] == stream:
        need((len(chain), chain[-1].index if chain else None) == records[0][2:4], f"stream {stream.hex()} is not whole")
        return
    need(not chain, "a head that does not prove its stream")
    positions, names = [r[0] for r in records], [r[1] for r in records]
    absent = (not records and count == 0 and bucket == sha()) or \
        (len(records) == 1 and positions[0] == (0 if stream < names[0] else count - 1)) or \
        (len(records) == 2 and names[0] < stream < names[1] and positions[1] == positions[0] + 1)
    need(absent, "a head that proves nothing")


def check_streams(pack, entries, size):
    newest = entries.get(size - 1)
    need(newest and newest.heads, "no root over the heads at the end")
    for file in (pack / "log/heads").iterdir():
        stream = bytes.fromhex(file.name)
        chain = [e for i, e in sorted(entries.items()) if e.stream == stream and i + 1 < size]
        previous = None
        for revision, entry in enumerate(chain):
            need((entry.revision, entry.previous) == (revision, previous), f"entry {entry.index} does not follow")
            previous = entry.index
        check_head(pack, stream, chain, size, newest.heads)


def check_parts(pack, entries):
    accounted = []
    for line in (pack / "log/keys").read_text().splitlines():
        index, part, key = line.split(" ")
        sealed = (pack / "log/parts" / f"{index}.{part}").read_bytes()
        entries[int(index)].open(int(part), sealed, bytes.fromhex(key))
        accounted.append((int(index), int(part)))
    opened = len(accounted)
    for line in (pack / "log/withheld").read_text().splitlines():
        accounted.append(tuple(int(word) for word in line.split(" ")[:2]))
    every = [(i, part) for i, entry in entries.items() for part in range(len(entry.parts))]
    need(sorted(accounted) == sorted(every), "a part that is neither opened nor withheld, or both")
    return opened


def check_receipt(pack, text, key, size):
    match = re.fullmatch(
        r"tyst-pack-receipt/1\nmanifest ([0-9a-f]{64})\nentry ([^\n]*)\npart ([^\n]*)\nkey ([0-9a-f]{64})\n\n(.*)", text, re.S)
    need(match, "a receipt in another form")
    manifest, data, part, part_key, proof = match.groups()
    need(sha((pack / "MANIFEST.sha256").read_bytes()).hex() == manifest, "a receipt for another pack")
    entry = Entry(exact(data))
    need(entry.index >= size, "a pack that was recorded before it was made")
    proved(entry, proof, key)
    event = entry.open(0, exact(part), bytes.fromhex(part_key))
    need(struct.unpack_from("<H", event, 10)[0] == 1210, "a receipt of another event")
    need(bytes.fromhex(manifest) in event, "a creation of another pack")
    return entry.index


def check(directory, receipt, vkey):
    pack, key = pathlib.Path(directory), Key(vkey)
    check_manifest(pack)
    note = (pack / "log/checkpoint").read_bytes().decode()
    size, _ = key.open(note)
    entries = {}
    for file in (pack / "log/entries").iterdir():
        entry = Entry(file.read_bytes())
        need(str(entry.index) == file.name, f"{file.name} is another entry")
        need(proved(entry, (pack / "log/proofs" / f"{file.name}.tlog-proof").read_bytes().decode(), key) == note,
             "a proof against another checkpoint")
        entries[entry.index] = entry
    check_streams(pack, entries, size)
    opened = check_parts(pack, entries)
    made = check_receipt(pack, pathlib.Path(receipt).read_bytes().decode(), key, size)
    print(f"{len(entries)} entries up to size {size}, {opened} parts opened, made as entry {made}")


try:
    check(*sys.argv[1:])
except (Refused, InvalidSignature, InvalidTag, ValueError, KeyError, IndexError, OSError, struct.error) as error:
    print(f"check-pack: {type(error).__name__}: {error}", file=sys.stderr)
    sys.exit(1)
