"""Private keys locked in every way that a page must know or refuse, written apart from what the portal reads."""

from asn1crypto.algos import EncryptionAlgorithm, Pbkdf2Salt
from asn1crypto.core import Null
from asn1crypto.keys import EncryptedPrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

from backoffice.rehearsal.efirma import names

SALT = b"sal de prueba"
SHA1 = "sha1"
HASHES: dict[str, hashes.HashAlgorithm] = {
    SHA1: hashes.SHA1(),  # noqa: S303  what SAT's keys use
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
#: Name in asn1crypto → the cipher, bytes of its blocks, bytes of its key.
CIPHERS = {
    "tripledes_3key": (TripleDES, 8, 24),
    "aes128_cbc": (AES, 16, 16),
    "aes192_cbc": (AES, 16, 24),
    "aes256_cbc": (AES, 16, 32),
}


def locked(
    plain: bytes,
    password: bytes,
    cipher: str,
    prf: str,
    turns: int,
    *,
    written: int | None = None,
    length: bool = False,
    padded: bool = False,
) -> bytes:
    """*plain* (PKCS#8) in encrypted PKCS#8.

    *written*: a count of turns that is a lie. *length*: whether the key's is written. *padded*: *plain* already is.
    """
    algorithm, block, size = CIPHERS[cipher]
    derived = PBKDF2HMAC(HASHES[prf], size, SALT, turns).derive(password)
    encryptor = Cipher(algorithm(derived), CBC(bytes(range(block)))).encryptor()
    secret = encryptor.update(plain if padded else padding(plain, block)) + encryptor.finalize()
    derivation = {
        "salt": Pbkdf2Salt(name="specified", value=SALT),
        "iteration_count": turns if written is None else written,
        **({"key_length": size} if length else {}),
        **({} if prf == SHA1 else {"prf": {"algorithm": prf, "parameters": Null()}}),
    }
    scheme = EncryptionAlgorithm(
        {
            "algorithm": "pbes2",
            "parameters": {
                "key_derivation_func": {"algorithm": "pbkdf2", "parameters": derivation},
                "encryption_scheme": {"algorithm": cipher, "parameters": bytes(range(block))},
            },
        }
    )
    return bytes(EncryptedPrivateKeyInfo({"encryption_algorithm": scheme, "encrypted_data": secret}).dump())


def padding(plain: bytes, block: int) -> bytes:
    """*plain* filled up to whole blocks, as PKCS#7 does."""
    padder = PKCS7(8 * block).padder()
    return padder.update(plain) + padder.finalize()


def shortened(key: bytes, size: int) -> bytes:
    """A locked key of which only the first *size* bytes of the secret are left, and all around it says so."""
    whole = EncryptedPrivateKeyInfo.load(key)
    whole["encrypted_data"] = whole["encrypted_data"].native[:size]
    return bytes(whole.dump())


def renamed(cer: bytes, tag: int, encoding: str, name: str, rfc: str) -> bytes:
    """A certificate whose subject is written in strings of this tag; its signature is no longer right."""
    said = [("550403", name), ("55042d", rfc)]
    attributes = [der(0x30, der(6, bytes.fromhex(oid)) + der(tag, text.encode(encoding))) for oid, text in said]
    subject = der(0x30, b"".join(der(0x31, attribute) for attribute in attributes))
    certificate = Certificate.load(cer)
    changed = names.with_subject(certificate["tbs_certificate"].dump(), subject)
    certificate["tbs_certificate"] = type(certificate["tbs_certificate"]).load(changed)
    return bytes(certificate.dump())


def der(tag: int, content: bytes) -> bytes:
    """An element of DER of less than 64 KB."""
    size = len(content)
    length = bytes([size]) if size < 0x80 else (b"\x81" + bytes([size]) if size < 0x100 else b"\x82" + size.to_bytes(2))
    return bytes([tag]) + length + content
