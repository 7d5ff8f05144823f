#!/usr/bin/python3
"""check-pack.py DIRECTORY RECEIPT VKEY [EARLIER]: checks an unpacked evidence pack and its receipt after docs/formats.md, with
Python's own library and python3-cryptography alone. EARLIER is a checkpoint that the pack must prove to continue. Exits with 1
and the reason at the first thing that does not hold.

check-pack.py --changed DIRECTORY RECEIPT VKEY: checks the pack, then itself: it must refuse the pack with a bit changed in any
file, and the receipt with one changed anywhere."""
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
    """An Ed25519 key of a log (kind 1) or of a witness (kind 4)."""

    def __init__(self, vkey, kind=1):
        self.vkey = vkey
        self.name, number, data = vkey.split("+", 2)
        key = exact(data)
        need(len(key) == 33 and key[0] == kind, "no Ed25519 key of that kind")
        self.number = bytes.fromhex(number)
        need(sha(self.name.encode(), b"\n", key)[:4] == self.number, "a key with another number")
        self.key = Ed25519PublicKey.from_public_bytes(key[1:])


def signers(note, keys):
    """Text of a note, and those of the keys that signed it; a line of theirs must hold."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    need(lines.endswith("\n"), "a note without a last line end")
    found = []
    for line in lines[:-1].split("\n"):
        dash, name, data = line.split(" ")
        signature = exact(data)
        for key in keys:
            if (dash, name, signature[:4]) == ("—", key.name, key.number):
                key.key.verify(signature[4:], text.encode())
                found.append(key)
    return text, found


def open_checkpoint(note, keys):
    """(size, root) of a checkpoint that one of the keys signed, under the log's own name."""
    text, found = signers(note, keys)
    origin, size, root = text[:-1].split("\n")
    need(origin in [key.name for key in found], "a checkpoint that no believed key of its log signed")
    return decimal(size), exact(root)


def cosigners(note, witnesses):
    """Those of the witnesses that cosigned; a line of theirs must hold."""
    text, _, lines = note.rpartition("\n\n")
    found = []
    for line in lines[:-1].split("\n"):
        dash, name, data = line.split(" ")
        signature = exact(data)
        for witness in witnesses:
            if (dash, name, signature[:4]) == ("—", witness.name, witness.number):
                time = int.from_bytes(signature[4:12], "big")
                witness.key.verify(signature[12:], f"cosignature/v1\ntime {time}\n{text}\n".encode())
                found.append(witness)
    return found


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


def proved(entry, text, keys):
    head, _, note = text.partition("\n\n")
    first, index, *path = head.split("\n")
    need(first == "c2sp.org/tlog-proof@v1" and index == f"index {entry.index}", "a proof of something else")
    size, root = open_checkpoint(note, keys)
    need(climb(entry.leaf, entry.index, size, map(exact, path)) == root, f"a proof that does not prove {entry.index}")
    return note


class Pack:
    """The files of a pack by their names."""

    def __init__(self, files):
        self.files = files

    @classmethod
    def read(cls, directory):
        root = pathlib.Path(directory)
        return cls({p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()})

    def bytes(self, name):
        need(name in self.files, f"{name} is missing")
        return self.files[name]

    def text(self, name):
        return self.bytes(name).decode()

    def below(self, folder):
        """Rest of the name and content of each file in a folder."""
        return [(name[len(folder):], data) for name, data in self.files.items() if name.startswith(folder)]


def check_manifest(pack):
    listed = []
    for line in pack.text("MANIFEST.sha256").splitlines(keepends=True):
        match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)\n", line)
        need(match, "a manifest in another form")
        listed.append(match[2])
        need(sha(pack.bytes(match[2])).hex() == match[1], f"{match[2]} was changed")
    need(pack.files.keys() == {*listed, "MANIFEST.sha256"}, "there are other files than the manifest names")


def follow_statements(pack, vkey):
    """The keys that statements lead to from the one that is believed; each statement must hold."""
    believed = [Key(vkey)]
    for _, data in sorted(pack.below("log/key-statements/"), key=lambda each: decimal(each[0])):
        text, _, _ = data.decode().rpartition("\n\n")
        header, older, newer = text.split("\n")
        need(header == "tyst-signing-key/1", "a statement in another form")
        pair = [Key(older), Key(newer)]
        _, found = signers(data.decode(), pair)
        need({key.vkey for key in found} == {older, newer}, "a statement that its two keys did not sign")
        if older in [key.vkey for key in believed]:
            believed.append(pair[1])
    return believed


def check_consistency(old_root, old_size, root, size, path):
    """RFC 9162 section 2.1.4.2."""
    need(old_size <= size, "a size beyond the checkpoint's")
    if old_size in (0, size):
        need(not path and (old_size == 0 or old_root == root), "a proof where none is needed, or another root")
        return
    path = ([old_root] if old_size & (old_size - 1) == 0 else []) + path
    need(path, "a proof without hashes")
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for beside in path[1:]:
        need(sn > 0, "a proof with too many hashes")
        if fn & 1 or fn == sn:
            old, new = sha(b"\1", beside, old), sha(b"\1", beside, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = sha(b"\1", new, beside)
        fn, sn = fn >> 1, sn >> 1
    need((sn, old, new) == (0, old_root, root), "a log that does not continue an earlier one")


def check_growth(pack, keys, size, root, earlier):
    proofs = {}
    for name, data in pack.below("log/consistency/"):
        old_root, *path = map(exact, data.decode()[:-1].split("\n"))
        check_consistency(old_root, decimal(name), root, size, path)
        proofs[decimal(name)] = old_root
    if earlier:
        old_size, old_root = open_checkpoint(earlier, keys)
        need(proofs.get(old_size, root if old_size == size else None) == old_root, "a log that is not the one of the earlier checkpoint")
    return len(proofs)


def witnesses_of(pack):
    lines = [line.split() for line in pack.text("log/policy").splitlines()]
    return [Key(line[2], 4) for line in lines if line[:1] == ["witness"]]


def check_witnesses(pack, note):
    """Cosignatures of the witnesses that the pack's policy names, and imprints of time-stamps."""
    cosigned = cosigners(note, witnesses_of(pack))
    head = note.rindex("\n\n") + 2
    beginnings = [note[:head + end.end()] for end in re.finditer("\n", note[head:])]
    for name, token in pack.below("log/time-stamps/"):
        # The imprint as DER: SHA-256 and 32 bytes.
        stamped = re.search(rb"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20(.{32})", token, re.S)
        need(stamped and stamped[1] in [sha(each.encode()) for each in beginnings], f"time-stamp {name} is about other bytes")
    return len(cosigned)


def check_head(pack, stream, chain, size, heads):
    lines = pack.text(f"log/heads/{stream.hex()}").split("\n")
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
    for name, _ in pack.below("log/heads/"):
        stream = bytes.fromhex(name)
        chain = [e for i, e in sorted(entries.items()) if e.stream == stream and i + 1 < size]
        previous = None
        for revision, entry in enumerate(chain):
            need((entry.revision, entry.previous) == (revision, previous), f"entry {entry.index} does not follow")
            previous = entry.index
        check_head(pack, stream, chain, size, newest.heads)


def check_parts(pack, entries):
    opened, withheld = {}, []
    for line in pack.text("log/keys").splitlines():
        index, part, key = line.split(" ")
        sealed = pack.bytes(f"log/parts/{index}.{part}")
        need((int(index), int(part)) not in opened, "a part with two keys")
        opened[int(index), int(part)] = entries[int(index)].open(int(part), sealed, bytes.fromhex(key))
    for line in pack.text("log/withheld").splitlines():
        withheld.append(tuple(int(word) for word in line.split(" ")[:2]))
    every = [(i, part) for i, entry in entries.items() for part in range(len(entry.parts))]
    need(sorted([*opened, *withheld]) == sorted(every), "a part that is neither opened nor withheld, or both")
    return opened


def check_recorded_statements(pack, opened, size):
    for name, data in pack.below("log/key-statements/"):
        if decimal(name) < size:
            need(data in opened.get((decimal(name), 0), b""), f"entry {name} does not say what its statement says")


def check_receipt(pack, text, keys, size):
    match = re.fullmatch(
        r"tyst-pack-receipt/1\nmanifest ([0-9a-f]{64})\nentry ([^\n]*)\npart ([^\n]*)\nkey ([0-9a-f]{64})\n\n(.*)", text, re.S)
    need(match, "a receipt in another form")
    manifest, data, part, part_key, proof = match.groups()
    need(sha(pack.bytes("MANIFEST.sha256")).hex() == manifest, "a receipt for another pack")
    entry = Entry(exact(data))
    need(entry.index >= size, "a pack that was recorded before it was made")
    note = proved(entry, proof, keys)
    # Nothing else has the receipt's hash: each line must be of a key that the pack names.
    named = {key.vkey: key for key in [*keys, *map(Key, pack.text("log/vkeys").splitlines())]}
    explained = len(signers(note, named.values())[1]) + len(cosigners(note, witnesses_of(pack)))
    need(explained == note.rpartition("\n\n")[2].count("\n"), "a receipt with a signature of nobody whom the pack names")
    event = entry.open(0, exact(part), bytes.fromhex(part_key))
    need(struct.unpack_from("<H", event, 10)[0] == 1210, "a receipt of another event")
    need(bytes.fromhex(manifest) in event, "a creation of another pack")
    return entry.index


def check_pack(pack, vkey, earlier=None):
    """The keys that are believed, the size, and what was checked."""
    check_manifest(pack)
    keys = follow_statements(pack, vkey)
    note = pack.text("log/checkpoint")
    size, root = open_checkpoint(note, keys)
    entries = {}
    for name, data in pack.below("log/entries/"):
        entry = Entry(data)
        need(str(entry.index) == name, f"{name} is another entry")
        need(proved(entry, pack.text(f"log/proofs/{name}.tlog-proof"), keys) == note, "a proof against another checkpoint")
        entries[entry.index] = entry
    check_streams(pack, entries, size)
    opened = check_parts(pack, entries)
    check_recorded_statements(pack, opened, size)
    grown = check_growth(pack, keys, size, root, earlier)
    cosigned = check_witnesses(pack, note)
    return keys, size, (f"{len(entries)} entries up to size {size}, {len(opened)} parts opened, {grown} earlier sizes continued, "
                        f"{cosigned} cosignatures")


def check(pack, receipt, vkey, earlier=None):
    keys, size, said = check_pack(pack, vkey, earlier)
    return f"{said}, made as entry {check_receipt(pack, receipt.decode(), keys, size)}"


REFUSALS = (Refused, InvalidSignature, InvalidTag, ValueError, KeyError, IndexError, struct.error)


def places(data):
    """First, middle and last byte, and the last letter of a base64 line at the end."""
    return sorted({0, len(data) // 2, max(0, len(data) - 2), len(data) - 1})


def check_changed(pack, receipt, vkey):
    """What the checks say of each changed pack and receipt: all must be refused."""
    refused = 0

    def refuses(checked, what):
        nonlocal refused
        try:
            checked()
        except REFUSALS:
            refused += 1
            return
        sys.exit(f"check-pack: {what} with a changed bit was taken")

    for name, data in pack.files.items():
        for at in places(data) if data else []:
            changed = bytearray(data)
            changed[at] ^= 1
            changed_pack = Pack({**pack.files, name: bytes(changed)})
            refuses(lambda: check(changed_pack, receipt, vkey), f"{name} byte {at}")
    keys, size, _ = check_pack(pack, vkey)
    for at in range(len(receipt)):
        changed = bytearray(receipt)
        changed[at] ^= 1
        refuses(lambda: check_receipt(pack, changed.decode(), keys, size), f"the receipt's byte {at}")
    return refused


def main(arguments):
    changed = arguments[:1] == ["--changed"]
    directory, receipt, vkey, *earlier = arguments[1:] if changed else arguments
    pack, receipt = Pack.read(directory), pathlib.Path(receipt).read_bytes()
    print(check(pack, receipt, vkey, pathlib.Path(earlier[0]).read_text() if earlier else None))
    if changed:
        print(check_changed(pack, receipt, vkey), "changed files and receipts refused")


try:
    main(sys.argv[1:])
except (*REFUSALS, OSError) as error:
    print(f"check-pack: {type(error).__name__}: {error}", file=sys.stderr)
    sys.exit(1)
