/**
 * A paper program as a genome: nested expressions become statements of their own, operators become functions.
 *
 * Numbers stay operands, a minus before a number belongs to it, and any other minus is `negative`. A bare copy `x = y` is
 * written `x = y * 1`, which is exact for every number and costs nothing once bound.
 */
import { InternalError, LabError } from "../core/errors.ts";
import { type Expression, type Program, paperInputs } from "./ast.ts";
import { requireValid } from "./check.ts";
import type { ProgramFunction } from "./functions.ts";
import type { Genome, Instruction, Operand } from "./genome.ts";
import { canonicalFunction } from "./genome-functions.ts";
import { compileHelpers } from "./helpers.ts";
import { sharedName } from "./names.ts";
import { operandList } from "./operands.ts";
import { excerpt } from "./source-error.ts";

/** A conversion under way. */
interface Conversion {
  readonly text: string | undefined;
  readonly helpers: ReadonlyMap<string, ProgramFunction>;
  readonly names: Set<string>;
  readonly body: Instruction[];
  fresh: number;
}

/**
 * The genome of a paper program. `text`: what was parsed, for error excerpts.
 * Law: `genomeOf(programOf(genome))` equals genome, if its functions are those of `paperFunctions` and its own helpers.
 * Errors: `program-invalid` with every mistake `checkProgram` finds; `not-a-genome` for a library program and for choices
 * between values, with the place.
 */
export function genomeOf(program: Program, text?: string): Genome {
  requireValid(program, {}, text);
  if (program.dialect === "library") {
    const wanted = 'begin with "def train(w, g, m, v, lr):" and return the update and the states';
    throw new LabError("not-a-genome", `Only a program of the paper's form can be searched from: it must ${wanted}.`);
  }
  const names = new Set([...program.parameters, ...program.statements.flatMap(targetOf)]);
  const { functions: helpers } = compileHelpers(program);
  const conversion: Conversion = { text, helpers, names, body: [], fresh: 0 };
  let outputs: readonly Operand[] = [];
  for (const statement of program.statements) {
    if (statement.kind === "assign") assign(conversion, statement.target, statement.value);
    else if (statement.kind === "return") outputs = statement.values.map((value) => operandOf(conversion, value));
    else throw new InternalError(`a valid paper program holds a statement "${statement.kind}"`);
  }
  return Object.freeze({ inputs: program.parameters.map(sharedName), body: conversion.body, outputs });
}

/** Names of a genome's inputs by role. */
export function rolesOf(genome: Genome): NonNullable<ReturnType<typeof paperInputs>> {
  const roles = paperInputs(genome.inputs);
  if (roles === null) throw new InternalError(`a genome has the inputs (${genome.inputs.join(", ")})`);
  return roles;
}

function targetOf(statement: Program["statements"][number]): string[] {
  return statement.kind === "return" ? [] : [statement.target];
}

function assign(conversion: Conversion, target: string, value: Expression): void {
  const call = callOf(conversion, value);
  conversion.body.push({ target: sharedName(target), ...call });
}

/** An operand, or the name of a new statement that computes the expression. */
function operandOf(conversion: Conversion, expression: Expression): Operand {
  const bare = bareOperand(expression);
  if (bare !== null) return bare;
  const call = callOf(conversion, expression);
  const target = freshName(conversion);
  conversion.body.push({ target, ...call });
  return target;
}

function bareOperand(expression: Expression): Operand | null {
  if (expression.kind === "name") return sharedName(expression.name);
  if (expression.kind === "number") return expression.value;
  if (expression.kind !== "unary" || expression.operator !== "-") return null;
  const { operand } = expression;
  return operand.kind === "number" && operand.value !== 0 ? -operand.value : null; // -0 keeps its sign as negative(0)
}

function callOf(conversion: Conversion, expression: Expression): Omit<Instruction, "target"> {
  const bare = bareOperand(expression);
  if (bare !== null) return { fn: functionOf(conversion, "*"), args: operandList([bare, 1]) };
  const args = (parts: readonly Expression[]): readonly Operand[] =>
    operandList(parts.map((part) => operandOf(conversion, part)));
  switch (expression.kind) {
    case "call":
      return { fn: functionOf(conversion, expression.name), args: args(expression.args) };
    case "unary":
      if (expression.operator === "not") throw notStraight(conversion, expression);
      return { fn: functionOf(conversion, "negative"), args: args([expression.operand]) };
    case "binary": {
      if (canonicalFunction(expression.operator) === undefined) throw notStraight(conversion, expression);
      return { fn: functionOf(conversion, expression.operator), args: args([expression.left, expression.right]) };
    }
    case "choice":
    case "flag":
      throw notStraight(conversion, expression);
    case "name":
    case "number":
      throw new InternalError("a bare operand was taken for a call");
  }
}

function functionOf({ helpers }: Conversion, name: string): ProgramFunction {
  const fn = helpers.get(name) ?? canonicalFunction(name);
  if (fn === undefined) throw new InternalError(`a valid program calls the unknown function ${name}`);
  return fn;
}

function freshName(conversion: Conversion): string {
  for (;;) {
    const name = sharedName(`v${conversion.fresh++}`);
    if (conversion.names.has(name)) continue;
    conversion.names.add(name);
    return name;
  }
}

function notStraight({ text }: Conversion, { at }: Expression): LabError {
  const sentence = "A program for the search is straight-line: choices, comparisons and flags have no place in it.";
  const shown = text === undefined ? sentence : `${sentence}\n${excerpt(text, at)}`;
  return new LabError("not-a-genome", shown, { line: at.line, column: at.column });
}
