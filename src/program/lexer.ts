/**
 * Program text to tokens. Line breaks and `;` both end a statement; inside parentheses line breaks are blanks;
 * `#` starts a comment; indentation has no meaning, since there are no blocks.
 */
import type { Position } from "./ast.ts";
import { sourceError } from "./source-error.ts";

/** One token. `end` separates statements; `eof` is the last; `bad` is a character that starts no token. */
export interface Token {
  readonly kind: "number" | "name" | "symbol" | "end" | "eof" | "bad";
  readonly text: string;
  readonly at: Position;
  /** Place in the text, from 0. */
  readonly offset: number;
}

/** Where a text is read from: the beginning of a line. */
export interface LineStart {
  readonly offset: number;
  readonly line: number;
}

/** Blank, line break, number, name, symbol: one of five groups. */
const pattern =
  /([ \t\f]+|#[^\n\r]*)|(\r\n|\n|\r)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(\*\*=|\*\*|<=|>=|==|!=|[-+*/%]=|[-+*/%<>=(),:;])/y;

/** Characters beyond which a text is refused: far above any sensible program. */
const maxLength = 1_000_000;

/**
 * Splits a program into tokens, from `start` on. A byte order mark before it is left out.
 * Errors: `program-syntax` for a text that is too long.
 */
export function tokenize(text: string, start?: LineStart): Token[] {
  if (text.length > maxLength) {
    const sentence = `A program may have ${maxLength} characters, but this text has ${text.length}.`;
    throw sourceError("program-syntax", sentence, text.slice(0, maxLength), { line: 1, column: 1 });
  }
  const tokens: Token[] = [];
  let offset = start?.offset ?? (text.startsWith("\uFEFF") ? 1 : 0);
  let line = start?.line ?? 1;
  let lineStart = start?.offset ?? 0;
  let depth = 0;
  pattern.lastIndex = offset;
  while (offset < text.length) {
    const place = { at: { line, column: offset - lineStart + 1 }, offset };
    const found = pattern.exec(text);
    if (found === null) {
      const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
      tokens.push({ kind: "bad", text: character, ...place });
      offset += character.length;
      pattern.lastIndex = offset;
      continue;
    }
    offset = pattern.lastIndex;
    const [, blank, lineBreak, number, name, symbol] = found;
    if (blank !== undefined) continue;
    if (lineBreak !== undefined) {
      line += 1;
      lineStart = offset;
      if (depth === 0) tokens.push({ kind: "end", text: "end of line", ...place });
    } else if (number !== undefined) tokens.push({ kind: "number", text: number, ...place });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, ...place });
    else {
      if (symbol === "(") depth += 1;
      if (symbol === ")") depth = Math.max(0, depth - 1);
      tokens.push({ kind: symbol === ";" ? "end" : "symbol", text: symbol!, ...place });
    }
  }
  tokens.push({ kind: "eof", text: "end of the program", at: { line, column: offset - lineStart + 1 }, offset });
  return tokens;
}
