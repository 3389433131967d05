/** Places in a text: lines and columns, from 1, and offsets, from 0. */

/** The lines of a text, as the language reads them. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

/** The offset of a place in a text whose lines end in "\n", as an editor holds it; a place that is not there is the nearest one. */
export function offsetOf(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  const lines = text.split("\n");
  const at = Math.min(Math.max(1, line), lines.length) - 1;
  const before = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0);
  return before + Math.min(Math.max(1, column) - 1, lines[at]!.length);
}

/** What a new line begins with: the blanks that the line of the caret begins with, two more after a colon that begins a function. */
export function indentAfter(text: string, caret: number): string {
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const blanks = /^[ \t]*/.exec(line)![0];
  return /^[ \t]*def\b.*:[ \t]*(#.*)?$/.test(line) ? `${blanks}  ` : blanks;
}
