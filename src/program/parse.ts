/**
 * Tokens to a program, by recursive descent; precedence as in Python.
 *
 *   program    = statements | function { function }
 *   function   = "def" name "(" [ name { "," name } ] ")" ":" statements
 *   statements = statement { end statement }
 *   statement  = ( "state" | "scalar" | "hyper" ) name "=" choice | name ( "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "**=" ) choice
 *              | "return" choice { "," choice }
 *   choice     = or [ "if" or "else" choice ]
 *   or, and, not, comparison, sum, product, unary, power = the usual ladder; "**" binds tighter than a minus before it
 *   atom       = number | name | name "(" [ choice { "," choice } ] ")" | "(" choice ")" | "True" | "False"
 *
 * `x -= y` is `x = x - y`, and prints as that. A mistake ends a statement, not the reading: the next one begins at the next line that
 * looks like a statement, so that all mistakes of a text are found at once.
 */
import { nearest } from "../core/errors.ts";
import type { BinaryOperator, Expression, Helper, Position, Program, Statement } from "./ast.ts";
import { type Token, tokenize } from "./lexer.ts";
import { parseChoice } from "./parse-expression.ts";
import { accept, describe, expect, expectName, fail, type Parser, peek, SyntaxMistake, skipEnds } from "./parser.ts";
import { sourceError } from "./source-error.ts";

/** Mistakes after which the reading ends. */
const maxMistakes = 20;

/** What a text was read as. */
export interface ReadText {
  /** The program, with 1 as the value of each statement that could not be read; null where not even its form could be. */
  readonly program: Program | null;
  /** Mistakes of syntax, in order, 20 at most. */
  readonly mistakes: readonly { readonly message: string; readonly at: Position }[];
  /** False where a statement was left out whole, so that a name may seem to have no value. */
  readonly namesKnown: boolean;
}

/**
 * Parses a program of either dialect: a text that begins with `def` is a paper program. Of several functions, the one
 * called `train` is the program and the others are its helpers; a single function may have any name.
 * Errors: `program-syntax`, with line, column, the source line and a caret.
 */
export function parseProgram(text: string): Program {
  const { program, mistakes } = readProgramText(text, 1);
  const [first] = mistakes;
  if (program !== null && first === undefined) return program;
  throw sourceError("program-syntax", first!.message, text, first!.at);
}

/** Reads a text as far as it can be read. Errors: `program-syntax` for a text that is too long. */
export function readProgramText(text: string, limit = maxMistakes): ReadText {
  const reader: Reader = {
    ...{ text, tokens: tokenize(text), next: 0, operators: 0, depth: 0 },
    ...{ mistakes: [], limit, namesKnown: true },
  };
  let program: Program | null = null;
  try {
    program = parseWhole(reader);
  } catch (error) {
    note(reader, error);
  }
  return { program, mistakes: reader.mistakes, namesKnown: reader.namesKnown };
}

/** A parser that notes mistakes and goes on. */
interface Reader extends Parser {
  readonly mistakes: { message: string; at: Position }[];
  readonly limit: number;
  namesKnown: boolean;
}

function note(reader: Reader, error: unknown): void {
  if (!(error instanceof SyntaxMistake)) throw error;
  if (reader.mistakes.length < reader.limit) reader.mistakes.push({ message: error.message, at: error.at });
}

function parseWhole(reader: Reader): Program {
  skipEnds(reader);
  if (peek(reader).text === "def") return parsePaperProgram(reader);
  const statements = parseStatements(reader);
  if (peek(reader).text === "def") {
    throw fail(reader, 'A program with functions begins with "def"; here, statements stand before the first one');
  }
  return { dialect: "library", helpers: [], parameters: [], statements };
}

function parsePaperProgram(reader: Reader): Program {
  const defined: Helper[] = [];
  while (peek(reader).text === "def") defined.push(parseFunction(reader));
  const named = defined.filter(({ name }) => name === "train");
  const [main] = defined.length === 1 ? defined : named;
  if (main === undefined) {
    const names = defined.map(({ name }) => name).join(", ");
    throw fail(
      reader,
      `Of several functions, the one that is the program must be called "train"; found ${names}`,
      defined.at(-1)!.at,
    );
  }
  if (named.length > 1) throw fail(reader, 'There must be one function "train"; here is a second one', named[1]!.at);
  const helpers = defined.filter((each) => each !== main);
  return { dialect: "paper", helpers, parameters: main.parameters, statements: main.statements };
}

function parseFunction(reader: Reader): Helper {
  const { at } = peek(reader);
  expect(reader, "def");
  const name = expectName(reader, "the function's name");
  expect(reader, "(");
  const parameters: string[] = [];
  if (!accept(reader, ")")) {
    do parameters.push(expectName(reader, "a parameter"));
    while (accept(reader, ","));
    expect(reader, ")");
  }
  expect(reader, ":");
  return { name, parameters, statements: parseStatements(reader), at };
}

/** Statements up to the end of the text or the next `def`: at least one. */
function parseStatements(reader: Reader): Statement[] {
  const statements: Statement[] = [];
  skipEnds(reader);
  while (peek(reader).kind !== "eof" && peek(reader).text !== "def") {
    const start = reader.next;
    try {
      statements.push(parseStatement(reader));
      if (peek(reader).kind !== "eof" && peek(reader).kind !== "end") {
        throw fail(reader, `A statement should end here, but ${describe(peek(reader))} follows`);
      }
    } catch (error) {
      note(reader, error);
      if (reader.mistakes.length >= reader.limit) throw error;
      statements.push(...standIn(reader, start));
      recover(reader, start);
    }
    skipEnds(reader);
  }
  if (statements.length === 0 && reader.namesKnown) {
    throw fail(reader, "A program needs at least one statement, and so does a function");
  }
  return statements;
}

/** Words that begin a statement of their own. */
const starters: readonly string[] = ["return", "state", "scalar", "hyper", "def"];

/** Goes to the next statement: to the end of this one, or to a line that looks like one though a parenthesis is open. */
function recover(reader: Reader, start: number): void {
  const first = reader.tokens[start]!;
  reader.depth = 0;
  reader.next = Math.max(reader.next, start + 1);
  for (; ; reader.next++) {
    const token = peek(reader);
    if (token.kind === "eof" || token.kind === "end") return;
    const newLine = token.at.line > Math.max(first.at.line, reader.tokens[reader.next - 1]!.at.line);
    if (!newLine || !(starters.includes(token.text) || isAssignment(reader.tokens, reader.next))) continue;
    const column = token.at.column - 1;
    reader.tokens = tokenize(reader.text, { start: { offset: token.offset - column, line: token.at.line } });
    reader.next = 0;
    return;
  }
}

function isAssignment(tokens: readonly Token[], at: number): boolean {
  return tokens[at]!.kind === "name" && assignments.has(tokens[at + 1]?.text ?? "");
}

/** What stands for a statement that could not be read: its name with the value 1, where it has one. */
function standIn(reader: Reader, start: number): Statement[] {
  const { at, text } = reader.tokens[start]!;
  const declares = text === "state" || text === "scalar" || text === "hyper";
  const name = reader.tokens[start + (declares ? 1 : 0)]!;
  const known = name.kind === "name" && assignments.has(reader.tokens[start + (declares ? 2 : 1)]?.text ?? "");
  if (!known) reader.namesKnown = false;
  const value: Expression = { kind: "number", value: 1, at };
  return known ? [{ kind: declares ? text : "assign", target: name.text, value, at }] : [];
}

/** What stands between a name and its new value, and the operator that it applies. */
const assignments: ReadonlyMap<string, BinaryOperator | null> = new Map([
  ["=", null],
  ...(["+", "-", "*", "/", "%", "**"] as const).map((operator) => [`${operator}=`, operator] as const),
]);

function parseStatement(parser: Parser): Statement {
  const { at, text } = peek(parser);
  parser.operators = 0;
  if (text === "return") {
    parser.next += 1;
    const values = [parseChoice(parser)];
    while (accept(parser, ",")) values.push(parseChoice(parser));
    return { kind: "return", values, at };
  }
  const declares = text === "state" || text === "scalar" || text === "hyper";
  if (declares) parser.next += 1;
  const before = parser.next;
  const target = expectName(parser, declares ? `a name after "${text}"` : "a statement");
  const operator = assignments.get(peek(parser).text);
  if (operator === undefined || (declares && operator !== null)) throw missingAssignment(parser, before);
  parser.next += 1;
  const value = parseChoice(parser);
  if (declares) return { kind: text, target, value, at };
  if (operator === null) return { kind: "assign", target, value, at };
  const left: Expression = { kind: "name", name: target, at };
  return { kind: "assign", target, value: { kind: "binary", operator, left, right: value, at }, at };
}

function missingAssignment(parser: Parser, before: number): Error {
  const first = parser.tokens[before]!.text;
  const near = nearest(first, ["state", "scalar", "hyper", "return", "def"])[0];
  const hint = peek(parser).kind === "name" && near !== undefined ? ` Did you mean "${near}"?` : "";
  return fail(
    parser,
    `A statement is "name = expression"; "=" should stand here, not ${describe(peek(parser))}.${hint}`,
  );
}
