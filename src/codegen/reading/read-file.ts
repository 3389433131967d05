/** A file of any form that is read: an export as JSON or for NumPy, a listing as papers have it, a program. */
import { printProgram } from "../../program/print.ts";
import { programFileOf } from "./program-file.ts";
import { type FileText, type ReadOptimizer, readNumpyExport, withSentences } from "./read-export.ts";
import { isJson, readJsonExport } from "./read-json.ts";
import { readListing } from "./read-listing.ts";
import { isNumpyExport } from "./read-numpy.ts";

/** An export that can be read; null for a text that is none. Errors: `unreadable-program`. */
export function readExport(file: FileText): ReadOptimizer | null {
  if (isJson(file.text)) return readJsonExport(file);
  return isNumpyExport(file.text) ? readNumpyExport(file) : null;
}

/** The text of a program file for what a file holds, with what it says of itself as comments. Errors: `unreadable-program`. */
export function programTextOf({ shown, text }: FileText): string {
  const file = { shown, text: withoutFences(text) };
  const read = readExport(file);
  if (read === null) return printProgram(withSentences(file, () => readListing(file.text)));
  return programFileOf(read);
}

/** Without the marks between which Markdown has code; lines stay where they are. */
function withoutFences(text: string): string {
  const found = /^([ \t]*)```[^\n]*\n([\s\S]*?)^\1```[ \t]*$/m.exec(text);
  if (found === null) return text;
  const before = text.slice(0, found.index).replace(/[^\n]/g, "");
  return `${before}\n${found[2]}`;
}
