// @ts-check
// What the tests ask of the modules: through the page's form, or by calling `trial` with files in base64.
import { aesCbc } from "/static/efirma/aes.js";
import { readCertificate } from "/static/efirma/certificate.js";
import { tripleDesCbc } from "/static/efirma/des.js";
import { EfirmaError, bytesOf, openEfirma } from "/static/efirma/efirma.js";
import { SENTENCES } from "/static/efirma/sentences.js";

const unpacked = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const packed = (bytes) => btoa(String.fromCharCode(...bytes));

/** What *attempt* gives, or the code and sentence of its refusal. Any other error is the test's to see. */
async function answer(attempt) {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof EfirmaError) return { code: error.code, message: error.message };
    throw error;
  }
}

const open = ({ cer, key, password, text = "" }) =>
  answer(async () => {
    const began = performance.now();
    const opened = await openEfirma(unpacked(cer), unpacked(key), password);
    const took = performance.now() - began;
    const { certificate, number, rfc, name, validUntil, sign } = opened;
    const until = validUntil.toISOString();
    return { certificate: packed(certificate), number, rfc, name, until, signature: await sign(text), took };
  });

const certificate = ({ cer }) =>
  answer(async () => {
    const { number, rfc, name, validFrom, validUntil, modulus } = readCertificate(unpacked(cer));
    return { number, rfc, name, from: validFrom.toISOString(), until: validUntil.toISOString(), modulus: packed(modulus) };
  });

const decrypted = ({ cipher, key, start, secret }) =>
  packed({ tripleDesCbc, aesCbc }[cipher](...[key, start, secret].map(unpacked)));

/** Each code that these attempts end with, or "opened", and how often. Stops at an error of any other kind. */
async function tally(attempts) {
  const counts = {};
  for (const { cer, key, password } of attempts) {
    const { code = "opened" } = await answer(() => (key ? openEfirma(cer, key, password) : readCertificate(cer)));
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Numbers from 0 to *limit*, the same for the same seed (a linear congruential generator). */
function chance(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const noise = (drawn, size) => Uint8Array.from({ length: size }, () => drawn(256));
/** A sequence whose length is right, so that what is inside is read. */
const wrapped = (inside) => Uint8Array.of(0x30, 0x82, inside.length >> 8, inside.length & 0xff, ...inside);
const changed = (bytes, place, mask) => bytes.map((byte, at) => (at === place ? byte ^ mask : byte));

/** Lists of files that are not what they claim, by name. */
const hostile = {
  noise: ({ cer, key, password }, drawn) =>
    Array.from({ length: 2000 }, (_, turn) => {
      const bytes = turn % 2 ? noise(drawn, 1 + drawn(2000)) : wrapped(noise(drawn, drawn(2000)));
      return turn % 4 < 2 ? { cer: bytes, key, password } : { cer, key: bytes, password };
    }),
  cut: ({ cer, key, password }) => [
    ...Array.from({ length: cer.length - 1 }, (_, size) => ({ cer: cer.subarray(0, size + 1), key, password })),
    ...Array.from({ length: key.length - 1 }, (_, size) => ({ cer, key: key.subarray(0, size + 1), password })),
  ],
  "cut inside": ({ cer, key, password }) => [
    ...Array.from({ length: cer.length - 4 }, (_, size) => ({ cer: wrapped(cer.subarray(4, 4 + size)), key, password })),
    ...Array.from({ length: key.length - 4 }, (_, size) => ({ cer, key: wrapped(key.subarray(4, 4 + size)), password })),
  ],
  "changed certificate": ({ cer }, drawn) =>
    Array.from(cer, (_, place) => ({ cer: changed(cer, place, 1 + drawn(255)) })),
  "changed lock": ({ cer, key, password }) =>
    Array.from({ length: 78 * 8 }, (_, turn) => ({ cer, key: changed(key, turn >> 3, 1 << (turn & 7)), password })),
  "changed secret": ({ cer, key, password }, drawn) =>
    Array.from({ length: 300 }, (_, turn) => ({ cer, key: changed(key, 78 + 4 * turn, 1 + drawn(255)), password })),
  "wrong passwords": ({ cer, key }) =>
    Array.from({ length: 1000 }, (_, turn) => ({ cer, key, password: `mal-${turn}` })),
};

const assault = ({ kind, cer, key, password, seed }) =>
  tally(hostile[kind]({ cer: unpacked(cer), key: unpacked(key), password }, chance(seed)));

/** What WebCrypto was handed while an e.firma was opened: which keys could be read again, which bytes are left. */
async function watched(files) {
  const { importKey } = SubtleCrypto.prototype;
  const handed = [];
  SubtleCrypto.prototype.importKey = function watching(format, bytes, algorithm, extractable, uses) {
    handed.push({ format, bytes, extractable, uses });
    return importKey.call(this, format, bytes, algorithm, extractable, uses);
  };
  await open(files);
  SubtleCrypto.prototype.importKey = importKey;
  return handed.map(({ bytes, ...other }) => ({ ...other, left: bytes.filter((byte) => byte !== 0).length }));
}

/** How an attempt ended, and how often the page's own clock beat meanwhile. */
async function whileCounting(files) {
  let beats = 0;
  const clock = setInterval(() => (beats += 1), 10);
  const { code = "opened" } = await open(files);
  clearInterval(clock);
  return { code, beats };
}

/** Where a page could leave something behind. */
const kept = async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  cookies: document.cookie,
});

const sentences = () => SENTENCES;

document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [cer, key, password] = ["cer", "key", "password"].map((id) => document.getElementById(id));
  const said = await answer(async () => {
    const files = [await bytesOf(cer.files[0], ".cer"), await bytesOf(key.files[0], ".key")];
    const { number, rfc, name } = await openEfirma(...files, password.value);
    return { message: `${name}, ${rfc}, ${number}` };
  });
  document.querySelector("[role=status]").textContent = said.message;
});

Object.assign(globalThis, { trial: { open, certificate, decrypted, assault, watched, whileCounting, kept, sentences } });
