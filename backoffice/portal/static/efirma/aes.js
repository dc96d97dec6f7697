// @ts-check
// AES in CBC mode, decryption alone (FIPS 197): only for keys of 192 bits, which Chromium's WebCrypto refuses.

const BLOCK = 16;
const [BOX, BACK] = boxes();

/**
 * *secret* decrypted, its padding still there.
 * @param {Uint8Array} key 16, 24 or 32 bytes
 * @param {Uint8Array} start 16 bytes
 * @param {Uint8Array} secret whole blocks of 16 bytes
 */
export function aesCbc(key, start, secret) {
  const plain = new Uint8Array(secret.length);
  const keys = roundKeys(key);
  let before = start;
  for (let from = 0; from < secret.length; from += BLOCK) {
    const block = secret.subarray(from, from + BLOCK);
    const opened = plain.subarray(from, from + BLOCK);
    opened.set(block);
    open(opened, keys);
    mix(opened, before);
    before = block;
  }
  keys.fill(0);
  return plain;
}

/** The inverse cipher, in place. @param {Uint8Array} state @param {Uint8Array} keys */
function open(state, keys) {
  const last = keys.length / BLOCK - 1;
  mix(state, keys.subarray(BLOCK * last));
  for (let round = last - 1; round >= 0; round -= 1) {
    shiftBack(state);
    mix(state, keys.subarray(BLOCK * round));
    if (round > 0) unmixColumns(state);
  }
}

/** Rows turned back, and each byte through the inverse box. @param {Uint8Array} state */
function shiftBack(state) {
  const old = state.slice();
  for (let place = 0; place < BLOCK; place += 1) state[place] = BACK[old[(place - 4 * (place % 4) + BLOCK) % BLOCK]];
  old.fill(0);
}

/** @param {Uint8Array} state */
function unmixColumns(state) {
  for (let from = 0; from < BLOCK; from += 4) {
    const column = state.slice(from, from + 4);
    for (let row = 0; row < 4; row += 1) {
      const [a, b, c, d] = [0, 1, 2, 3].map((step) => column[(row + step) % 4]);
      state[from + row] = times(a, 14) ^ times(b, 11) ^ times(c, 13) ^ times(d, 9);
    }
    column.fill(0);
  }
}

/** @param {Uint8Array} state @param {Uint8Array} other at least as long */
function mix(state, other) {
  for (let place = 0; place < BLOCK; place += 1) state[place] ^= other[place];
}

/** One block of key for each round and one more. @param {Uint8Array} key */
function roundKeys(key) {
  const size = key.length;
  const keys = new Uint8Array(BLOCK * (size / 4 + 7));
  keys.set(key);
  let constant = 1;
  for (let from = size; from < keys.length; from += 4) {
    let word = [...keys.subarray(from - 4, from)];
    if (from % size === 0) {
      word = [BOX[word[1]] ^ constant, BOX[word[2]], BOX[word[3]], BOX[word[0]]];
      constant = times(constant, 2);
    } else if (size > 24 && from % size === 16) {
      word = word.map((byte) => BOX[byte]);
    }
    word.forEach((byte, place) => (keys[from + place] = byte ^ keys[from - size + place]));
  }
  return keys;
}

/** The box of substitutions and its inverse, by their definition. @returns {[Uint8Array, Uint8Array]} */
function boxes() {
  const box = new Uint8Array(256);
  const back = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const inverse = power(byte, 254);
    const turned = [0, 1, 2, 3, 4].map((turn) => (inverse << turn) | (inverse >> (8 - turn)));
    box[byte] = turned.reduce((sum, part) => sum ^ part, 0x63) & 0xff;
    back[box[byte]] = byte;
  }
  return [box, back];
}

/** In the field of 256 elements. @param {number} byte @param {number} exponent @returns {number} */
function power(byte, exponent) {
  if (exponent === 0) return 1;
  const half = power(byte, exponent >> 1);
  return times(times(half, half), exponent & 1 ? byte : 1);
}

/** In the field of 256 elements. @param {number} left @param {number} right */
function times(left, right) {
  let [sum, shifted] = [0, left];
  for (let rest = right; rest > 0; rest >>= 1) {
    if (rest & 1) sum ^= shifted;
    shifted = (shifted << 1) ^ (shifted & 0x80 ? 0x11b : 0);
  }
  return sum;
}
