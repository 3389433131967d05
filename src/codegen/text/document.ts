/**
 * Text that knows where it may be broken, laid out as prettier lays it out: a group stays on one line where it fits, else all of its own
 * breaks become lines.
 *
 * Source: Wadler 2003, A prettier printer.
 */

/** A text with places to break it. */
export type Document =
  | string
  | readonly Document[]
  | { readonly kind: "line"; readonly flat: string }
  | { readonly kind: "indent"; readonly of: Document }
  | { readonly kind: "group"; readonly of: Document }
  | { readonly kind: "broken"; readonly text: string };

/** A space, or a line break. */
export const line: Document = { kind: "line", flat: " " };

/** Nothing, or a line break. */
export const softLine: Document = { kind: "line", flat: "" };

/** What is further in by a step where it begins a line. */
export function indented(...of: readonly Document[]): Document {
  return { kind: "indent", of };
}

/** What is on one line where it fits. */
export function group(...of: readonly Document[]): Document {
  return { kind: "group", of };
}

/** Text that is there where the group is broken: a trailing comma. */
export function whereBroken(text: string): Document {
  return { kind: "broken", text };
}

/** Parts with something between them. */
export function joined(parts: readonly Document[], ...between: readonly Document[]): Document {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [...between, part]));
}

interface Piece {
  readonly of: Document;
  readonly indent: number;
  readonly flat: boolean;
}

/** Lays a document out in lines of at most `width` characters where it can be; the first is indented as well. `step`: of an indent. */
export function layOut(
  document: Document,
  { width, indent, step = 2 }: { readonly width: number; readonly indent: number; readonly step?: number },
): string {
  let text = " ".repeat(indent);
  let column = indent;
  const pending: Piece[] = [{ of: document, indent, flat: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { of } = next;
    if (typeof of === "string") {
      text += of;
      column += of.length;
    } else if (!("kind" in of)) pending.push(...[...of].reverse().map((part) => ({ ...next!, of: part })));
    else if (of.kind === "indent") pending.push({ ...next, of: of.of, indent: next.indent + step });
    else if (of.kind === "group") {
      const flat = next.flat || fits({ ...next, of: of.of, flat: true }, pending, width - column);
      pending.push({ ...next, of: of.of, flat });
    } else if (of.kind === "broken") {
      if (!next.flat) pending.push({ ...next, of: of.text });
    } else if (next.flat) {
      text += of.flat;
      column += of.flat.length;
    } else {
      text += `\n${" ".repeat(next.indent)}`;
      column = next.indent;
    }
  }
  return text;
}

/** Whether a piece and what follows it up to the next possible break fit. */
function fits(piece: Piece, after: readonly Piece[], room: number): boolean {
  let left = room;
  const rest = [...after, piece];
  for (let next = rest.pop(); next !== undefined && left >= 0; next = rest.pop()) {
    const { of, flat } = next;
    if (typeof of === "string") left -= of.length;
    else if (!("kind" in of)) rest.push(...[...of].reverse().map((part) => ({ ...next!, of: part })));
    else if (of.kind === "line") {
      if (!flat) return true;
      left -= of.flat.length;
    } else if (of.kind === "broken") left -= flat ? 0 : of.text.length;
    else rest.push({ ...next, of: of.of });
  }
  return left >= 0;
}
