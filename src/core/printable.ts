/**
 * Foreign text (names in files, labels, paths) made safe to print: what would move a cursor, colour, hide or reorder text is
 * shown as an escape, and everything else stays as it is.
 *
 * Covered are control characters (C0, DEL, C1: the beginnings of every terminal sequence), the line separators of Unicode, marks
 * that turn the direction of text, lone surrogates, which have no bytes, and the two noncharacters that XML has no form for. The
 * escapes are JavaScript's, so they can be read back.
 * Source of the marks of direction: Boucher and Anderson 2021, arXiv:2111.00169.
 */

const shortForms: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** Whether text has nothing beyond ASCII that prints, which most has not, and is told sooner than what is unsafe. */
const unusual = /[^\u0020-\u007e]/;
const unusualJson = /[^\n\u0020-\u007e]/;

/** The text on one line: line breaks and tabs too are shown as `\n`, `\r`, `\t`. Of text without such characters it is the text. */
export function printable(text: string): string {
  if (!unusual.test(text)) return text;
  return text.replace(unsafe, (character) => shortForms[character] ?? escaped(character));
}

/** The same for text of several lines (a sentence with an excerpt): its line breaks stay. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** JSON text, with what `JSON.stringify` leaves raw escaped in JSON's own way: the value stays the same. */
export function printableJson(json: string): string {
  if (!unusualJson.test(json)) return json;
  return json.replace(unsafe, (character) => (character === "\n" ? character : unicodeEscape(character)));
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : unicodeEscape(character);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
