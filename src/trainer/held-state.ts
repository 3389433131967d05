/**
 * The state of a training session between stretches. It stays as the engine gave it back, in chunks, and goes in again as it is; whole
 * vectors are made only for whoever asks for them: an evaluation, a checkpoint, an observer.
 */
import { InternalError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import { fromChunks, inChunks } from "./chunks.ts";
import { collectAfter } from "./collect.ts";
import type { StepState, Variables } from "./state.ts";
import { slotNames, stateNames } from "./step-update.ts";
import type { TrainStep } from "./train-graph.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Tensors by input name. */
export type Feeds = { readonly [name: string]: Tensor };

/** What can be asked of a state that a session holds. Vectors do not change when the session goes on. */
export interface StateReader {
  /** Parameters, flat `[P]`. */
  weights(): Float32Array;
  /** What is validated and tested: the average where one is taken, else the variables themselves. */
  measured(): Variables;
  /** All of it. */
  read(): StepState;
}

/** A state that is held; there is none before `load`. */
export interface HeldState extends StateReader {
  /** Replaces the state. */
  load(state: StepState): void;
  /** Inputs of the next stretch: the state, and the parameters that do not move. */
  feeds(): Feeds;
  /** Takes the state that a stretch returned. */
  take(results: Feeds): void;
}

/** Holds the state of a session. */
export function holdState({ rule, partition }: TrialPlan, { chunks }: Pick<TrainStep, "chunks">): HeldState {
  const slots = slotNames(rule);
  let held: { readonly state: Feeds; readonly frozen: Float32Array } | null = null;
  const current = () => {
    if (held === null) throw new InternalError("a state was asked for before one was loaded");
    return held;
  };
  const has = (name: string): boolean => name + chunks[0]!.suffix in current().state;
  const vector = (name: string): Float32Array => (current().state[name]?.data ?? new Float32Array(0)) as Float32Array;
  const tree = (name: string): Float32Array => fromChunks(vector, name, chunks);
  const whole = (name: string): Float32Array => partition.join(tree(name), current().frozen);
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
    load({ weights, statistics, slots: trees, accumulated, average: mean }) {
      const trained = (vectors: Variables): Float32Array => partition.split(vectors.weights).trained;
      const flats = [
        ["w", trained({ weights, statistics })] as const,
        ...slots.map((name, index) => [name, trees[index]!] as const),
        ...(accumulated === undefined ? [] : [[stateNames.accumulated, accumulated] as const]),
        ...(mean === undefined ? [] : [[stateNames.average, trained(mean)] as const]),
      ];
      const state = {
        ...Object.assign({}, ...flats.map(([name, vector]) => inChunks(name, vector, chunks))),
        ...(statistics.length === 0 ? {} : { statistics: flat(statistics) }),
        ...(mean === undefined || mean.statistics.length === 0
          ? {}
          : { [stateNames.averageStatistics]: flat(mean.statistics) }),
      };
      held = { state, frozen: partition.split(weights).frozen };
    },
    feeds() {
      const { state, frozen } = current();
      return frozen.length === 0 ? state : { ...state, frozen: flat(frozen) };
    },
    take(results) {
      const { state, frozen } = current();
      const bytes = Object.values(state).reduce((sum, { data }) => sum + 4 * data.length, 0);
      held = { state: Object.fromEntries(Object.keys(state).map((name) => [name, results[name]!])), frozen };
      collectAfter(bytes);
    },
  };
}

/** What a model computes with, as every graph takes it. */
export function variableFeeds({ weights, statistics }: Variables): Feeds {
  return { w: flat(weights), ...(statistics.length === 0 ? {} : { statistics: flat(statistics) }) };
}

function flat(data: Float32Array): Tensor {
  return { dtype: "float", shape: [data.length], data };
}
