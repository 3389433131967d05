/**
 * The state of a training as its loop holds it: in chunks, under names, beside the parameters that do not move. Whole vectors are made
 * only for whoever asks for them: an evaluation, a checkpoint, an observer.
 */
import type { Tensor } from "../core/tensor.ts";
import type { Feeds } from "../engine/engine.ts";
import { fromChunks, inChunks } from "./chunks.ts";
import type { StepState, Variables } from "./state.ts";
import { slotNames, stateNames } from "./step-update.ts";
import type { TrainStep } from "./train-graph.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** What can be asked of a state that a loop holds. Vectors do not change when the loop goes on. */
export interface StateReader {
  /** Parameters, flat `[P]`. */
  weights(): Float32Array;
  /** What is validated and tested: the average where one is taken, else the variables themselves. */
  measured(): Variables;
  /** All of it. */
  read(): StepState;
}

/** Reads what `held` returns. */
export function stateReader(
  { rule, partition }: TrialPlan,
  { chunks }: Pick<TrainStep, "chunks">,
  held: () => Feeds,
): StateReader {
  const slots = slotNames(rule);
  const has = (name: string): boolean => name + chunks[0]!.suffix in held();
  const vector = (name: string): Float32Array => (held()[name]?.data ?? new Float32Array(0)) as Float32Array;
  const tree = (name: string): Float32Array => fromChunks(vector, name, chunks);
  const whole = (name: string): Float32Array => partition.join(tree(name), vector("frozen"));
  const variables = (): Variables => ({ weights: whole("w"), statistics: vector("statistics") });
  const average = (): Variables => ({
    weights: whole(stateNames.average),
    statistics: vector(stateNames.averageStatistics),
  });
  return {
    weights: () => whole("w"),
    measured: () => (has(stateNames.average) ? average() : variables()),
    read: () => ({
      ...variables(),
      slots: slots.map(tree),
      ...(has(stateNames.accumulated) ? { accumulated: tree(stateNames.accumulated) } : {}),
      ...(has(stateNames.average) ? { average: average() } : {}),
    }),
  };
}

/** A state as its loop takes it. */
export function stateFeeds(
  { rule, partition }: TrialPlan,
  { chunks }: Pick<TrainStep, "chunks">,
  { weights, statistics, slots: trees, accumulated, average: mean }: StepState,
): Feeds {
  const { trained, frozen } = partition.split(weights);
  const flats = [
    ["w", trained] as const,
    ...slotNames(rule).map((name, index) => [name, trees[index]!] as const),
    ...(accumulated === undefined ? [] : [[stateNames.accumulated, accumulated] as const]),
    ...(mean === undefined ? [] : [[stateNames.average, partition.split(mean.weights).trained] as const]),
  ];
  return {
    ...Object.assign({}, ...flats.map(([name, vector]) => inChunks(name, vector, chunks))),
    ...(statistics.length === 0 ? {} : { statistics: flat(statistics) }),
    ...(mean === undefined || mean.statistics.length === 0
      ? {}
      : { [stateNames.averageStatistics]: flat(mean.statistics) }),
    ...(frozen.length === 0 ? {} : { frozen: flat(frozen) }),
  };
}

/** Names under which every graph takes what a model computes with. */
export const variableNames: readonly string[] = ["w", "statistics"];

/** What a model computes with, as every graph takes it. */
export function variableFeeds({ weights, statistics }: Variables): Feeds {
  return { w: flat(weights), ...(statistics.length === 0 ? {} : { statistics: flat(statistics) }) };
}

function flat(data: Float32Array): Tensor {
  return { dtype: "float", shape: [data.length], data };
}
