// @ts-check
// Triple DES in CBC mode, decryption alone (FIPS 46-3, SP 800-67): SAT's keys use it and WebCrypto has none.
// Places of bits count from 1 at the left, as in the standard.

const BLOCK = 8;
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

const TOPS = [58, 60, 62, 64, 57, 59, 61, 63];
const FIRST = TOPS.flatMap((top) => [0, 8, 16, 24, 32, 40, 48, 56].map((step) => top - step));
const LAST = FIRST.map((_, place) => FIRST.indexOf(place + 1) + 1);
const MIXED = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4,
  25,
];
const KEY_LEFT = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
];
const KEY_RIGHT = [
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const KEY_CHOICE = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const BOXES = [
  "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
  "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
  "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
  "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
  "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
  "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
  "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
  "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
].map((digits) => Uint8Array.from(digits, (digit) => Number.parseInt(digit, 16)));

/** @typedef {[number, number]} Halves the 64 bits of a block, 32 in each */

/**
 * *secret* decrypted, its padding still there.
 * @param {Uint8Array} key 24 bytes; parity is not looked at
 * @param {Uint8Array} start 8 bytes
 * @param {Uint8Array} secret whole blocks of 8 bytes
 */
export function tripleDesCbc(key, start, secret) {
  const plain = new Uint8Array(secret.length);
  const [first, second, third] = [0, BLOCK, 2 * BLOCK].map((from) => roundKeys(halves(key, from)));
  // Locked by E(k1), D(k2), E(k3): opened backwards. Reversed round keys undo a DES.
  const turns = [third.slice().reverse(), second, first.slice().reverse()];
  let [left, right] = halves(start, 0);
  for (let from = 0; from < secret.length; from += BLOCK) {
    const block = halves(secret, from);
    const opened = turns.reduce(ciphered, block);
    write(plain, from, [opened[0] ^ left, opened[1] ^ right]);
    [left, right] = block;
  }
  [first, second, third].flat().forEach((roundKey) => roundKey.fill(0));
  return plain;
}

/**
 * @param {Halves} block
 * @param {Uint8Array[]} keys
 * @returns {Halves}
 */
function ciphered(block, keys) {
  let [left, right] = permuted(block, FIRST);
  for (const key of keys) [left, right] = [right, left ^ scrambled(right, key)];
  return permuted([right, left], LAST);
}

/**
 * @param {number} half
 * @param {Uint8Array} key
 */
function scrambled(half, key) {
  const chosen = BOXES.reduce((sum, box, place) => {
    const turn = (4 * place + 31) % 32;
    // Six bits, the first and the last shared with the neighbours.
    const six = (((half << turn) | (half >>> (32 - turn))) >>> 26) ^ key[place];
    return (sum << 4) | box[((six & 1) << 4) | ((six >> 5) << 5) | ((six >> 1) & 15)];
  }, 0);
  return permuted([chosen, 0], MIXED)[0];
}

/**
 * The sixteen round keys, each of eight numbers of six bits.
 * @param {Halves} key
 */
function roundKeys(key) {
  let [left] = permuted(key, KEY_LEFT);
  let [right] = permuted(key, KEY_RIGHT);
  return SHIFTS.map((shift) => {
    [left, right] = [rotated(left, shift), rotated(right, shift)];
    const [high, low] = permuted([left | (right >>> 28), right << 4], KEY_CHOICE);
    const across = (high << 4) | (low >>> 28);
    const sixes = [high >>> 26, high >>> 20, high >>> 14, high >>> 8, high >>> 2, across, low >>> 22, low >>> 16];
    return Uint8Array.from(sixes, (six) => six & 63);
  });
}

/** Of 28 bits at the left of 32. @param {number} bits @param {number} shift */
const rotated = (bits, shift) => ((bits << shift) | (bits >>> (28 - shift))) & 0xfffffff0;

/**
 * @param {Halves} block
 * @param {number[]} places
 * @returns {Halves}
 */
function permuted([high, low], places) {
  /** @type {Halves} */
  const found = [0, 0];
  places.forEach((place, at) => {
    const bit = place <= 32 ? high >>> (32 - place) : low >>> (64 - place);
    found[at >> 5] |= (bit & 1) << (31 - (at & 31));
  });
  return found;
}

/** @param {Uint8Array} bytes @param {number} from @returns {Halves} */
function halves(bytes, from) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, BLOCK);
  return [view.getInt32(0), view.getInt32(4)];
}

/** @param {Uint8Array} bytes @param {number} from @param {Halves} block */
function write(bytes, from, block) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, BLOCK);
  block.forEach((half, place) => view.setInt32(4 * place, half));
}
