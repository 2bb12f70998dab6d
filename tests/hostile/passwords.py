"""Real encryption, as old Excel and as LibreOffice do it."""

import base64
import hashlib
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import xlwt.CompoundDoc
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from msoffcrypto.method.rc4 import DocumentRC4

from tests.hostile.packing import pack

BOF, FILEPASS, BOUND_SHEET = 0x0809, 0x002F, 0x0085
NEVER_ENCRYPTED = {BOF, FILEPASS, 0x0194, 0x0195, 0x00E1, 0x0138, 0x0196}
SALT = bytes(range(16))
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def _rc4(password: str, content: bytes) -> bytes:
    decrypted: bytes = DocumentRC4.decrypt(password, SALT, BytesIO(content), blocksize=1024).read()
    return decrypted  # the same way to and fro


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, at)
        if not kind:  # only padding follows
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def encrypted_xls(book: xlwt.Workbook, password: str) -> bytes:
    """The workbook's stream under RC4, as Excel 97 to 2003 encrypt it."""
    verifier = b"crossdock tests."
    proof = _rc4(password, verifier + hashlib.md5(verifier).digest())
    file_pass = struct.pack("<3H", 1, 1, 1) + SALT + proof
    records = list(_records(book.get_biff_data()))
    records.insert(1, (FILEPASS, file_pass))
    plain, places = bytearray(), bytearray()
    for kind, body in records:
        kept = len(body) if kind in NEVER_ENCRYPTED else 0
        if kind == BOUND_SHEET:  # where the sheet begins has moved, and stays readable
            (place,) = struct.unpack_from("<I", body)
            body = struct.pack("<I", place + len(file_pass) + 4) + body[4:]
            kept = 4
        plain += struct.pack("<2H", kind, len(body)) + body
        places += bytes(4 + kept) + b"\1" * (len(body) - kept)
    secret = _rc4(password, bytes(plain))
    return bytes(
        hidden if is_hidden else open_
        for open_, hidden, is_hidden in zip(plain, secret, places, strict=True)
    )


def write_encrypted_xls(path: Path, book: xlwt.Workbook, password: str) -> None:
    stream = encrypted_xls(book, password)
    xlwt.CompoundDoc.XlsDoc().save(str(path), stream)


def write_encrypted_ods(path: Path, content: str, password: str) -> None:
    """AES-256 over deflate, as LibreOffice does it."""
    compressor = zlib.compressobj(wbits=-15)
    packed = compressor.compress(content.encode()) + compressor.flush()
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password.encode()).digest(), SALT, 100_000, 32)
    padded = packed + bytes(15 - len(packed) % 16) + bytes([16 - len(packed) % 16])
    encryptor = Cipher(AES(key), CBC(SALT)).encryptor()
    secret = encryptor.update(padded) + encryptor.finalize()
    salt = base64.b64encode(SALT).decode()
    checksum = base64.b64encode(hashlib.sha256(packed[:1024]).digest()).decode()
    manifest = (
        f'<manifest:manifest xmlns:manifest="{MANIFEST}" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" '
        f'manifest:size="{len(content)}"><manifest:encryption-data '
        f'manifest:checksum-type="{MANIFEST}#sha256-1k" manifest:checksum="{checksum}">'
        f'<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
        f' manifest:initialisation-vector="{salt}"/>'
        f'<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" '
        f'manifest:iteration-count="100000" manifest:salt="{salt}"/>'
        f"</manifest:encryption-data></manifest:file-entry></manifest:manifest>"
    )
    pack(path, {"mimetype": ODS, "content.xml": secret, "META-INF/manifest.xml": manifest})
