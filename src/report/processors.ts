/**
 * Which kinds of processor computed a study: its bytes are the same on one kind alone.
 */
import type { StudyView } from "./study-view.ts";

/** Kinds of processor, as far as results tell. */
export interface Processors {
  readonly names: readonly string[];
  /** Whether some results tell none: those of other devices, and of earlier versions. */
  readonly untold: boolean;
}

/** Those of the trials with a result. */
export function processorsOf({ trials }: Pick<StudyView, "trials">): Processors {
  const results = trials.flatMap(({ result }) => (result === null ? [] : [result]));
  const kinds = new Set(results.map(({ measuredOn }) => measuredOn?.processor));
  return { names: [...kinds].filter((kind) => kind !== undefined).sort(), untold: kinds.has(undefined) };
}

/** The names in a list where there are several kinds, or perhaps are; null for one, and where none is told. */
export function mixedProcessors({ names, untold }: Processors): string | null {
  if (names.length === 0 || (names.length === 1 && !untold)) return null;
  return `${names.join("; ")}${untold ? ", others not known" : ""}`;
}
