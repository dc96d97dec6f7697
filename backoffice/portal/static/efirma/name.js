// @ts-check
// What a certificate's name says. SAT writes Latin-1 into strings marked T61, so Ñ is one byte there.
import { DerError, SET, identifier, sequence, parts, tagged } from "./der.js";

/** Tag of a string → how it is read. Every byte of Latin-1 is the character of its number. */
const READERS = new Map([
  [12, (/** @type {Uint8Array} */ bytes) => decoded("utf-8", bytes)],
  [19, latin1],
  [20, latin1],
  [22, latin1],
  [30, (/** @type {Uint8Array} */ bytes) => decoded("utf-16be", bytes)],
]);

/**
 * Identifier in hexadecimal digits → texts. What is not text is left out.
 * @param {import("./der.js").Element | undefined} name
 */
export function attributes(name) {
  /** @type {Map<string, string[]>} */
  const said = new Map();
  for (const attribute of sequence(name).flatMap((relative) => parts(tagged(relative, SET)))) {
    const [type, value] = sequence(attribute);
    const read = READERS.get(value?.tag);
    if (read) said.set(identifier(type), [...(said.get(identifier(type)) ?? []), read(value.content)]);
  }
  return said;
}

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/**
 * @param {string} encoding
 * @param {Uint8Array} bytes
 */
function decoded(encoding, bytes) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new DerError("a text that is not of its encoding");
    throw error;
  }
}
