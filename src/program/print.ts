/**
 * The canonical text of a program: helpers first, one statement a line, single spaces, as few parentheses as the grammar
 * needs.
 *
 * Law: `parseProgram(printProgram(p))` equals p up to positions, and printing is a fixed point. The canonical text is a
 * program's identity: it is what is stored, hashed and shown. Comments are no part of it.
 */
import type { BinaryOperator, Expression, Helper, Program, Statement } from "./ast.ts";

/** Text of a program, ending in a line break. */
export function printProgram(program: Program): string {
  if (program.dialect === "library") return `${program.statements.map(printStatement).join("\n")}\n`;
  return paperText(program, program.statements.map(printStatement));
}

/** Text of a program of the paper's dialect, of which each statement is printed already. */
export function paperText(
  { helpers, parameters }: Pick<Program, "helpers" | "parameters">,
  statements: readonly string[],
): string {
  return helpers.map(printFunction).join("") + functionText({ name: "train", parameters }, statements);
}

/** Text of one function, ending in a line break. */
export function printFunction(defined: Pick<Helper, "name" | "parameters" | "statements">): string {
  return functionText(defined, defined.statements.map(printStatement));
}

function functionText(
  { name, parameters }: Pick<Helper, "name" | "parameters">,
  statements: readonly string[],
): string {
  return `def ${name}(${parameters.join(", ")}):\n${statements.map((text) => `  ${text}\n`).join("")}`;
}

/** Text of one statement, without a line break. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case "assign":
      return `${statement.target} = ${printExpression(statement.value)}`;
    case "state":
    case "scalar":
    case "hyper":
      return `${statement.kind} ${statement.target} = ${printExpression(statement.value)}`;
    case "return":
      return `return ${statement.values.map((value) => printExpression(value)).join(", ")}`;
  }
}

/** Text of one expression. */
export function printExpression(expression: Expression): string {
  return printAt(expression, 0);
}

/** How tightly each kind of expression binds; an operand that binds looser than its place asks gets parentheses. */
const tightness = {
  choice: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  negation: 7,
  power: 8,
  atom: 9,
};

const binaryTightness: { readonly [O in BinaryOperator]: number } = {
  or: tightness.or,
  and: tightness.and,
  "<": tightness.comparison,
  "<=": tightness.comparison,
  ">": tightness.comparison,
  ">=": tightness.comparison,
  "==": tightness.comparison,
  "!=": tightness.comparison,
  "+": tightness.sum,
  "-": tightness.sum,
  "*": tightness.product,
  "/": tightness.product,
  "%": tightness.product,
  "**": tightness.power,
};

function printAt(expression: Expression, place: number): string {
  const text = printBare(expression);
  return bindingOf(expression) < place ? `(${text})` : text;
}

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case "number":
    case "flag":
    case "name":
    case "call":
      return tightness.atom;
    case "unary":
      return expression.operator === "not" ? tightness.not : tightness.negation;
    case "binary":
      return binaryTightness[expression.operator];
    case "choice":
      return tightness.choice;
  }
}

function printBare(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "flag":
      return expression.value ? "True" : "False";
    case "name":
      return expression.name;
    case "call":
      return `${expression.name}(${expression.args.map((arg) => printAt(arg, tightness.choice)).join(", ")})`;
    case "unary":
      return expression.operator === "not"
        ? `not ${printAt(expression.operand, tightness.not)}`
        : `-${printAt(expression.operand, tightness.negation)}`;
    case "binary":
      return printBinary(expression);
    case "choice": {
      const whenTrue = printAt(expression.whenTrue, tightness.or);
      const condition = printAt(expression.condition, tightness.or);
      return `${whenTrue} if ${condition} else ${printAt(expression.whenFalse, tightness.choice)}`;
    }
  }
}

function printBinary(expression: Expression & { readonly kind: "binary" }): string {
  const { operator } = expression;
  const own = binaryTightness[operator];
  const [left, right] = operator === "**" ? [tightness.atom, tightness.negation] : [own, own + 1];
  return `${printAt(expression.left, left)} ${operator} ${printAt(expression.right, right)}`;
}
