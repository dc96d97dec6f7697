"""A private key as SAT hands it out: PKCS#8 in DER, locked with a password by PBES2 (RFC 8018)."""

import secrets
from typing import Literal

from asn1crypto.algos import EncryptionAlgorithm, Pbkdf2Salt
from asn1crypto.keys import EncryptedPrivateKeyInfo
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

CipherName = Literal["aes256", "des3"]

#: As in SAT's keys of 2019: PBKDF2 with SHA-1 (the default, so it is not written), 2,048 turns, eight bytes of salt.
TURNS = 2048
SALT = 8
TRIPLE_DES_KEY = 24


def locked(key: RSAPrivateKey, password: str, cipher: CipherName) -> bytes:
    """*key* in DER, locked with *password*: ``aes256`` as newer keys, ``des3`` as SAT's of 2019."""
    if cipher == "aes256":
        return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode()))
    return _triple_des(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), password.encode())


def _triple_des(plain: bytes, password: bytes) -> bytes:
    salt, start = secrets.token_bytes(SALT), secrets.token_bytes(TripleDES.block_size // 8)
    derived = PBKDF2HMAC(SHA1(), TRIPLE_DES_KEY, salt, TURNS).derive(password)  # noqa: S303  what SAT's keys use
    padder = PKCS7(TripleDES.block_size).padder()
    encryptor = Cipher(TripleDES(derived), CBC(start)).encryptor()
    secret = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    return bytes(
        EncryptedPrivateKeyInfo({"encryption_algorithm": _pbes2(salt, start), "encrypted_data": secret}).dump()
    )


def _pbes2(salt: bytes, start: bytes) -> EncryptionAlgorithm:
    derivation = {"salt": Pbkdf2Salt(name="specified", value=salt), "iteration_count": TURNS}
    return EncryptionAlgorithm(
        {
            "algorithm": "pbes2",
            "parameters": {
                "key_derivation_func": {"algorithm": "pbkdf2", "parameters": derivation},
                "encryption_scheme": {"algorithm": "tripledes_3key", "parameters": start},
            },
        }
    )
