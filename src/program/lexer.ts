/**
 * Program text to tokens. Line breaks and `;` both end a statement; inside parentheses line breaks are blanks;
 * `#` starts a comment; indentation has no meaning, since there are no blocks.
 */
import type { Position } from "./ast.ts";
import { sourceError } from "./source-error.ts";

/** One token. `end` separates statements; `eof` is the last. */
export interface Token {
  readonly kind: "number" | "name" | "symbol" | "end" | "eof";
  readonly text: string;
  readonly at: Position;
}

/** Blank, line break, number, name, symbol: one of five groups. */
const pattern =
  /([ \t\f]+|#[^\n\r]*)|(\r\n|\n|\r)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(\*\*|<=|>=|==|!=|[-+*/<>=(),:;])/y;

/** Characters beyond which a text is refused: far above any sensible program. */
const maxLength = 1_000_000;

/**
 * Splits a program into tokens. A byte order mark before it is left out.
 * Errors: `program-syntax` at a character that starts no token, and for a text that is too long.
 */
export function tokenize(text: string): Token[] {
  if (text.length > maxLength) {
    const sentence = `A program may have ${maxLength} characters, but this text has ${text.length}.`;
    throw sourceError("program-syntax", sentence, text.slice(0, maxLength), { line: 1, column: 1 });
  }
  const tokens: Token[] = [];
  let offset = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  let lineStart = 0;
  let depth = 0;
  pattern.lastIndex = offset;
  while (offset < text.length) {
    const at = { line, column: offset - lineStart + 1 };
    const found = pattern.exec(text);
    if (found === null) {
      const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
      throw sourceError("program-syntax", `Programs have no character ${JSON.stringify(character)}.`, text, at);
    }
    offset = pattern.lastIndex;
    const [, blank, lineBreak, number, name, symbol] = found;
    if (blank !== undefined) continue;
    if (lineBreak !== undefined) {
      line += 1;
      lineStart = offset;
      if (depth === 0) tokens.push({ kind: "end", text: "end of line", at });
    } else if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else {
      if (symbol === "(") depth += 1;
      if (symbol === ")") depth = Math.max(0, depth - 1);
      tokens.push({ kind: symbol === ";" ? "end" : "symbol", text: symbol!, at });
    }
  }
  tokens.push({ kind: "eof", text: "end of the program", at: { line, column: offset - lineStart + 1 } });
  return tokens;
}
