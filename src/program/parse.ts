/**
 * Tokens to a program, by recursive descent; precedence as in Python.
 *
 *   program    = statements | function { function }
 *   function   = "def" name "(" [ name { "," name } ] ")" ":" statements
 *   statements = statement { end statement }
 *   statement  = ( "state" | "scalar" | "hyper" ) name "=" choice | name "=" choice | "return" choice { "," choice }
 *   choice     = or [ "if" or "else" choice ]
 *   or, and, not, comparison, sum, product, unary, power = the usual ladder; "**" binds tighter than a minus before it
 *   atom       = number | name | name "(" [ choice { "," choice } ] ")" | "(" choice ")" | "True" | "False"
 */
import { nearest } from "../core/errors.ts";
import type { BinaryOperator, Expression, Helper, Position, Program, Statement } from "./ast.ts";
import { keywords } from "./ast.ts";
import { type Token, tokenize } from "./lexer.ts";
import { sourceError } from "./source-error.ts";

/** Operators in one expression, and nesting, beyond which a program is refused: far above any sensible program. */
const maxOperators = 500;
const maxDepth = 100;

interface Parser {
  readonly text: string;
  readonly tokens: readonly Token[];
  next: number;
  operators: number;
  depth: number;
}

/**
 * Parses a program of either dialect: a text that begins with `def` is a paper program. Of several functions, the one
 * called `train` is the program and the others are its helpers; a single function may have any name.
 * Errors: `program-syntax`, with line, column, the source line and a caret.
 */
export function parseProgram(text: string): Program {
  const parser: Parser = { text, tokens: tokenize(text), next: 0, operators: 0, depth: 0 };
  skipEnds(parser);
  if (peek(parser).text === "def") return parsePaperProgram(parser);
  const statements = parseStatements(parser);
  if (peek(parser).text === "def") {
    throw fail(parser, 'A program with functions begins with "def"; here, statements stand before the first one');
  }
  return { dialect: "library", helpers: [], parameters: [], statements };
}

function parsePaperProgram(parser: Parser): Program {
  const defined: Helper[] = [];
  while (peek(parser).text === "def") defined.push(parseFunction(parser));
  const named = defined.filter(({ name }) => name === "train");
  const [main] = defined.length === 1 ? defined : named;
  if (main === undefined) {
    const names = defined.map(({ name }) => name).join(", ");
    throw fail(
      parser,
      `Of several functions, the one that is the program must be called "train"; found ${names}`,
      defined.at(-1)!.at,
    );
  }
  if (named.length > 1) throw fail(parser, 'There must be one function "train"; here is a second one', named[1]!.at);
  const helpers = defined.filter((each) => each !== main);
  return { dialect: "paper", helpers, parameters: main.parameters, statements: main.statements };
}

function parseFunction(parser: Parser): Helper {
  const { at } = peek(parser);
  expect(parser, "def");
  const name = expectName(parser, "the function's name");
  expect(parser, "(");
  const parameters: string[] = [];
  if (!accept(parser, ")")) {
    do parameters.push(expectName(parser, "a parameter"));
    while (accept(parser, ","));
    expect(parser, ")");
  }
  expect(parser, ":");
  return { name, parameters, statements: parseStatements(parser), at };
}

/** Statements up to the end of the text or the next `def`: at least one. */
function parseStatements(parser: Parser): Statement[] {
  const statements: Statement[] = [];
  skipEnds(parser);
  while (peek(parser).kind !== "eof" && peek(parser).text !== "def") {
    statements.push(parseStatement(parser));
    if (peek(parser).kind !== "eof" && peek(parser).kind !== "end") {
      throw fail(parser, `A statement should end here, but ${describe(peek(parser))} follows`);
    }
    skipEnds(parser);
  }
  if (statements.length === 0) throw fail(parser, "A program needs at least one statement, and so does a function");
  return statements;
}

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
  if (peek(parser).text !== "=") throw missingAssignment(parser, before);
  expect(parser, "=");
  const value = parseChoice(parser);
  return { kind: declares ? text : "assign", target, value, at };
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

function parseChoice(parser: Parser): Expression {
  return nested(parser, () => {
    const whenTrue = parseLadder(parser, 0);
    if (!accept(parser, "if")) return whenTrue;
    countOperator(parser);
    const condition = parseLadder(parser, 0);
    if (peek(parser).text !== "else") {
      throw fail(
        parser,
        `A choice is "a if condition else b"; "else" should stand here, not ${describe(peek(parser))}`,
      );
    }
    parser.next += 1;
    const whenFalse = parseChoice(parser);
    return { kind: "choice", condition, whenTrue, whenFalse, at: whenTrue.at };
  });
}

/** Left-associative levels, loosest first; `not` sits between `and` and the comparisons. */
const ladder: readonly (readonly BinaryOperator[] | "not")[] = [
  ["or"],
  ["and"],
  "not",
  ["<", "<=", ">", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
];

function parseLadder(parser: Parser, level: number): Expression {
  const operators = ladder[level];
  if (operators === undefined) return parseUnary(parser);
  if (operators === "not") return parseNot(parser, level);
  let left = parseLadder(parser, level + 1);
  for (;;) {
    const operator = operators.find((candidate) => accept(parser, candidate));
    if (operator === undefined) return left;
    countOperator(parser);
    const right = parseLadder(parser, level + 1);
    left = { kind: "binary", operator, left, right, at: left.at };
  }
}

function parseNot(parser: Parser, level: number): Expression {
  const { at } = peek(parser);
  if (!accept(parser, "not")) return parseLadder(parser, level + 1);
  countOperator(parser);
  return { kind: "unary", operator: "not", operand: nested(parser, () => parseNot(parser, level)), at };
}

function parseUnary(parser: Parser): Expression {
  const { at } = peek(parser);
  if (!accept(parser, "-")) return parsePower(parser);
  countOperator(parser);
  return { kind: "unary", operator: "-", operand: nested(parser, () => parseUnary(parser)), at };
}

function parsePower(parser: Parser): Expression {
  const left = parseAtom(parser);
  if (!accept(parser, "**")) return left;
  countOperator(parser);
  const right = nested(parser, () => parseUnary(parser));
  return { kind: "binary", operator: "**", left, right, at: left.at };
}

function parseAtom(parser: Parser): Expression {
  const token = peek(parser);
  const { at } = token;
  if (token.kind === "number") {
    const value = Number(token.text);
    if (!Number.isFinite(value)) throw fail(parser, `The number ${token.text} is too large for float64`);
    parser.next += 1;
    return { kind: "number", value, at };
  }
  if (accept(parser, "True")) return { kind: "flag", value: true, at };
  if (accept(parser, "False")) return { kind: "flag", value: false, at };
  if (accept(parser, "(")) {
    const inner = parseChoice(parser);
    expect(parser, ")");
    return inner;
  }
  const name = expectName(parser, "an expression");
  return accept(parser, "(") ? { kind: "call", name, args: parseArguments(parser), at } : { kind: "name", name, at };
}

function parseArguments(parser: Parser): Expression[] {
  const args: Expression[] = [];
  if (accept(parser, ")")) return args;
  do args.push(parseChoice(parser));
  while (accept(parser, ","));
  expect(parser, ")");
  return args;
}

function nested<T>(parser: Parser, parse: () => T): T {
  parser.depth += 1;
  if (parser.depth > maxDepth)
    throw fail(parser, `Expressions may nest ${maxDepth} deep; split this one into statements`);
  const result = parse();
  parser.depth -= 1;
  return result;
}

function countOperator(parser: Parser): void {
  parser.operators += 1;
  if (parser.operators > maxOperators) {
    throw fail(parser, `A statement may hold ${maxOperators} operators; split this one into several`);
  }
}

function peek(parser: Parser): Token {
  return parser.tokens[parser.next]!;
}

function accept(parser: Parser, text: string): boolean {
  const token = peek(parser);
  if (token.text !== text || token.kind === "eof" || token.kind === "end") return false;
  parser.next += 1;
  return true;
}

function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) throw fail(parser, `"${text}" should stand here, not ${describe(peek(parser))}`);
}

function expectName(parser: Parser, wanted: string): string {
  const token = peek(parser);
  if (token.kind !== "name") throw fail(parser, `${capital(wanted)} should stand here, not ${describe(token)}`);
  if (keywords.includes(token.text)) {
    throw fail(parser, `${capital(wanted)} should stand here, but "${token.text}" is a word of the language`);
  }
  parser.next += 1;
  return token.text;
}

function skipEnds(parser: Parser): void {
  while (peek(parser).kind === "end") parser.next += 1;
}

function describe(token: Token): string {
  return token.kind === "eof" || token.text === "end of line" ? `the ${token.text}` : `"${token.text}"`;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

function fail(parser: Parser, message: string, at: Position = peek(parser).at): Error {
  const sentence = /[.?]$/.test(message) ? message : `${message}.`;
  return sourceError("program-syntax", sentence, parser.text, at);
}
