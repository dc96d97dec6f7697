// @ts-check
// The page's part of a signature: open the e.firma here, ask the server for the exact statement, sign it, send it back.
// The key and its password stay in this page: only the certificate and the signature leave it.
import { bytesOf, EfirmaError, openEfirma } from "./efirma/efirma.js";
import { sha256Hex, toBase64 } from "./encoding.js";
import { upload } from "./upload.js";

const LARGEST = 5 * 1024 * 1024;
const byId = (id) => document.getElementById(id);
const box = byId("efirma");
const act = box?.dataset.act ?? "";
const csrf = box?.dataset.csrf ?? "";
const base = `/certificacion/firma/${act}`;

/** The e.firma, once it was validated. @type {Awaited<ReturnType<typeof openEfirma>> | null} */
let efirma = null;
let prepared = "";

/** What the server refuses, in its own words. */
class Refusal extends Error {}

async function ask(path, document) {
  const headers = { "content-type": "application/json", accept: "application/json", "x-csrf": csrf };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(document) });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401) window.location.assign("/?volver=/certificacion");
  if (!answer.ok) throw new Refusal(said.error ?? "No se pudo. Actualiza la página y vuelve a intentarlo.");
  return said;
}

function sentence(trouble) {
  if (trouble instanceof EfirmaError || trouble instanceof Refusal) return trouble.message;
  return "Se perdió la comunicación. Revisa tu conexión y vuelve a intentarlo; si ya habíamos recibido lo tuyo, no se repite.";
}

/** Run one step: its button waits, its problem is told beside it. */
async function step(button, problem, work) {
  problem.hidden = true;
  button.disabled = true;
  try {
    await work();
  } catch (trouble) {
    problem.textContent = sentence(trouble);
    problem.hidden = false;
    problem.scrollIntoView({ block: "center" });
  } finally {
    button.disabled = false;
  }
}

/** @param {".cer" | ".key"} kind */
async function chosen(input, kind) {
  const file = input.files?.[0];
  if (!file) throw new Refusal(`Elige el archivo ${kind} de tu e.firma.`);
  return bytesOf(file, kind);
}

async function validate() {
  const cer = await chosen(byId("cer"), ".cer");
  const key = await chosen(byId("key"), ".key");
  const secret = byId("clave");
  if (!secret.value) throw new Refusal("Escribe la contraseña de tu e.firma.");
  efirma = await openEfirma(cer, key, secret.value);
  const said = await ask(`${base}/preparar`, { certificate: toBase64(efirma.certificate) });
  secret.value = "";
  box.hidden = true;
  if (act === "evidencias") show("envio", "envio-firmante", `e.firma validada: ${efirma.name}`);
  else {
    prepared = said.statement;
    byId("cadena").textContent = said.text;
    byId("firmante").textContent = `${efirma.name} · RFC ${efirma.rfc} · certificado ${efirma.number}`;
    show(byId("confirmacion") ? "confirmacion" : "declaracion");
  }
}

function show(id, where, words) {
  const section = byId(id);
  section.hidden = false;
  if (where) byId(where).textContent = words;
  section.querySelector("h2").tabIndex = -1;
  section.querySelector("h2").focus();
}

async function sign() {
  const signature = await efirma.sign(byId("cadena").textContent);
  const reason = byId("motivo")?.value ?? "";
  const said = await ask(base, { statement: prepared, signature, reason });
  window.location.assign(said.next);
}

async function sendFile() {
  const file = byId("archivo").files?.[0];
  if (!file) throw new Refusal("Elige el archivo con los resultados de tus pruebas.");
  if (file.size === 0) throw new Refusal("El archivo está vacío (0 bytes). Revisa que sea el libro de evidencias.");
  if (file.size > LARGEST) throw new Refusal("Los archivos con los resultados de las pruebas no deben ser mayores a 5 MB.");
  const data = new Uint8Array(await file.arrayBuffer());
  const asked = { certificate: toBase64(efirma.certificate), file_name: file.name, file_sha256: await sha256Hex(data) };
  const said = await ask(`${base}/preparar`, asked);
  const headers = { "x-csrf": csrf, "x-statement": said.statement, "x-signature": await efirma.sign(said.text) };
  const bar = byId("avance");
  bar.hidden = false;
  const answer = await upload("/certificacion/evidencias", data, headers, (share) => { bar.value = share * 100; })
    .finally(() => { bar.hidden = true; });
  if (!answer.ok) throw new Refusal(answer.error);
  window.location.assign(answer.next);
}

function start() {
  byId("efirma-datos").addEventListener("submit", (event) => {
    event.preventDefault();
    step(byId("validar"), byId("efirma-problema"), validate);
  });
  byId("ver-clave").addEventListener("click", () => {
    const shown = byId("clave").type === "text";
    byId("clave").type = shown ? "password" : "text";
    byId("ver-clave").setAttribute("aria-pressed", String(!shown));
    byId("ver-clave").setAttribute("aria-label", shown ? "Mostrar la contraseña" : "Ocultar la contraseña");
  });
  byId("confirmar")?.addEventListener("click", () => {
    byId("confirmacion").hidden = true;
    show("declaracion");
  });
  byId("continuar")?.addEventListener("click", () => step(byId("continuar"), byId("firma-problema"), sign));
  byId("envio-datos")?.addEventListener("submit", (event) => {
    event.preventDefault();
    step(byId("enviar"), byId("envio-problema"), sendFile);
  });
  if (!window.isSecureContext) { // without it the browser gives no cryptography
    byId("efirma-problema").textContent =
      "Para firmar hace falta una conexión segura (https). Entra al portal con su dirección https:// y vuelve a intentarlo.";
    byId("efirma-problema").hidden = false;
    return;
  }
  byId("validar").disabled = false; // only now: a click before this would have left the page with the fields empty
}

if (box) start();
