/**
 * What the parser's functions share: tokens and the place among them, what may stand next, and mistakes at places.
 */
import { type Expression, keywords, type Position } from "./ast.ts";
import type { Token } from "./lexer.ts";

/** A parse under way. */
export interface Parser {
  /** Where the text is Python, of which programs are a part: what its operands and arguments are (`parse-python.ts`). */
  readonly python?: PythonSyntax;
  readonly text: string;
  tokens: readonly Token[];
  next: number;
  operators: number;
  depth: number;
}

/** What expressions of Python have beside those of programs. `atom`: reads an operand that programs have as well. */
export interface PythonSyntax {
  atom(parser: Parser, atom: (parser: Parser) => Expression): Expression;
  element(parser: Parser): Expression;
}

/** A mistake of syntax at a place. */
export class SyntaxMistake extends Error {
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}

/** The token that comes next. */
export function peek(parser: Parser): Token {
  return parser.tokens[parser.next]!;
}

/** Takes the next token where it is this one. */
export function accept(parser: Parser, text: string): boolean {
  const token = peek(parser);
  if (token.text !== text || token.kind === "eof" || token.kind === "end") return false;
  parser.next += 1;
  return true;
}

/** Takes the next token, which must be this one. */
export function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) throw fail(parser, `"${text}" should stand here, not ${describe(peek(parser))}`);
}

/** Words of Python that cannot be names; `lambda` can, for papers write so. */
const pythonKeywords: readonly string[] =
  "def return if else and or not True False None for in is import from as class while with try pass".split(" ");

/** Takes the next token, which must be a name; `wanted`: what it would be. */
export function expectName(parser: Parser, wanted: string): string {
  const token = peek(parser);
  if (token.kind !== "name") throw fail(parser, `${capital(wanted)} should stand here, not ${describe(token)}`);
  if ((parser.python ? pythonKeywords : keywords).includes(token.text)) {
    throw fail(parser, `${capital(wanted)} should stand here, but "${token.text}" is a word of the language`);
  }
  parser.next += 1;
  return token.text;
}

/** Takes all ends of statements that come next. */
export function skipEnds(parser: Parser): void {
  while (peek(parser).kind === "end") parser.next += 1;
}

/** A token as messages name it. */
export function describe(token: Token): string {
  return token.kind === "eof" || token.text === "end of line" ? `the ${token.text}` : `"${token.text}"`;
}

/** A mistake at a place, the next token's where none is given; a character that no program has is the mistake itself. */
export function fail(parser: Parser, message: string, at?: Position): SyntaxMistake {
  const token = peek(parser);
  const sentence =
    token.kind === "bad" && at === undefined ? `Programs have no character ${JSON.stringify(token.text)}.` : message;
  return new SyntaxMistake(/[.?]$/.test(sentence) ? sentence : `${sentence}.`, at ?? token.at);
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
