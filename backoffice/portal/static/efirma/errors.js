// @ts-check
// Why an e.firma could not be opened: `code` for programs, `message` for people.
import { sentence } from "./sentences.js";

export class EfirmaError extends Error {
  /**
   * @param {import("./sentences.js").Code} code
   * @param {import("./sentences.js").FileKind} file the file that it is about
   */
  constructor(code, file) {
    super(sentence(code, file));
    this.name = "EfirmaError";
    this.code = code;
  }
}
