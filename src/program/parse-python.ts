/**
 * The part of Python that optimizers are written in, over the parser of programs: functions with defaults, loops, docstrings.
 *
 * Expressions are those of programs. What programs lack is a call of a function that is no name: `[]` (x, i) for `x[i]`, `list` and `dict` (each key
 * and its value in turn) in brackets, `tuple` (a, b), `each` (element, variable, list) for `element for variable in list`, and `.f` (x, …) for
 * `x.f(…)`; attributes are names with points (`np.linalg.norm`), strings names with their quotes.
 */
import type { BinaryOperator, Expression, Position } from "./ast.ts";
import { tokenize } from "./lexer.ts";
import { nested, parseArguments, parseChoice } from "./parse-expression.ts";
import {
  accept,
  describe,
  expect,
  expectName,
  fail,
  type Parser,
  type PythonSyntax,
  peek,
  skipEnds,
} from "./parser.ts";

/** A parameter of a function; `value`: its default. */
export interface PythonParameter {
  readonly name: string;
  readonly value: Expression | null;
  readonly at: Position;
}

/** A statement. `operator` of `x += y` is "+". `tokens`: the text without blanks and comments, as far as the function's own line breaks go. */
export type PythonStatement =
  | {
      readonly kind: "assign";
      readonly targets: readonly Expression[];
      readonly operator: BinaryOperator | null;
      readonly value: Expression;
      readonly at: Position;
    }
  | {
      readonly kind: "for";
      readonly variable: Expression;
      readonly over: Expression;
      readonly body: readonly PythonStatement[];
      readonly at: Position;
    }
  | { readonly kind: "return"; readonly values: readonly Expression[]; readonly at: Position }
  | { readonly kind: "text"; readonly text: string; readonly at: Position }
  | PythonFunction;

/** A function. `words`: its tokens, from `def` on, apart from line breaks. */
export interface PythonFunction {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly PythonParameter[];
  readonly body: readonly PythonStatement[];
  readonly words: readonly string[];
  readonly at: Position;
}

/** Functions whose text is known already, by name: they are compared, not read, and may hold what cannot be read. */
export type KnownFunctions = (name: string, words: readonly string[]) => boolean;

/**
 * Reads a module. Imports are passed over, and functions that `known` says yes to have no body here.
 * Errors: `SyntaxMistake`; `program-syntax` for a text that is too long.
 */
export function parsePython(text: string, known: KnownFunctions = () => false): PythonStatement[] {
  const tokens = tokenize(text, { syntax: "python" });
  const parser: Parser = { python: syntax, text, tokens, next: 0, operators: 0, depth: 0 };
  return parseBlock(parser, { indent: 1, known });
}

const syntax: PythonSyntax = { atom: parsePythonAtom, element: parseElement };

interface Block {
  /** Column that statements begin at. */
  readonly indent: number;
  readonly known: KnownFunctions;
}

function parseBlock(parser: Parser, { indent, known }: Block): PythonStatement[] {
  const statements: PythonStatement[] = [];
  for (skipEnds(parser); peek(parser).kind !== "eof"; skipEnds(parser)) {
    const { at } = peek(parser);
    if (at.column < indent) return statements;
    if (at.column > indent) throw fail(parser, "This line stands further right than the one before it");
    parser.operators = 0;
    if (!passImport(parser)) statements.push(parseStatement(parser, { indent, known }));
  }
  return statements;
}

/** Words of Python that begin what optimizers are not read from. */
const unread: readonly string[] = "class if while with try pass raise assert del global yield async match @".split(" ");

function parseStatement(parser: Parser, block: Block): PythonStatement {
  const { at, kind, text } = peek(parser);
  if (accept(parser, "def")) return parseFunction(parser, block, at);
  if (accept(parser, "for")) return parseLoop(parser, block, at);
  if (unread.includes(text)) {
    throw fail(
      parser,
      `"${text}" begins nothing that can be read; there may be functions, assignments, "for" and "return"`,
    );
  }
  if (kind === "string") {
    parser.next += 1;
    endStatement(parser);
    return { kind: "text", text: stringOf(text), at };
  }
  if (accept(parser, "return")) {
    const values = parseList(parser);
    endStatement(parser);
    return { kind: "return", values: values.flatMap(unpacked), at };
  }
  return parseAssignment(parser, at);
}

/** `(a, b)` returned is a, b. */
function unpacked(value: Expression): readonly Expression[] {
  return value.kind === "call" && value.name === "tuple" ? value.args : [value];
}

function parseAssignment(parser: Parser, at: Position): PythonStatement {
  const parts = [parseChoice(parser)];
  if (accept(parser, ":")) parseChoice(parser); // what a variable's type is
  const found = /^(\*\*|[-+*/%])=$/.exec(peek(parser).text);
  if (found !== null) {
    parser.next += 1;
    parts.push(parseChoice(parser));
  } else {
    if (peek(parser).text !== "=") throw fail(parser, `"=" should stand here, not ${describe(peek(parser))}`);
    while (accept(parser, "=")) parts.push(parseChoice(parser));
  }
  endStatement(parser);
  const operator = found === null ? null : (found[1] as BinaryOperator);
  return { kind: "assign", targets: parts.slice(0, -1), operator, value: parts.at(-1)!, at };
}

function parseFunction(parser: Parser, { indent, known }: Block, at: Position): PythonFunction {
  const first = parser.next - 1;
  const name = expectName(parser, "the function's name");
  const words = wordsOf(parser, first, indent);
  if (known(name, words)) {
    while (peek(parser).kind !== "eof" && !beginsLine(parser.tokens, parser.next, indent)) parser.next += 1;
    return { kind: "function", name, parameters: [], body: [], words, at };
  }
  expect(parser, "(");
  const parameters: PythonParameter[] = [];
  while (!accept(parser, ")")) {
    const parameter = parseParameter(parser);
    if (parameter !== null) parameters.push(parameter);
    if (!accept(parser, ",") && peek(parser).text !== ")") expect(parser, ")");
  }
  if (accept(parser, "->")) parseChoice(parser);
  expect(parser, ":");
  return { kind: "function", name, parameters, body: parseBody(parser, indent, known), words, at };
}

/** Whether the next token is the first of a line that is not part of a block further right than `indent`. */
function beginsLine(tokens: Parser["tokens"], next: number, indent: number): boolean {
  return tokens[next - 1]!.kind === "end" && tokens[next]!.kind !== "end" && tokens[next]!.at.column <= indent;
}

function wordsOf({ tokens }: Parser, first: number, indent: number): string[] {
  const words: string[] = [];
  for (let i = first; tokens[i]!.kind !== "eof"; i++) {
    if (i > first && beginsLine(tokens, i, indent)) break;
    if (tokens[i]!.kind !== "end") words.push(tokens[i]!.text);
  }
  return words;
}

/** Null for `*` and `/` alone. */
function parseParameter(parser: Parser): PythonParameter | null {
  if (accept(parser, "*") || accept(parser, "/")) return null;
  const { at } = peek(parser);
  const name = expectName(parser, "a parameter");
  if (accept(parser, ":")) parseChoice(parser);
  return { name, value: accept(parser, "=") ? parseChoice(parser) : null, at };
}

function parseLoop(parser: Parser, { indent, known }: Block, at: Position): PythonStatement {
  const variable = parseVariable(parser);
  expect(parser, "in");
  const over = parseChoice(parser);
  expect(parser, ":");
  return { kind: "for", variable, over, body: parseBody(parser, indent, known), at };
}

/** The block after a colon: a statement on the same line, or lines further right. */
function parseBody(parser: Parser, indent: number, known: KnownFunctions): PythonStatement[] {
  if (peek(parser).kind !== "end") return [parseStatement(parser, { indent, known })];
  skipEnds(parser);
  const { at } = peek(parser);
  if (peek(parser).kind === "eof" || at.column <= indent) throw fail(parser, "A line further right should follow here");
  return nested(parser, () => parseBlock(parser, { indent: at.column, known }));
}

/** `i`, `i, x` or `i, (x, y)`. */
function parseVariable(parser: Parser): Expression {
  const { at } = peek(parser);
  const one = (): Expression => {
    const place = peek(parser).at;
    if (accept(parser, "(")) return nested(parser, () => closed(parser, parseVariable(parser)));
    return { kind: "name", name: expectName(parser, "a variable"), at: place };
  };
  const names = [one()];
  while (accept(parser, ",")) names.push(one());
  return names.length === 1 ? names[0]! : { kind: "call", name: "tuple", args: names, at };
}

function closed<T>(parser: Parser, value: T): T {
  expect(parser, ")");
  return value;
}

function parseList(parser: Parser): Expression[] {
  const values = [parseChoice(parser)];
  while (accept(parser, ",")) values.push(parseChoice(parser));
  return values;
}

function passImport(parser: Parser): boolean {
  if (peek(parser).text !== "import" && peek(parser).text !== "from") return false;
  while (peek(parser).kind !== "end" && peek(parser).kind !== "eof") parser.next += 1;
  return true;
}

function endStatement(parser: Parser): void {
  const { kind } = peek(parser);
  if (kind !== "end" && kind !== "eof")
    throw fail(parser, `A line should end here, but ${describe(peek(parser))} follows`);
}

/** What an operand is in Python: an atom of programs, a string or something in brackets, and what is taken of it. `atom`: reads the former. */
function parsePythonAtom(parser: Parser, atom: (parser: Parser) => Expression): Expression {
  let value = parseBare(parser, atom);
  for (;;) {
    const { at } = value;
    if (accept(parser, ".")) {
      const name = expectName(parser, "an attribute");
      const path = value.kind === "name" && !/["']/.test(value.name);
      if (path) value = { kind: "name", name: `${(value as { name: string }).name}.${name}`, at };
      else value = { kind: "call", name: `.${name}`, args: [value, ...calledWith(parser)], at };
    } else if (accept(parser, "[")) {
      const index = nested(parser, () => parseChoice(parser));
      expect(parser, "]");
      value = { kind: "call", name: "[]", args: [value, index], at };
    } else if (value.kind === "name" && value.name.includes(".") && peek(parser).text === "(") {
      value = { kind: "call", name: value.name, args: calledWith(parser), at };
    } else return value;
  }
}

function calledWith(parser: Parser): Expression[] {
  return accept(parser, "(") ? nested(parser, () => parseArguments(parser)) : [];
}

function parseBare(parser: Parser, atom: (parser: Parser) => Expression): Expression {
  const { at, kind, text } = peek(parser);
  if (kind === "string") {
    parser.next += 1;
    return { kind: "name", name: `"${stringOf(text)}"`, at };
  }
  if (accept(parser, "None")) return { kind: "name", name: "None", at };
  if (accept(parser, "[")) return { kind: "call", name: "list", args: inBrackets(parser, "]"), at };
  if (accept(parser, "{")) return { kind: "call", name: "dict", args: inBrackets(parser, "}"), at };
  if (accept(parser, "(")) {
    const values = nested(parser, () => inBrackets(parser, ")"));
    return values.length === 1 ? values[0]! : { kind: "call", name: "tuple", args: values, at };
  }
  return atom(parser);
}

/** Values with commas between them, keys and values in turn; `element for variable in list` is one. */
function inBrackets(parser: Parser, close: string): Expression[] {
  const values: Expression[] = [];
  while (!accept(parser, close)) {
    values.push(parseElement(parser));
    if (accept(parser, ":")) values.push(parseElement(parser));
    if (!accept(parser, ",") && peek(parser).text !== close) expect(parser, close);
  }
  return values;
}

/** An element, or all of them: `f(x) for x in list`. */
function parseElement(parser: Parser): Expression {
  const value = parseChoice(parser);
  if (!parser.python || !accept(parser, "for")) return value;
  const variable = parseVariable(parser);
  expect(parser, "in");
  return { kind: "call", name: "each", args: [value, variable, parseChoice(parser)], at: value.at };
}

/** The text of a string, as far as its escapes are those of quotes and backslashes. */
function stringOf(text: string): string {
  const [quotes] = /^("""|'''|"|')/.exec(text)!;
  return text.slice(quotes.length, -quotes.length).replace(/\\([\\"'])/g, "$1");
}
