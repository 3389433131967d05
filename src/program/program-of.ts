/**
 * A genome as a program, for people and for binding: one statement an instruction, operators as operators, calls else.
 */
import type { BinaryOperator, Expression, Program, Statement } from "./ast.ts";
import { bindProgram } from "./bind.ts";
import type { Genome, Instruction, Operand } from "./genome.ts";
import { helperDefinitions } from "./helpers.ts";
import { paperText, printStatement } from "./print.ts";
import type { Rule } from "./rule.ts";

/** The program of a genome, with the definitions of the helpers that it calls. Positions are those of its printed text. */
export function programOf(genome: Genome): Program {
  const helpers = helperDefinitions(genome.body.map(({ fn }) => fn));
  const above = helpers.reduce((lines, { statements }) => lines + 1 + statements.length, 0);
  const body = genome.body.map((instruction, i) => statementOf(instruction, above + i + 2));
  const line = above + genome.body.length + 2;
  const values = genome.outputs.map((output) => expressionOf(output, { line, column: 3 }));
  const last: Statement = { kind: "return", values, at: { line, column: 3 } };
  return { dialect: "paper", helpers, parameters: genome.inputs, statements: [...body, last] };
}

/**
 * Text of a genome, as in the paper's listings; `genomeOf(parseProgram(text))` gives it back.
 * Law: the text of `printProgram(programOf(genome))`. A child shares all but a few statements with its parent, and their texts.
 */
export function genomeText({ inputs, body, outputs }: Genome): string {
  const helpers = helperDefinitions(body.map(({ fn }) => fn));
  return paperText({ helpers, parameters: inputs }, [...body.map(instructionText), returnText(outputs)]);
}

/** What a genome does, ready to run: see `bindProgram`. Errors: `program-invalid`. */
export function bindGenome(genome: Genome): Rule {
  return bindProgram(programOf(genome), {});
}

const texts = new WeakMap<Instruction, string>();

function instructionText(instruction: Instruction): string {
  const known = texts.get(instruction);
  if (known !== undefined) return known;
  const text = printStatement(statementOf(instruction, 1));
  texts.set(instruction, text);
  return text;
}

function returnText(outputs: readonly Operand[]): string {
  const at = { line: 1, column: 3 };
  return printStatement({ kind: "return", values: outputs.map((output) => expressionOf(output, at)), at });
}

const operators: ReadonlySet<string> = new Set<BinaryOperator>(["+", "-", "*", "/"]);

function statementOf({ target, fn, args }: Instruction, line: number): Statement {
  const at = { line, column: 3 };
  const operands = args.map((arg) => expressionOf(arg, at));
  const value: Expression = operators.has(fn.name)
    ? { kind: "binary", operator: fn.name as BinaryOperator, left: operands[0]!, right: operands[1]!, at }
    : { kind: "call", name: fn.name, args: operands, at };
  return { kind: "assign", target, value, at };
}

function expressionOf(operand: Operand, at: Expression["at"]): Expression {
  if (typeof operand === "string") return { kind: "name", name: operand, at };
  if (operand >= 0) return { kind: "number", value: operand, at };
  return { kind: "unary", operator: "-", operand: { kind: "number", value: -operand, at }, at };
}
