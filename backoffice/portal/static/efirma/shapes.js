// @ts-check
// What a file looks like from outside, so that a file in the wrong place is told from a damaged one.
import { BIT_STRING, DerError, INTEGER, OCTET_STRING, SEQUENCE, only, parts } from "./der.js";

/** @typedef {"certificate" | "locked_key" | "open_key" | "other"} Shape */

/** Tags of the outermost sequence → what begins like that. @type {Map<string, Shape>} */
const SHAPES = new Map([
  [`${[SEQUENCE, SEQUENCE, BIT_STRING]}`, "certificate"],
  [`${[SEQUENCE, OCTET_STRING]}`, "locked_key"],
  [`${[INTEGER, SEQUENCE, OCTET_STRING]}`, "open_key"],
  // PKCS#1, as OpenSSL wrote for long.
  [`${[INTEGER, INTEGER, INTEGER]}`, "open_key"],
]);

/**
 * @param {Uint8Array} bytes
 * @returns {Shape}
 */
export function shapeOf(bytes) {
  try {
    const tags = parts(only(bytes, SEQUENCE)).map((part) => part.tag);
    return SHAPES.get(`${tags.slice(0, 3)}`) ?? "other";
  } catch (error) {
    if (error instanceof DerError) return "other";
    throw error;
  }
}
