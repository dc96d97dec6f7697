// @ts-check
// An e.firma opened in the browser. The key and its password stay here: what may be sent is what `openEfirma` gives.
import { readCertificate } from "./certificate.js";
import { EfirmaError } from "./errors.js";
import { openKey, requireWebCrypto } from "./key.js";
import { LARGEST } from "./sentences.js";

export { EfirmaError, requireWebCrypto };

/** @typedef {import("./sentences.js").FileKind} FileKind */

/**
 * @typedef {object} Efirma
 * @property {Uint8Array} certificate DER, as it was in the file
 * @property {string} number 20 digits
 * @property {string} rfc
 * @property {string} name
 * @property {Date} validUntil
 * @property {(text: string) => Promise<string>} sign RSA with SHA-256 over the text's UTF-8 bytes, as base64
 */

/**
 * Throws `EfirmaError`, whose `message` is for people and whose `code` stands in `sentences.js`.
 * @param {Uint8Array} cerBytes
 * @param {Uint8Array} keyBytes
 * @param {string} password
 * @returns {Promise<Readonly<Efirma>>}
 */
export async function openEfirma(cerBytes, keyBytes, password) {
  requireWebCrypto();
  requireSize(cerBytes.length, ".cer");
  requireSize(keyBytes.length, ".key");
  const { number, rfc, name, validUntil, modulus } = readCertificate(cerBytes);
  const key = await openKey(keyBytes, password);
  if (!same(modulus, key.modulus)) throw new EfirmaError("other_key", ".key");
  return Object.freeze({ certificate: cerBytes, number, rfc, name, validUntil, sign: key.sign });
}

/**
 * The bytes of a file that was chosen; one that is too large is not even read. Throws `EfirmaError`.
 * @param {File} file
 * @param {FileKind} kind
 */
export async function bytesOf(file, kind) {
  if (file.size > LARGEST[kind]) throw new EfirmaError("too_large", kind);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    // Asked only now: of a file that is no longer there, the size is said to be 0.
    requireSize(bytes.length, kind);
    return bytes;
  } catch (error) {
    // The memory stick was taken out, or the file changed since it was chosen.
    if (error instanceof DOMException) throw new EfirmaError("unreadable_file", kind);
    throw error;
  }
}

/** @param {number} size @param {FileKind} kind */
function requireSize(size, kind) {
  if (size === 0) throw new EfirmaError("empty_file", kind);
  if (size > LARGEST[kind]) throw new EfirmaError("too_large", kind);
}

/** @param {Uint8Array} left @param {Uint8Array} right */
function same(left, right) {
  return left.length === right.length && left.every((byte, place) => byte === right[place]);
}
