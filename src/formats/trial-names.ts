/**
 * Names of trials as places in a folder.
 */
import type { TrialHead } from "../records/storage.ts";

/**
 * A name for each trial, by key: `lion/lr0.001-seed0`, with the key behind it where several trials would have the same. Every part is a name of a file on any
 * system: letters, digits and `._=,+-`, no dot in front.
 */
export function trialNames(heads: readonly TrialHead[]): ReadonlyMap<string, string> {
  const named = heads.map(({ key, config }) => [key, plainName(config)] as const);
  const uses = new Map<string, number>();
  for (const [, name] of named) uses.set(name.toLowerCase(), (uses.get(name.toLowerCase()) ?? 0) + 1);
  return new Map(named.map(([key, name]) => [key, uses.get(name.toLowerCase()) === 1 ? name : `${name}-${key}`]));
}

function plainName({ optimizer, lr, seed }: TrialHead["config"]): string {
  const rate = Number.isNaN(lr) ? "" : `lr${lr}-`;
  return `${filePart(optimizer.label)}/${rate}seed${seed}`;
}

/** A text as one part of a path. */
export function filePart(text: string): string {
  const part = text
    .replaceAll(/[^A-Za-z0-9._=,+-]+/g, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "")
    .slice(0, 80);
  return part === "" ? "trial" : part;
}
