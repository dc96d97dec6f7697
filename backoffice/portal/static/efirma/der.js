// @ts-check
// A strict reader of DER (X.690): one element at a time, never beyond its bytes, and nothing is guessed.

/** @typedef {{tag: number, content: Uint8Array, whole: Uint8Array}} Element views of the bytes that were read */

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT = 0x06;
export const SEQUENCE = 0x30;
export const SET = 0x31;
/** `[0]`: a certificate's version, a key's attributes. */
export const ZERO = 0xa0;

/** The bytes are not the DER that was asked for. */
export class DerError extends Error {}

/**
 * The one element that fills *bytes*.
 * @param {Uint8Array} bytes
 * @param {number} tag
 */
export function only(bytes, tag) {
  const element = elementAt(bytes, 0);
  if (element.whole.length !== bytes.length) throw new DerError("more bytes than the element has");
  return tagged(element, tag);
}

/**
 * The elements inside *element*, one after the other, up to its last byte.
 * @param {Element} element
 */
export function parts(element) {
  /** @type {Element[]} */
  const found = [];
  for (let place = 0; place < element.content.length; ) {
    const part = elementAt(element.content, place);
    found.push(part);
    place += part.whole.length;
  }
  return found;
}

/**
 * *element* itself, where it is there and has this tag.
 * @param {Element | undefined} element
 * @param {number} tag
 */
export function tagged(element, tag) {
  if (element?.tag !== tag) throw new DerError(`no element of tag ${tag}`);
  return element;
}

/**
 * The elements inside a sequence.
 * @param {Element | undefined} element
 */
export const sequence = (element) => parts(tagged(element, SEQUENCE));

/**
 * An identifier's bytes as hexadecimal digits, to be compared.
 * @param {Element | undefined} element
 */
export function identifier(element) {
  return Array.from(tagged(element, OBJECT).content, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The bytes of a number that is not negative, without the leading zero that DER may need.
 * @param {Element | undefined} element
 */
export function magnitude(element) {
  const { content } = tagged(element, INTEGER);
  const [first, second] = content;
  if (first === undefined || first >= 0x80) throw new DerError("no number, or a negative one");
  if (first !== 0) return content;
  if (second !== undefined && second < 0x80) throw new DerError("a number with needless zeros");
  return content.subarray(1);
}

/**
 * A count. Exact up to 2^53; beyond that large enough to be refused.
 * @param {Element | undefined} element
 */
export const count = (element) => magnitude(element).reduce((sum, byte) => sum * 256 + byte, 0);

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @returns {Element}
 */
function elementAt(bytes, start) {
  const tag = byteAt(bytes, start);
  // Tags of several bytes occur in nothing that we read.
  if ((tag & 0x1f) === 0x1f) throw new DerError("a tag of several bytes");
  const { length, from } = lengthAt(bytes, start + 1);
  const end = from + length;
  if (end > bytes.length) throw new DerError("an element longer than its bytes");
  return { tag, content: bytes.subarray(from, end), whole: bytes.subarray(start, end) };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 */
function lengthAt(bytes, start) {
  const first = byteAt(bytes, start);
  if (first < 0x80) return { length: first, from: start + 1 };
  const size = first & 0x7f;
  // 0 is BER's length without end; four bytes already say more than a file may have.
  if (size === 0 || size > 4) throw new DerError("a length that no file has");
  let length = 0;
  for (let place = start + 1; place <= start + size; place += 1) {
    // Not shifted: the fourth byte would make a negative number.
    length = length * 256 + byteAt(bytes, place);
  }
  if (length < 0x80 || length < 256 ** (size - 1)) throw new DerError("a length written too long");
  return { length, from: start + 1 + size };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 */
function byteAt(bytes, place) {
  const byte = bytes[place];
  if (byte === undefined) throw new DerError("the bytes end early");
  return byte;
}
