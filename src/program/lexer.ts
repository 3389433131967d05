/**
 * Program text to tokens. Line breaks and `;` both end a statement; inside parentheses line breaks are blanks;
 * `#` starts a comment; indentation has no meaning, since there are no blocks.
 */
import type { Position } from "./ast.ts";
import { sourceError } from "./source-error.ts";

/** One token. `end` separates statements; `eof` is the last; `bad` is a character that starts no token; `string`: in Python alone. */
export interface Token {
  readonly kind: "number" | "name" | "string" | "symbol" | "end" | "eof" | "bad";
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

/** What a text is read as: one of programs, or of Python, of which programs are a part; where reading begins. */
export interface LexerOptions {
  readonly start?: LineStart;
  readonly syntax?: "program" | "python";
}

/** Blank, line break, number, name, symbol, string: one of six groups. */
const programPattern =
  /([ \t\f]+|#[^\n\r]*)|(\r\n|\n|\r)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(\*\*=|\*\*|<=|>=|==|!=|[-+*/%]=|[-+*/%<>=(),:;])/y;

/** The same with strings, brackets, attributes, element logic, and lines that are continued. */
const pythonPattern =
  /([ \t\f]+|#[^\n\r]*|\\(?:\r\n|\n|\r))|(\r\n|\n|\r)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(\*\*=|\*\*|\/\/|->|<=|>=|==|!=|[-+*/%]=|[-+*/%<>=(),:;[\]{}.&|~@^])|("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n\r]|\\[\s\S])*"|'(?:[^'\\\n\r]|\\[\s\S])*')/y;

const opening: readonly string[] = ["(", "[", "{"];
const closing: readonly string[] = [")", "]", "}"];

/** Characters beyond which a text is refused: far above any sensible program. */
const maxLength = 1_000_000;

/**
 * Splits a program into tokens, from `start` on. A byte order mark before it is left out.
 * Errors: `program-syntax` for a text that is too long.
 */
export function tokenize(text: string, { start, syntax = "program" }: LexerOptions = {}): Token[] {
  const pattern = syntax === "python" ? pythonPattern : programPattern;
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
    const [, blank, lineBreak, number, name, symbol, string] = found;
    if (lineBreak !== undefined || syntax === "python") {
      const last = Math.max(found[0].lastIndexOf("\n"), found[0].lastIndexOf("\r"));
      if (last >= 0) lineStart = place.offset + last + 1;
      line += found[0].match(/\r\n|\n|\r/g)?.length ?? 0;
    }
    if (blank !== undefined) continue;
    if (string !== undefined) tokens.push({ kind: "string", text: string, ...place });
    else if (lineBreak !== undefined) {
      if (depth === 0) tokens.push({ kind: "end", text: "end of line", ...place });
    } else if (number !== undefined) tokens.push({ kind: "number", text: number, ...place });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, ...place });
    else {
      if (opening.includes(symbol!)) depth += 1;
      if (closing.includes(symbol!)) depth = Math.max(0, depth - 1);
      tokens.push({ kind: symbol === ";" ? "end" : "symbol", text: symbol!, ...place });
    }
  }
  tokens.push({ kind: "eof", text: "end of the program", at: { line, column: offset - lineStart + 1 }, offset });
  return tokens;
}
