/** What the language has, for a reference beside the editor: its functions from its own table, and the few words around them. */
import type { Dialect } from "../../../src/program/ast.ts";
import { functions } from "../../../src/program/functions.ts";

/** An entry. `insert`: what is written where it is chosen. */
export interface ReferenceEntry {
  readonly name: string;
  /** How it is written: `lerp(x, y, a)`. */
  readonly form: string;
  readonly about: string;
  /** What it takes and gives. */
  readonly shape: string;
  readonly insert: string;
}

const values: readonly (readonly [name: string, about: string, shape: string, dialects: readonly Dialect[]])[] = [
  ["w", "the weights; a program assigns them", "a number for each weight", ["library"]],
  ["g", "the gradient", "a number for each weight", ["library"]],
  ["lr", "the rate of this step", "one number", ["library"]],
  ["peak_lr", "the largest rate of the schedule", "one number", ["library"]],
  ["step", "the number of the step, 1 at the first", "one number", ["library"]],
  ["total_steps", "the steps that training was planned with", "one number", ["library"]],
  ["state", "state m = zeros: a value for each weight that is kept from step to step", "a statement", ["library"]],
  ["scalar", "scalar p = 1: one number that is kept, of step and hyperparameters alone", "a statement", ["library"]],
  ["hyper", "hyper beta = 0.9: a hyperparameter with its default", "a statement", ["library"]],
  ["def", "def train(w, g, m, v, lr): the paper's form; its update is subtracted from w", "a statement", ["paper"]],
  ["return", "return update, m, v: the update, then the new states", "a statement", ["paper"]],
];

/** The entries of a dialect. */
export function referenceEntries(dialect: Dialect): readonly ReferenceEntry[] {
  const words = values.flatMap(([name, about, shape, dialects]): ReferenceEntry[] =>
    dialects.includes(dialect) ? [{ name, form: name, about, shape, insert: name }] : [],
  );
  const called = functions.flatMap((fn): ReferenceEntry[] => {
    const { name, parameters, about, dialects } = fn;
    const runs = fn.body !== undefined || fn.chooses === true || fn.ofTensors !== undefined;
    if (!dialects.includes(dialect) || !runs) return [];
    if (!/^[a-z]/.test(name)) return [{ name, form: `a ${name} b`, about, shape: shapeOf(fn), insert: ` ${name} ` }];
    const form = `${name}(${parameters.join(", ")})`;
    return [{ name, form, about, shape: shapeOf(fn), insert: form }];
  });
  return [...words, ...called];
}

const perTensor: ReadonlySet<string> = new Set(["norm", "tensor_sum"]);
const overAll: ReadonlySet<string> = new Set(["global_norm", "dot", "cosine_sim"]);

function shapeOf({ name, parameters, ofTensors }: (typeof functions)[number]): string {
  if (ofTensors !== undefined)
    return ofTensors.result === "leaves" ? "whole tensors → one number for each" : "whole tensors → the same shape";
  if (perTensor.has(name)) return "each tensor → one number";
  if (overAll.has(name)) return "all tensors → one number";
  if (/^clip/.test(name)) return "all tensors → the same shape";
  return parameters.length === 0 ? "one number" : "element by element; a number goes with every element";
}

/** Entries that a search finds: by name first, then by what is said of them. */
export function findEntries(entries: readonly ReferenceEntry[], words: string): readonly ReferenceEntry[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return entries;
  const named = entries.filter(({ name }) => name.toLowerCase().includes(wanted));
  const told = entries.filter(
    (entry) => !named.includes(entry) && `${entry.about} ${entry.shape}`.toLowerCase().includes(wanted),
  );
  return [...named, ...told];
}
