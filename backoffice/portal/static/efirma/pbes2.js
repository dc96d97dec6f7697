// @ts-check
// How a private key is locked with a password (RFC 8018): read from the file, and undone.
import { aesCbc } from "./aes.js";
import { INTEGER, DerError, OCTET_STRING, SEQUENCE, count, identifier, only, sequence, tagged } from "./der.js";
import { tripleDesCbc } from "./des.js";
import { EfirmaError } from "./errors.js";

/** @typedef {import("./der.js").Element} Element */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes in memory of their own kind, as WebCrypto asks for */
/** @typedef {(key: Bytes, start: Uint8Array, secret: Uint8Array) => Promise<Bytes | null>} Opener */
/** @typedef {{keyBytes: number, block: number, open: Opener}} Cipher `open` gives null where the padding is wrong */
/** @typedef {{hash: string, salt: Uint8Array, turns: number}} Derivation */
/** @typedef {Derivation & {cipher: Cipher, start: Uint8Array, secret: Uint8Array}} Lock */

const PBES2 = "2a864886f70d01050d"; // 1.2.840.113549.1.5.13
const PBKDF2 = "2a864886f70d01050c"; // 1.2.840.113549.1.5.12
const SHA1 = "2a864886f70d0207"; // 1.2.840.113549.2.7, meant where nothing is written

/** Known keys have 2,048 to some 1,000,000; this many take a few seconds, and the page stays alive meanwhile. */
const MOST_TURNS = 10_000_000;

/** WebCrypto has no SHA-224, which is therefore not here. */
const HASHES = new Map([
  [SHA1, "SHA-1"],
  ["2a864886f70d0209", "SHA-256"],
  ["2a864886f70d020a", "SHA-384"],
  ["2a864886f70d020b", "SHA-512"],
]);

/** @type {Map<string, Cipher>} */
const CIPHERS = new Map([
  ["2a864886f70d0307", { keyBytes: 24, block: 8, open: ours(tripleDesCbc, 8) }], // des-ede3-cbc
  ["608648016503040102", { keyBytes: 16, block: 16, open: theirs }], // aes128-cbc
  ["608648016503040116", { keyBytes: 24, block: 16, open: ours(aesCbc, 16) }], // aes192-cbc
  ["60864801650304012a", { keyBytes: 32, block: 16, open: theirs }], // aes256-cbc
]);

/**
 * The lock of an encrypted PKCS#8 key (RFC 5958). Throws `DerError`, or `EfirmaError` unsupported_cipher.
 * @param {Uint8Array} bytes
 * @returns {Lock}
 */
export function lockOf(bytes) {
  const [scheme, secret] = sequence(only(bytes, SEQUENCE));
  const [derivation, encryption] = sequence(parametersOf(scheme, PBES2));
  const [cipherName, start] = sequence(encryption);
  const cipher = known(CIPHERS, identifier(cipherName));
  if (tagged(start, OCTET_STRING).content.length !== cipher.block) throw new DerError("no start of a chain");
  return {
    ...derivationOf(sequence(parametersOf(derivation, PBKDF2)), cipher),
    cipher,
    start: start.content,
    secret: tagged(secret, OCTET_STRING).content,
  };
}

/**
 * What the lock holds, to be overwritten by who asked; null where the password is not the one.
 * @param {Lock} lock
 * @param {Bytes} password
 */
export async function unlocked(lock, password) {
  const { hash, salt, turns, cipher } = lock;
  if (lock.secret.length === 0 || lock.secret.length % cipher.block !== 0) return null;
  const word = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const derivation = { name: "PBKDF2", hash, salt: salt.slice(), iterations: turns };
  const key = new Uint8Array(await crypto.subtle.deriveBits(derivation, word, 8 * cipher.keyBytes));
  const plain = await cipher.open(key, lock.start, lock.secret);
  key.fill(0);
  return plain;
}

/** @param {Element[]} fields @param {Cipher} cipher @returns {Derivation} */
function derivationOf([salt, turns, ...optional], cipher) {
  if (salt?.tag === SEQUENCE) throw unsupported();
  const length = optional[0]?.tag === INTEGER ? count(optional.shift()) : cipher.keyBytes;
  const hash = known(HASHES, optional.length > 0 ? identifier(sequence(optional[0])[0]) : SHA1);
  const chosen = { salt: tagged(salt, OCTET_STRING).content, turns: count(turns), hash };
  if (chosen.turns < 1 || chosen.turns > MOST_TURNS || length !== cipher.keyBytes) throw unsupported();
  return chosen;
}

/** @param {Element | undefined} algorithm @param {string} expected */
function parametersOf(algorithm, expected) {
  const [name, parameters] = sequence(algorithm);
  if (identifier(name) !== expected) throw unsupported();
  return parameters;
}

/** @template Value @param {Map<string, Value>} table @param {string} name @returns {Value} */
function known(table, name) {
  const value = table.get(name);
  if (value === undefined) throw unsupported();
  return value;
}

const unsupported = () => new EfirmaError("unsupported_cipher", ".key");

/** A cipher of our own. @param {(...given: Uint8Array[]) => Bytes} decrypted @param {number} block @returns {Opener} */
function ours(decrypted, block) {
  return async (key, start, secret) => unpadded(decrypted(key, start, secret), block);
}

/** The browser's AES, which looks at the padding itself. @type {Opener} */
async function theirs(key, start, secret) {
  const opener = await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["decrypt"]);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv: start.slice() }, opener, secret.slice()));
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Without the padding of PKCS#7. @param {Bytes} bytes @param {number} block */
function unpadded(bytes, block) {
  const size = bytes[bytes.length - 1];
  const right = size >= 1 && size <= block && bytes.subarray(-size).every((byte) => byte === size);
  return right ? bytes.subarray(0, -size) : null;
}
