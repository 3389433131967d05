/**
 * From an optimizer of the library, or the text of a program, and some hyperparameters to an optimizer ready to run. No file is read.
 *
 * The result's program text and hyperparameters alone determine the rule, so a stored config needs no library to run.
 */
import { InternalError, LabError, nearest, unknownName } from "../core/errors.ts";
import { bindProgram } from "../program/bind.ts";
import { parseProgram } from "../program/parse.ts";
import { printProgram } from "../program/print.ts";
import type { Rule } from "../program/rule.ts";
import { runOnTerms } from "../program/symbolic.ts";
import type { OptimizerConfig } from "../records/records.ts";
import { positive } from "./hyperparameters.ts";
import { optimizers } from "./index.ts";
import { lionKOptimizers, lionKPrefix } from "./lion-k.ts";
import type { Convention, Hyperparameter, Optimizer } from "./optimizer.ts";

/** Whose reading of an optimizer: see `Optimizer.conventions`. */
export type ConventionName = OptimizerConfig["convention"];

/** Names of the conventions. */
export const conventionNames: readonly ConventionName[] = ["torch", "keras", "paper"];

/** An optimizer of the library, and what of it differs from the defaults. */
export interface LibraryRequest {
  readonly name: string;
  /** Default: torch. An optimizer without that convention uses the one it has. */
  readonly convention?: ConventionName;
  /** `lr` may be among them. */
  readonly hyperparameters?: { readonly [name: string]: number | boolean };
}

/** A program as text; `name`: what it is called in messages, and by whoever shows it. */
export interface ProgramRequest extends Pick<LibraryRequest, "hyperparameters"> {
  readonly name: string;
  readonly text: string;
}

/** An optimizer ready to run. */
export interface ResolvedOptimizer {
  readonly name: string;
  readonly title: string;
  /** The convention that was used. */
  readonly convention: ConventionName;
  /** Canonical text. */
  readonly program: string;
  /** All hyperparameters but `lr`, defaults included, by name in alphabetical order. */
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  /** The given rate, or the default. */
  readonly lr: number;
  readonly rule: Rule;
}

/**
 * Finds an optimizer of the library, fills in defaults, checks ranges and binds its program.
 * Errors: `unknown-optimizer`, `k-missing`, `unknown-hyperparameter`, `hyperparameter-out-of-range`, `hyperparameter-type`.
 */
export function resolveLibrary(request: LibraryRequest): ResolvedOptimizer {
  const optimizer = findOptimizer(request.name);
  const { convention, name } = chooseConvention(optimizer, request.convention ?? "torch");
  const given = request.hyperparameters ?? {};
  const values = fillIn(optimizer.name, convention.hyperparameters, given);
  return bound({ name: optimizer.name, title: optimizer.title, convention: name, text: convention.program, values });
}

/**
 * Binds a program given as text; its hyperparameters are those that it declares.
 * Errors: `program-syntax`, `program-invalid`, `unknown-hyperparameter`, `hyperparameter-out-of-range`, `hyperparameter-type`.
 */
export function resolveProgram({ name, text, hyperparameters = {} }: ProgramRequest): ResolvedOptimizer {
  const program = parseProgram(text);
  const { lr = 1, ...given } = hyperparameters;
  checkHyperparameter(name, "lr", positive(1, "step size"), lr);
  for (const [key, value] of Object.entries(given)) checkHyperparameter(name, key, anyValue(value), value);
  const { hyperparameters: used, defaults } = runOnTerms(program, given);
  for (const key of Object.keys(given)) if (!used.includes(key)) throw unknownHyperparameter(name, key, used);
  const values = { ...defaults, ...given, lr };
  return bound({ name, title: name, convention: program.dialect === "paper" ? "paper" : "torch", text, values });
}

/** The rule of a stored config. Errors: `program-syntax`, `program-invalid`. */
export function ruleFromConfig(config: OptimizerConfig): Rule {
  return bindProgram(parseProgram(config.program), config.hyperparameters, config.program);
}

/** An optimizer of the library by name. Errors: `unknown-optimizer`, with the nearest names. */
export function findOptimizer(name: string): Optimizer {
  const found = optimizers.find((optimizer) => optimizer.name === name);
  if (found !== undefined) return found;
  if (name === lionKPrefix.slice(0, -1)) {
    const known = lionKOptimizers.map((optimizer) => optimizer.name.slice(lionKPrefix.length)).join(", ");
    const how = `name one, as in ${lionKPrefix}huber, or give --k huber`;
    throw new LabError("k-missing", `The optimizer lionk needs a K: ${how}. K is one of ${known}.`);
  }
  throw unknownName(
    "optimizer",
    name,
    optimizers.map((optimizer) => optimizer.name),
  );
}

/**
 * The wanted convention where an optimizer has it, else the one it has: torch before paper before keras.
 * Errors: `unknown-convention`.
 */
export function chooseConvention(
  optimizer: Optimizer,
  wanted: ConventionName,
): { readonly name: ConventionName; readonly convention: Convention } {
  if (!conventionNames.includes(wanted)) throw unknownName("convention", wanted, conventionNames);
  for (const name of [wanted, "torch", "paper", "keras"] as const) {
    const convention = optimizer.conventions[name];
    if (convention !== undefined) return { name, convention };
  }
  throw new InternalError(`the optimizer ${optimizer.name} has no convention`);
}

/** True for a name that stands for a program file. */
export function isProgramPath(name: string): boolean {
  return /[/\\]/.test(name) || /\.(py|txt)$/.test(name);
}

/**
 * Checks one value against its declaration.
 * Errors: `hyperparameter-type`, `hyperparameter-out-of-range`.
 */
export function checkHyperparameter(of: string, name: string, declared: Hyperparameter, value: unknown): void {
  const wantsFlag = declared.kind === "flag";
  if (wantsFlag ? typeof value !== "boolean" : typeof value !== "number") {
    const wanted = wantsFlag ? "true or false" : "a number";
    throw new LabError(
      "hyperparameter-type",
      `The hyperparameter ${name} of ${of} must be ${wanted}, but ${JSON.stringify(value)} was given.`,
      { name, value },
    );
  }
  if (typeof value !== "number") return;
  const outside = inRange(declared, value) ? lostInFloat32(value) : showRange(declared);
  if (outside === null) return;
  const sentence = `The hyperparameter ${name} of ${of} must be ${outside}, but ${value} was given.`;
  throw new LabError("hyperparameter-out-of-range", sentence, { name, value });
}

/** What a number must be that training, in float32, would take for 0 or for infinity; null for others: an epsilon of 0 guards nothing. */
function lostInFloat32(value: number): string | null {
  const kept = Math.fround(value);
  if (value !== 0 && kept === 0) return "0 or a size that float32 holds, 1e-45 and more";
  return Number.isFinite(value) && !Number.isFinite(kept) ? "a size that float32 holds, below 3.4e38" : null;
}

interface Unbound {
  readonly name: string;
  readonly title: string;
  readonly convention: ConventionName;
  readonly text: string;
  readonly values: { readonly [name: string]: number | boolean };
}

function bound({ name, title, convention, text, values }: Unbound): ResolvedOptimizer {
  const parsed = parseProgram(text);
  const { lr, ...others } = values;
  const hyperparameters = Object.fromEntries(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1)));
  const rule = bindProgram(parsed, hyperparameters, text);
  return { name, title, convention, program: printProgram(parsed), hyperparameters, lr: lr as number, rule };
}

function fillIn(
  of: string,
  declared: Convention["hyperparameters"],
  given: { readonly [name: string]: number | boolean },
): Record<string, number | boolean> {
  const known = Object.keys(declared);
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name)) throw unknownHyperparameter(of, name, known);
    checkHyperparameter(of, name, declared[name]!, value);
  }
  return Object.fromEntries(known.map((name) => [name, given[name] ?? declared[name]!.default]));
}

function unknownHyperparameter(of: string, name: string, known: readonly string[]): LabError {
  const near = nearest(name, known);
  const hint = near.length > 0 ? `Did you mean ${near.join(", ")}?` : `It has: ${known.join(", ") || "none"}.`;
  return new LabError("unknown-hyperparameter", `The optimizer ${of} has no hyperparameter "${name}". ${hint}`, {
    given: name,
    near,
  });
}

function anyValue(value: number | boolean): Hyperparameter {
  return { kind: typeof value === "boolean" ? "flag" : "number", default: value, about: "" };
}

function inRange(declared: Hyperparameter, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, minOpen, maxOpen } = declared;
  return (minOpen ? value > min : value >= min) && (maxOpen ? value < max : value <= max);
}

function showRange(declared: Hyperparameter): string {
  const { min, max, minOpen, maxOpen } = declared;
  const low = min === undefined ? [] : [minOpen ? `above ${min}` : `at least ${min}`];
  const high = max === undefined ? [] : [maxOpen ? `below ${max}` : `at most ${max}`];
  const bounds = [...low, ...high].join(" and ");
  return bounds === "" ? "a finite number" : `a finite number ${bounds}`;
}
