/** All samplers, in the order of documentation. */
import { coordinate } from "./coordinate.ts";
import { grid } from "./grid.ts";
import { halving } from "./halving.ts";
import { hyperband } from "./hyperband.ts";
import { quasiRandom } from "./quasi-random.ts";
import { random } from "./random.ts";
import type { Sampler } from "./sampler.ts";
import { tpe } from "./tpe.ts";

/** The samplers. */
export const samplers = [
  grid,
  random,
  quasiRandom,
  coordinate,
  tpe,
  halving,
  hyperband,
] as const satisfies readonly Sampler[];

/** Names of the samplers. */
export const samplerNames: readonly string[] = samplers.map(({ name }) => name);

/** Names of the samplers that a budget of minutes can end. */
export function anytimeNames(): readonly string[] {
  return samplers.filter((sampler: Sampler) => sampler.anytime === true).map(({ name }) => name);
}

/** The sampler of this name, which a study was checked for. */
export function samplerNamed(name: string): Sampler {
  return samplers.find((sampler) => sampler.name === name)!;
}
