// @ts-check
// A `.key` opened with its password: from then on the browser holds it and gives only signatures.
import { RSA } from "./certificate.js";
import { DerError, OCTET_STRING, SEQUENCE, count, identifier, magnitude, only, sequence, tagged } from "./der.js";
import { EfirmaError } from "./errors.js";
import { lockOf, unlocked } from "./pbes2.js";
import { shapeOf } from "./shapes.js";

const ALGORITHM = Object.freeze({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" });

/** @typedef {{modulus: Uint8Array, sign: (text: string) => Promise<string>}} Key signatures are base64 */

/** Throws `EfirmaError` no_webcrypto where the page was not served by HTTPS or this computer itself. */
export function requireWebCrypto() {
  if (!globalThis.crypto?.subtle) throw new EfirmaError("no_webcrypto", ".key");
}

/**
 * Throws `EfirmaError`: no_webcrypto, not_a_key, swapped, unencrypted_key, unsupported_cipher, wrong_password.
 * @param {Uint8Array} bytes encrypted PKCS#8 in DER
 * @param {string} password
 * @returns {Promise<Key>}
 */
export async function openKey(bytes, password) {
  requireWebCrypto();
  const lock = readLock(bytes);
  const tries = spellings(password);
  try {
    for (const spelling of tries) {
      const key = await opened(lock, spelling);
      if (key) return key;
    }
  } finally {
    tries.forEach((spelling) => spelling.fill(0));
  }
  throw new EfirmaError("wrong_password", ".key");
}

/** @param {Uint8Array} bytes */
function readLock(bytes) {
  const shape = shapeOf(bytes);
  if (shape === "certificate") throw new EfirmaError("swapped", ".key");
  if (shape === "open_key") throw new EfirmaError("unencrypted_key", ".key");
  try {
    return lockOf(bytes);
  } catch (error) {
    if (error instanceof DerError) throw new EfirmaError("not_a_key", ".key");
    throw error;
  }
}

/** A password with ñ was written as UTF-8 by some programs and as Latin-1 by others. @param {string} password */
function spellings(password) {
  // A Mac may hand over the ñ as n and a tilde.
  const composed = password.normalize("NFC");
  const letters = Array.from(composed, (letter) => letter.codePointAt(0) ?? 0);
  const found = Array.from(new Set([password, composed]), (text) => new TextEncoder().encode(text));
  const differs = letters.some((letter) => letter > 0x7f) && letters.every((letter) => letter <= 0xff);
  return differs ? [...found, Uint8Array.from(letters)] : found;
}

/**
 * The key, or null where this is not the password.
 * @param {import("./pbes2.js").Lock} lock
 * @param {import("./pbes2.js").Bytes} password
 */
async function opened(lock, password) {
  const plain = await unlocked(lock, password);
  if (!plain) return null;
  try {
    return await imported(plain);
  } finally {
    plain.fill(0);
  }
}

/** @param {import("./pbes2.js").Bytes} plain PKCS#8 @returns {Promise<Key | null>} */
async function imported(plain) {
  try {
    // Copied, since *plain* will be overwritten.
    const modulus = modulusOf(plain).slice();
    const key = await crypto.subtle.importKey("pkcs8", plain, ALGORITHM, false, ["sign"]);
    return { modulus, sign: (text) => signed(key, text) };
  } catch (error) {
    // By chance one wrong password in 256 leaves a right padding, but no key behind it.
    if (error instanceof DerError || error instanceof DOMException) return null;
    throw error;
  }
}

/** RFC 5958 around RFC 8017, A.1.2. @param {Uint8Array} plain */
function modulusOf(plain) {
  const [version, algorithm, inside] = sequence(only(plain, SEQUENCE));
  count(version);
  const name = identifier(sequence(algorithm)[0]);
  const { content } = tagged(inside, OCTET_STRING);
  if (name !== RSA) throw new EfirmaError("not_a_key", ".key");
  return magnitude(sequence(only(content, SEQUENCE))[1]);
}

/** @param {CryptoKey} key @param {string} text */
async function signed(key, text) {
  const signature = await crypto.subtle.sign(ALGORITHM.name, key, new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}
