#!/usr/bin/env python3
"""A witness that shares no line with ours: c2sp.org/tlog-witness in the standard library, Ed25519 by openssl.

Usage: witness.py LOG_VKEY WITNESS_NAME WORK_DIRECTORY
Makes a key, prints "PORT WITNESS_VKEY", then serves add-checkpoint on this machine until it is ended. Every request is
checked to the byte; what is out of order is answered with 400 and told on standard error.
"""
import base64
import hashlib
import http.server
import pathlib
import re
import subprocess
import sys
import time

log_vkey, name, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
log_name, _, log_material = log_vkey.split("+", 2)
log_key = base64.b64decode(log_material)[1:]
DASH = b"\xe2\x80\x94 "
PREFIX = bytes.fromhex("302a300506032b6570032100")  # DER before a raw Ed25519 public key


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], cwd=work, capture_output=True)


def key_id(key_name, kind, key):
    return hashlib.sha256(key_name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(first, second, proof, old_root):
    """The two roots that a consistency proof gives (RFC 9162, 2.1.4.2), for 0 < first < second."""
    proof = list(proof)
    if first & (first - 1) == 0:
        proof.insert(0, old_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for hash_ in proof[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            fr, sr = node(hash_, fr), node(hash_, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, hash_)
        fn, sn = fn >> 1, sn >> 1
    return (fr, sr) if sn == 0 else None


def signed_by_log(text, lines):
    for line in lines:
        parts = re.fullmatch(DASH + rb"(\S+) (\S+)", line)
        raw = base64.b64decode(parts[2], validate=True)
        if parts[1].decode() == log_name and raw[:4] == key_id(log_name, 1, log_key):
            (work / "text").write_bytes(text)
            (work / "signature").write_bytes(raw[4:])
            (work / "log.der").write_bytes(PREFIX + log_key)
            return openssl("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "log.der", "-rawin", "-in",
                           "text", "-sigfile", "signature").returncode == 0
    return False


openssl("genpkey", "-algorithm", "ed25519", "-out", "witness.pem")
own_key = openssl("pkey", "-in", "witness.pem", "-pubout", "-outform", "DER").stdout[-32:]
own_id = key_id(name, 4, own_key)
kept = (0, hashlib.sha256(b"").digest())


def cosign(text):
    now = int(time.time())
    (work / "message").write_bytes(b"cosignature/v1\ntime %d\n" % now + text)
    openssl("pkeyutl", "-sign", "-inkey", "witness.pem", "-rawin", "-in", "message", "-out", "cosignature")
    raw = own_id + now.to_bytes(8, "big") + (work / "cosignature").read_bytes()
    return DASH + name.encode() + b" " + base64.b64encode(raw) + b"\n"


def answer(body):
    global kept
    head, checkpoint = body.split(b"\n\n", 1)
    first, *hashes = head.split(b"\n")
    old = int(re.fullmatch(rb"old (0|[1-9][0-9]*)", first)[1])
    proof = [base64.b64decode(line, validate=True) for line in hashes]
    assert len(proof) <= 63 and all(len(hash_) == 32 for hash_ in proof)
    text, signatures = checkpoint.split(b"\n\n", 1)
    text += b"\n"
    assert signatures.endswith(b"\n")
    origin, size, root = text.decode().split("\n")[:3]
    size, root = int(size), base64.b64decode(root, validate=True)
    if origin != log_name:
        return 404, b""
    if not signed_by_log(text, signatures.rstrip(b"\n").split(b"\n")):
        return 403, b""
    if old > size:
        return 400, b""
    if old != kept[0] or (size == old and root != kept[1]):
        return 409, b"%d\n" % kept[0]
    if old in (0, size):
        if proof:
            return 422, b""
    elif roots(old, size, proof, kept[1]) != (kept[1], root):
        return 422, b""
    kept = (size, root)
    return 200, cosign(text)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            assert self.path == "/witness/add-checkpoint", self.path
            status, reply = answer(body)
        except Exception as problem:
            print(f"witness.py: {problem!r} in {body!r}", file=sys.stderr)
            status, reply = 400, b""
        self.send_response(status)
        self.send_header("Content-Type", "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
material = base64.b64encode(b"\x04" + own_key).decode()
print(server.server_port, f"{name}+{own_id.hex()}+{material}", flush=True)
server.serve_forever()
