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

const numberPattern = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const namePattern = /[A-Za-z_][A-Za-z_0-9]*/y;
const symbolPattern = /\*\*|<=|>=|==|!=|[-+*/<>=(),:;]/y;
const blankPattern = /[ \t\f]+|#[^\n\r]*/y;
const breakPattern = /\r\n|\n|\r/y;

/** Splits a program into tokens. Errors: `program-syntax` at a character that starts no token. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  let depth = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (offset < text.length) {
    const at = { line, column: offset - lineStart + 1 };
    let found = take(blankPattern);
    if (found !== null) {
      offset += found.length;
      continue;
    }
    found = take(breakPattern);
    if (found !== null) {
      offset += found.length;
      line += 1;
      lineStart = offset;
      if (depth === 0) tokens.push({ kind: "end", text: "end of line", at });
      continue;
    }
    const token = readToken(take, at);
    if (token === null) {
      const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
      throw sourceError("program-syntax", `Programs have no character ${JSON.stringify(character)}.`, text, at);
    }
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth = Math.max(0, depth - 1);
    tokens.push(token);
    offset += token.text.length;
  }
  tokens.push({ kind: "eof", text: "end of the program", at: { line, column: offset - lineStart + 1 } });
  return tokens;
}

function readToken(take: (pattern: RegExp) => string | null, at: Position): Token | null {
  const number = take(numberPattern);
  if (number !== null) return { kind: "number", text: number, at };
  const name = take(namePattern);
  if (name !== null) return { kind: "name", text: name, at };
  const symbol = take(symbolPattern);
  if (symbol === null) return null;
  return { kind: symbol === ";" ? "end" : "symbol", text: symbol, at };
}
