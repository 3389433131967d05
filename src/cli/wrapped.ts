/**
 * Prose in a terminal: broken at spaces, with what follows the first line under it.
 */

/** Least width of a column of prose; a narrower terminal breaks lines itself. */
const leastWidth = 30;

/** `text` in lines that end before column `width`, each but the first after `indent` spaces. A word is never broken. */
export function wrapped(text: string, { width, indent }: { readonly width: number; readonly indent: number }): string {
  const room = Math.max(leastWidth, width - indent);
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
