/**
 * What is known of a program without training it: what its steps depend on, what they cost, which optimizers of the library take the same
 * steps, and whether it is one of the Lion-K family.
 */
import { LabError } from "../core/errors.ts";
import { dependenceOf } from "../program/abstract/dependence.ts";
import type { Program } from "../program/ast.ts";
import { liveCarried, normsOf, stepTerms } from "../program/bind.ts";
import { fingerprintOf } from "../program/fingerprint.ts";
import { genomeOf } from "../program/genome-of.ts";
import { printStatement } from "../program/print.ts";
import { genomeText } from "../program/program-of.ts";
import { pruneLibrary } from "../program/prune-library.ts";
import { type HyperparameterValues, runOnTerms } from "../program/symbolic.ts";
import { tensorFunction } from "../program/tensor-functions.ts";
import { isHost, reachable, type Term } from "../program/term.ts";
import { optimizers } from "./index.ts";
import { kOfOptimizer } from "./lion-k.ts";
import { type ConventionName, resolveLibrary } from "./resolve-text.ts";

/** What each weight's step sees: that weight alone, its tensor, or all tensors. */
export type StepScope = "weight" | "tensor" | "all tensors";

/** A value that is kept from step to step, and what its new value is computed from. */
export interface StateFacts {
  readonly name: string;
  readonly reads: readonly string[];
}

/** What a program's steps depend on and cost. */
export interface StepFactsOfProgram {
  /** What the new weights are computed from: `w`, `g`, states and what is known of the step, in this order. */
  readonly reads: readonly string[];
  /** Live states, and numbers that are carried. */
  readonly states: readonly StateFacts[];
  readonly scope: StepScope;
  /** Operations on each weight in a step, sums over weights, and numbers that the host computes once a step. */
  readonly operations: { readonly perWeight: number; readonly sums: number; readonly host: number };
}

/** What the steps of a valid program depend on and cost. */
export function stepFactsOf(program: Program, hyperparameters: HyperparameterValues): StepFactsOfProgram {
  const step = runOnTerms(program, hyperparameters);
  const { terms } = stepTerms(program, hyperparameters);
  const norms = normsOf(program);
  const carried = liveCarried(step.weights, [...step.states, ...step.scalars]);
  const over = new Set(terms.map((term) => norms(term)?.over ?? term.op));
  const wide = terms.some(
    ({ op, type }) => type === "leaves" || tensorFunction(op) !== undefined || op === "leafTotals",
  );
  const computed = terms.filter(({ op, value }) => value === undefined && !op.startsWith("leaf "));
  const isSum = (term: Term): boolean => norms(term) !== undefined || ["total", "leafTotals"].includes(term.op);
  return {
    reads: leavesOf(step.weights),
    states: carried.map(({ name, after }) => ({ name, reads: leavesOf(after) })),
    scope: over.has("total") ? "all tensors" : wide ? "tensor" : "weight",
    operations: {
      perWeight: computed.filter(({ op, type }) => type === "tree" && op !== "fill" && op !== "spread").length,
      sums: computed.filter(isSum).length,
      host: reachable(computed).filter(
        ({ type, value, op }) => isHost(type) && value === undefined && !op.startsWith("leaf "),
      ).length,
    },
  };
}

/** Names of what a value is computed from in the end: weights and gradient, then states, then what is known of the step. */
function leavesOf(term: Term): readonly string[] {
  const ops = reachable([term])
    .map(({ op }) => op)
    .filter((op) => op.startsWith("leaf "));
  const tensors = ["leaf w", "leaf g"].filter((op) => ops.includes(op));
  const carried = ops.filter((op) => /^leaf (state|scalar) /.test(op));
  const others = ops.filter((op) => !tensors.includes(op) && !carried.includes(op));
  return [...tensors, ...carried, ...others].map((op) => op.slice(op.lastIndexOf(" ") + 1));
}

/** What of a program the weights never depend on, now or in later steps. */
export interface DeadParts {
  readonly statements: readonly string[];
  /** Lines of the text that was parsed, from 1, of those that are statements of their own there. */
  readonly lines: readonly number[];
  readonly states: readonly string[];
}

/** The dead parts of a valid program. */
export function deadPartsOf(program: Program): DeadParts {
  if (program.dialect === "library") {
    const { deadWithinStep, deadAcrossSteps, deadStates } = pruneLibrary(program);
    const dead = [...deadWithinStep, ...deadAcrossSteps].sort((a, b) => a - b).map((at) => program.statements[at]!);
    return { statements: dead.map(printStatement), lines: dead.map(({ at }) => at.line), states: deadStates };
  }
  const genome = genomeOrNull(program);
  if (genome === null) return { statements: [], lines: [], states: [] };
  const { live, liveStates } = dependenceOf(genome);
  const lines = genomeText(genome)
    .trimEnd()
    .split("\n")
    .slice(-1 - genome.body.length, -1);
  return {
    statements: lines.filter((_, at) => live[at] === 0).map((line) => line.trim()),
    lines: [],
    states: program.parameters.slice(2).filter((_, at) => liveStates[at] === 0),
  };
}

/** The genome of a program of the paper's form; null where it has choices, which no genome has. */
function genomeOrNull(program: Program): ReturnType<typeof genomeOf> | null {
  try {
    return genomeOf(program);
  } catch (error) {
    if (error instanceof LabError && error.code === "not-a-genome") return null;
    throw error;
  }
}

/** An optimizer of the library, in one convention. */
export interface LibraryTwin {
  readonly name: string;
  readonly title: string;
  readonly convention: ConventionName;
}

/**
 * The optimizers of the library that take the same steps on the inputs of a fingerprint, with the given values of hyperparameters that they
 * have under the same names and their defaults for others: evidence, as a fingerprint is. Rests after each optimizer.
 */
export function* twinsOf(
  fingerprint: string,
  hyperparameters: HyperparameterValues,
): Generator<undefined, readonly LibraryTwin[]> {
  const twins: LibraryTwin[] = [];
  for (const { name, title, conventions } of optimizers) {
    const found = (Object.keys(conventions) as ConventionName[]).find((convention) => {
      const known = Object.keys(conventions[convention]!.hyperparameters);
      const values = Object.entries(hyperparameters).filter(([key]) => known.includes(key) && key !== "lr");
      return fingerprintOfLibrary(name, convention, Object.fromEntries(values)) === fingerprint;
    });
    if (found !== undefined) twins.push({ name, title, convention: found });
    yield;
  }
  return twins;
}

/** Fingerprints that were asked for, since a page asks for the same again at every key. */
const fingerprints = new Map<string, string | null>();

function fingerprintOfLibrary(
  name: string,
  convention: ConventionName,
  hyperparameters: HyperparameterValues,
): string | null {
  const key = JSON.stringify([name, convention, hyperparameters]);
  const known = fingerprints.get(key);
  if (known !== undefined) return known;
  if (fingerprints.size > mostFingerprints) fingerprints.clear();
  const found = fingerprintOrNull({ name, convention, hyperparameters });
  fingerprints.set(key, found);
  return found;
}

const mostFingerprints = 5_000;

/** Null for values that the optimizer does not take. */
function fingerprintOrNull(request: Parameters<typeof resolveLibrary>[0]): string | null {
  try {
    return fingerprintOf(resolveLibrary(request).rule);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** How a program belongs to the Lion-K family: the name of its K and what says so. */
export interface LionKMember {
  readonly k: string;
  readonly because: string;
}

/**
 * The K of a program that is known to be of the Lion-K family, by a twin of the library or by its own family: null where neither says so,
 * which proves nothing. Source: Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 1.
 */
export function lionKMember(family: string | null, twins: readonly LibraryTwin[]): LionKMember | null {
  for (const { name } of twins) {
    const k = kOfOptimizer(name);
    if (k !== undefined) return { k: k.name, because: `it takes the steps of ${name}` };
  }
  const k = family === null ? undefined : kOfFamily[family];
  return k === undefined ? null : { k, because: `its family is ${family}` };
}

/** Families that are Lion-K for a K: signs step by the gradient of the l1 norm, plain averages by that of the quadratic. */
const kOfFamily: { readonly [family: string]: string | undefined } = {
  lion: "l1",
  signum: "l1",
  signsgd: "l1",
  sgd: "quadratic",
  "sgd-momentum": "quadratic",
  "sgd-nesterov": "quadratic",
  qhm: "quadratic",
};
