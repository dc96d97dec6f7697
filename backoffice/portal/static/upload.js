// @ts-check
// Sending one file with progress. What was interrupted says so and can simply be sent again: the same file counts once.

/**
 * @param {string} path @param {Uint8Array} data @param {Record<string, string>} headers
 * @param {(share: number) => void} progress
 * @returns {Promise<{ok: boolean, error?: string, next?: string}>}
 */
export function upload(path, data, headers, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const interrupted = () => resolve({
      ok: false,
      error: "El envío se interrumpió. Revisa tu conexión y da clic otra vez en «Enviar archivo»: no se duplica.",
    });
    request.open("POST", path);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("error", interrupted);
    request.addEventListener("abort", interrupted);
    request.addEventListener("load", () => {
      let said = {};
      try {
        said = JSON.parse(request.responseText);
      } catch {
        return interrupted();
      }
      return resolve({ ...said, ok: request.status < 300 });
    });
    request.send(data);
  });
}
