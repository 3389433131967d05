/**
 * Expressions of programs by recursive descent: see the grammar in `parse.ts`.
 */
import type { BinaryOperator, Expression } from "./ast.ts";
import { accept, describe, expect, expectName, fail, type Parser, peek } from "./parser.ts";

/** Operators in one expression, and nesting, beyond which a program is refused: far above any sensible program. */
const maxOperators = 500;
const maxDepth = 100;

/** An expression of any kind. */
export function parseChoice(parser: Parser): Expression {
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

/** What operators of one level are called in the text, and what they are. */
type Level = { readonly [sign: string]: BinaryOperator };

const level = (...operators: BinaryOperator[]): Level => Object.fromEntries(operators.map((each) => [each, each]));
const comparisons = level("<", "<=", ">", ">=", "==", "!=");

/** Left-associative levels, loosest first; `not` sits between `and` and the comparisons. */
const ladder: readonly (Level | "not")[] = [
  level("or"),
  level("and"),
  "not",
  comparisons,
  level("+", "-"),
  level("*", "/", "%"),
];

/** The same in Python, where `|` and `&` are the logic of elements and bind tighter than comparisons, of which `is` is one. */
const pythonLadder: typeof ladder = [
  ...ladder.slice(0, 3),
  { ...comparisons, is: "==" },
  { "|": "or" },
  { "&": "and" },
  ...ladder.slice(4),
];

function parseLadder(parser: Parser, place: number): Expression {
  const operators = (parser.python ? pythonLadder : ladder)[place];
  if (operators === undefined) return parseUnary(parser);
  if (operators === "not") return parseNot(parser, place);
  let left = parseLadder(parser, place + 1);
  for (;;) {
    const sign = Object.keys(operators).find((candidate) => accept(parser, candidate));
    if (sign === undefined) return left;
    countOperator(parser);
    const right = parseLadder(parser, place + 1);
    left = { kind: "binary", operator: operators[sign]!, left, right, at: left.at };
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
  if (parser.python && accept(parser, "+")) return nested(parser, () => parseUnary(parser));
  if (parser.python && accept(parser, "~")) {
    return { kind: "unary", operator: "not", operand: nested(parser, () => parseUnary(parser)), at };
  }
  if (!accept(parser, "-")) return parsePower(parser);
  countOperator(parser);
  return { kind: "unary", operator: "-", operand: nested(parser, () => parseUnary(parser)), at };
}

function parsePower(parser: Parser): Expression {
  const left = parser.python?.atom(parser, parseAtom) ?? parseAtom(parser);
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

/** Arguments up to the closing parenthesis, the opening one being read. */
export function parseArguments(parser: Parser): Expression[] {
  const args: Expression[] = [];
  if (accept(parser, ")")) return args;
  do args.push(parser.python?.element(parser) ?? parseChoice(parser));
  while (accept(parser, ",") && !(parser.python && peek(parser).text === ")"));
  expect(parser, ")");
  return args;
}

/** Parses something that is one level deeper. */
export function nested<T>(parser: Parser, parse: () => T): T {
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
