// @ts-check
// A `.cer` as a value to be shown and compared. Whether it can be trusted is asked of the server, never here.
import { BIT_STRING, DerError, INTEGER, SEQUENCE, ZERO, identifier, magnitude, only, sequence, tagged } from "./der.js";
import { EfirmaError } from "./errors.js";
import { attributes } from "./name.js";
import { shapeOf } from "./shapes.js";

export const RSA = "2a864886f70d010101"; // 1.2.840.113549.1.1.1
const COMMON_NAME = "550403"; // 2.5.4.3
const UNIQUE_IDENTIFIER = "55042d"; // 2.5.4.45

const UTC_TIME = 23;
const GENERALIZED_TIME = 24;
const LONGEST_NAME = 250;
const NUMBER = /^[0-9]{20}$/;
const RFC = /^[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}$/;
const MOMENT = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})Z$/;

/**
 * @typedef {object} Certificate
 * @property {string} number 20 digits; empty where the certificate has another kind of number
 * @property {string} rfc the holder's, of a company or a person; empty where there is none
 * @property {string} name
 * @property {Date} validFrom
 * @property {Date} validUntil
 * @property {Uint8Array} modulus of the RSA key
 */

/**
 * The certificate in *bytes* (DER). Throws `EfirmaError`: not_a_certificate, or swapped where it is a key.
 * @param {Uint8Array} bytes
 * @returns {Certificate}
 */
export function readCertificate(bytes) {
  const shape = shapeOf(bytes);
  if (shape === "locked_key" || shape === "open_key") throw new EfirmaError("swapped", ".cer");
  try {
    return described(bytes);
  } catch (error) {
    if (error instanceof DerError) throw new EfirmaError("not_a_certificate", ".cer");
    throw error;
  }
}

/** RFC 5280, 4.1. @param {Uint8Array} bytes @returns {Certificate} */
function described(bytes) {
  const [signed, , signature] = sequence(only(bytes, SEQUENCE));
  tagged(signature, BIT_STRING);
  const fields = sequence(signed);
  if (fields[0]?.tag === ZERO) fields.shift();
  const [serial, , , validity, subject, publicKey] = fields;
  const [from, until] = sequence(validity);
  const said = attributes(subject);
  return {
    number: numberOf(serial),
    rfc: rfcOf(said.get(UNIQUE_IDENTIFIER) ?? []),
    name: forShowing(said.get(COMMON_NAME) ?? []),
    validFrom: moment(from),
    validUntil: moment(until),
    modulus: modulusOf(publicKey),
  };
}

/**
 * SAT writes the digits themselves as the bytes of the number.
 * @param {import("./der.js").Element | undefined} serial
 */
function numberOf(serial) {
  const text = String.fromCharCode(...tagged(serial, INTEGER).content.subarray(0, 21));
  return NUMBER.test(text) ? text : "";
}

/** `EKU9003173C9 / XIQB891116QE4` is company / representative. @param {string[]} texts */
function rfcOf(texts) {
  const holder = texts.length === 1 ? texts[0].split("/")[0].normalize("NFC").trim().toUpperCase() : "";
  return RFC.test(holder) ? holder : "";
}

/** On one line, without characters that move or hide others. @param {string[]} texts */
function forShowing(texts) {
  const line = texts.join(" ").replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim();
  return line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME - 1).trimEnd()}…`;
}

/** @param {import("./der.js").Element | undefined} time */
function moment(time) {
  const text = String.fromCharCode(...(time?.content.subarray(0, 16) ?? []));
  const century = text < "50" ? "20" : "19";
  const [, ...parts] = MOMENT.exec(time?.tag === UTC_TIME ? century + text : text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(written);
  // A 30th of February would silently become a day of March.
  const right = !Number.isNaN(date.getTime()) && date.toISOString() === written;
  if (!right || (time?.tag !== UTC_TIME && time?.tag !== GENERALIZED_TIME)) throw new DerError("no moment");
  return date;
}

/** @param {import("./der.js").Element | undefined} publicKey */
function modulusOf(publicKey) {
  const [algorithm, bits] = sequence(publicKey);
  if (identifier(sequence(algorithm)[0]) !== RSA) throw new DerError("no RSA key");
  const { content } = tagged(bits, BIT_STRING);
  if (content[0] !== 0) throw new DerError("bits that are no whole bytes");
  return magnitude(sequence(only(content.subarray(1), SEQUENCE))[0]);
}
