/**
 * Names of tensors without what wrappers put in front of all of them: `module.` (DistributedDataParallel), `_orig_mod.`
 * (torch.compile), `model.` (Lightning), `state_dict.`, and any of these inside each other.
 *
 * Only what all names begin with is taken off, whole words up to a dot, and only as far as it makes names of the models of the
 * library; a file of another network keeps its names.
 */
import type { Tensor } from "../core/tensor.ts";
import { models } from "../models/index.ts";

/** Tensors, and what was taken off their names: null where nothing was. */
export interface Stripped {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly prefix: string | null;
}

/** Wrappers inside each other that are looked for. */
const deepest = 6;

/** The tensors under names without their common prefix, if that is what models of the library call them. */
export function stripPrefix(tensors: ReadonlyMap<string, Tensor>): Stripped {
  const [best] = prefixesOf([...tensors.keys()])
    .map((prefix) => ({ prefix, known: countKnown(tensors, prefix.length) }))
    .sort((a, b) => b.known - a.known || a.prefix.length - b.prefix.length);
  if (best === undefined || best.prefix === "") return { tensors, prefix: null };
  const { prefix } = best;
  return { tensors: new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor])), prefix };
}

/** The empty prefix, and those up to each dot that all names have in common. */
function prefixesOf(names: readonly string[]): readonly string[] {
  const [first = ""] = names;
  const words = first.split(".").slice(0, deepest + 1);
  const prefixes = [""];
  for (const word of words.slice(0, -1)) {
    const longer = `${prefixes.at(-1)}${word}.`;
    if (!names.every((name) => name.startsWith(longer))) break;
    prefixes.push(longer);
  }
  return prefixes;
}

function countKnown(tensors: ReadonlyMap<string, Tensor>, from: number): number {
  let count = 0;
  for (const name of tensors.keys()) if (knownNames().has(name.slice(from))) count += 1;
  return count;
}

let known: ReadonlySet<string> | null = null;

/** Names of all parameters and statistics of the library's models. */
function knownNames(): ReadonlySet<string> {
  known ??= new Set(
    models.flatMap(({ parameters, statistics }) => [...parameters, ...statistics].map(({ name }) => name)),
  );
  return known;
}
