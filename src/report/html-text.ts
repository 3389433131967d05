/**
 * Text made safe for HTML.
 */
import { printable, printableLines } from "../core/printable.ts";

/** Text for an element's content or a quoted attribute, on one line. */
export function escapeHtml(text: string): string {
  return markupFree(printable(text));
}

/** Text of several lines for an element's content. */
export function escapeHtmlLines(text: string): string {
  return markupFree(printableLines(text));
}

function markupFree(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** JSON that may stand inside a script element: no `<`, and none of the two line separators old parsers stumble over. */
export function jsonForScript(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
