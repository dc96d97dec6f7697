// @ts-check
// What people read when an e.firma cannot be opened: one sentence a code, which says what to do.

/** @typedef {".cer" | ".key"} FileKind */

export const SENTENCES = Object.freeze({
  empty_file:
    "El archivo {file} está vacío. Cópialo otra vez de donde guardaste tu e.firma y vuelve a elegirlo.",
  too_large:
    "El archivo {file} pesa más de {limit} KB y el de una e.firma no llega a tanto. " +
    "Elige el archivo {file} que el SAT te entregó con tu e.firma.",
  unreadable_file:
    "Ya no fue posible leer el archivo {file}. Si está en una memoria USB, vuelve a conectarla; " +
    "después elige el archivo otra vez.",
  not_a_certificate:
    "El archivo .cer no es un certificado de e.firma. Elige el archivo .cer que el SAT te entregó con tu e.firma.",
  not_a_key:
    "El archivo .key no es una clave privada de e.firma. Elige el archivo .key que el SAT te entregó con tu e.firma.",
  swapped:
    "Un archivo está en el lugar del otro. " +
    "Elige el archivo .cer en «Certificado» y el archivo .key en «Clave privada».",
  unencrypted_key:
    "La clave privada no está protegida con una contraseña, y la que entrega el SAT siempre lo está. " +
    "Elige el archivo .key original de tu e.firma.",
  unsupported_cipher:
    "La clave privada está protegida de una forma que esta página no conoce. " +
    "Elige el archivo .key original de tu e.firma; si es ese, avisa a la mesa de certificación.",
  wrong_password:
    "La contraseña no abre esta clave privada. Escríbela otra vez y cuida mayúsculas y minúsculas. " +
    "Si es correcta, el archivo .key está dañado: cópialo otra vez de donde guardaste tu e.firma.",
  other_key:
    "La clave privada es de otro certificado. Elige el archivo .cer y el archivo .key de la misma e.firma.",
  no_webcrypto:
    "El navegador no permite firmar en esta página porque la conexión no es segura. " +
    "Ábrela con una dirección que empiece con https:// en un navegador actualizado.",
});

/** @typedef {keyof typeof SENTENCES} Code */

/** Bytes that the files of an e.firma may have. SAT's have about 1,500. */
export const LARGEST = Object.freeze({ ".cer": 10 * 1024, ".key": 20 * 1024 });

/**
 * @param {Code} code
 * @param {FileKind} file the file that the sentence is about
 */
export function sentence(code, file) {
  return SENTENCES[code].replaceAll("{file}", file).replaceAll("{limit}", String(LARGEST[file] / 1024));
}
