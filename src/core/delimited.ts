/**
 * Tables of text with a separator between the fields of a line (RFC 4180 and its relatives with semicolons and tabs).
 */

/** What may separate fields. */
export type Separator = "," | ";" | "\t";

/** Fields of a line and where it stood, counted from 1. */
export interface DelimitedRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The lines of a text that are not blank, whatever ends them; a byte order mark at the beginning is none of it. Fields lose blanks around
 * them; a quoted one may hold separators, and a doubled quote in it is one quote. A field holds no line break.
 */
export function delimitedRows(text: string, separator: Separator): DelimitedRow[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((content, i) => ({ line: i + 1, content }))
    .filter(({ content }) => content.trim() !== "")
    .map(({ line, content }) => ({ line, fields: fieldsOf(content, separator) }));
}

/** What separates the fields of a text: the first of tab, semicolon and comma that its first line has outside quotes. */
export function separatorOf(text: string): Separator {
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== "") ?? "";
  const plain = first.replace(/"(?:[^"]|"")*"/g, "");
  return (["\t", ";"] as const).find((separator) => plain.includes(separator)) ?? ",";
}

/** A field and the separator after it. */
const patterns: { readonly [S in Separator]: RegExp } = {
  ",": /(?:\s*"((?:[^"]|"")*)"\s*|([^,]*)),/g,
  ";": /(?:\s*"((?:[^"]|"")*)"\s*|([^;]*));/g,
  "\t": /(?: *"((?:[^"]|"")*)" *|([^\t]*))\t/g,
};

function fieldsOf(line: string, separator: Separator): string[] {
  return [...`${line}${separator}`.matchAll(patterns[separator])].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!.trim(),
  );
}
