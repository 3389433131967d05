/**
 * One update rule on one proxy task, many times a second: loss and gradient are planned once on the kernel engine, and
 * only the rule's small update for each program.
 *
 * Laws: starting weights and the order of batches are functions of (task, seed) alone, the same for every program; the same
 * call gives the same score, bit for bit; a program of NaN, infinities or huge values ends as `diverged` in the step in
 * which its loss shows it.
 */
import { createRng } from "../core/rng.ts";
import type { Arena, ArenaCell, Plan } from "../kernels/plan.ts";
import { scheduledRate } from "../optimizers/schedule.ts";
import { lowerUpdate, slotName } from "../program/lower.ts";
import type { Leaf, Rule } from "../program/rule.ts";
import type { ProxyScore } from "../records/search-records.ts";
import type { ProxyData, ProxyExamples, ProxyTask } from "../tasks/proxy.ts";
import { initialWeights, leavesOf } from "./parameters.ts";
import { buildProxyStep, buildProxyValidation } from "./proxy-graphs.ts";

/** How a rule is scored. */
export interface ProxyScoreOptions {
  readonly seed: number;
  /** The schedule's peak, by which the rate inside a program is multiplied; default 1. */
  readonly rateMultiplier?: number;
  /**
   * Gives up as soon as the mean training loss of a tenth of the run exceeds `factor` times that of `curve` in the same
   * tenth, from tenth number `from` (0 … 9) on.
   */
  readonly race?: ProxyRace | undefined;
}

/** A curve to keep up with. */
export interface ProxyRace {
  readonly curve: readonly number[];
  readonly factor: number;
  readonly from: number;
}

/** A task ready to score rules. */
export interface ProxyRunner {
  readonly task: ProxyTask;
  score(rule: Rule, options: ProxyScoreOptions): ProxyScore;
}

/** A loss of this many times the uniform guess ends a run. */
const blowUp = 10;
/** Parts of a training curve. */
const tenths = 10;
/** Validation examples that are looked at together. */
const validationBatch = 500;

/** Plans the task's graphs in `arena`, which then belongs to the runner. */
export function openProxyRunner(task: ProxyTask, data: ProxyData, arena: Arena): ProxyRunner {
  const leaves = leavesOf(task);
  const tree = { dtype: "float", shape: [task.parameterCount] } as const;
  const w = arena.allocate(tree);
  const g = arena.allocate(tree);
  const step = arena.plan(buildProxyStep(task, data.train), { ...bind(arena, data.train), w, g });
  const validation = openValidation(task, data.validation, { arena, w });
  const start = startCache(task, data.train.count);
  const run = (rule: Rule, options: ProxyScoreOptions): RunEnd => {
    const { weights, order } = start(options.seed);
    const update = planUpdate(rule, leaves, { arena, w, g });
    w.data.set(weights);
    const batch = (at: number): Int32Array => order.subarray(at * task.batchSize, (at + 1) * task.batchSize);
    return train(task, { rule, step, batch, update, options });
  };
  return {
    task,
    score: (rule, options) => {
      const mark = arena.mark();
      try {
        const end = run(rule, options);
        const validationLoss = end.status === "finished" && allFinite(w.data) ? validation() : Number.NaN;
        return scoreOf(task, { seed: options.seed, end, validationLoss });
      } finally {
        arena.rewind(mark);
      }
    },
  };
}

/** How the steps of a run ended. */
interface RunEnd {
  readonly status: "finished" | "diverged" | "stopped";
  readonly stepsSurvived: number;
  readonly curve: readonly number[];
}

interface Training {
  readonly rule: Rule;
  readonly step: Plan;
  /** Examples of the batch number `at`, from 0. */
  readonly batch: (at: number) => Int32Array;
  readonly update: Plan;
  readonly options: ProxyScoreOptions;
}

/** The steps of a run: each computes the loss and its gradient, then moves the weights. */
function train(task: ProxyTask, { rule, step, batch, update, options }: Training): RunEnd {
  const { rateMultiplier = 1, race, seed } = options;
  const peakLr = rateMultiplier * rateScale(task, seed);
  const index = step.inputs.index!;
  step.inputs.scale?.data.fill(gradientScale(task, seed));
  const { loss } = step.outputs;
  const curve: number[] = [];
  let sum = 0;
  let count = 0;
  for (let at = 0; at < task.steps; at++) {
    index.data.set(batch(at));
    step.run();
    const value = loss!.data[0]!;
    if (!(Math.abs(value) <= blowUp * task.uncertainty)) {
      return { status: "diverged", stepsSurvived: at, curve: count > 0 ? [...curve, sum / count] : curve };
    }
    sum += value;
    count += 1;
    if (tenthOf(at + 1, task.steps) > tenthOf(at, task.steps)) {
      curve.push(sum / count);
      [sum, count] = [0, 0];
      if (isBeaten(curve, race)) return { status: "stopped", stepsSurvived: at + 1, curve };
    }
    const facts = { step: at + 1, lr: proxyRate(at + 1, peakLr, task.steps), peakLr, totalSteps: task.steps };
    update.inputs.scalars?.data.set(rule.hostScalars(facts));
    update.run();
  }
  return { status: "finished", stepsSurvived: task.steps, curve };
}

/**
 * The factor of a seed's gradients, see `gradientDoublings`. Seeds walk by the golden ratio, so that any few in a row lie far
 * apart: 2^0, 2^-4.6 and 2^2.8 for seeds 0, 1 and 2 of 6 doublings.
 */
export function gradientScale({ gradientDoublings }: Pick<ProxyTask, "gradientDoublings">, seed: number): number {
  return spread(seed, { doublings: gradientDoublings, stride: (Math.sqrt(5) - 1) / 2 });
}

/** The factor of a seed's rate, see `rateDoublings`. The silver ratio strides where gradients have the golden one, so the two factors have nothing to do with each other. */
export function rateScale({ rateDoublings = 0 }: Pick<ProxyTask, "rateDoublings">, seed: number): number {
  return spread(seed, { doublings: rateDoublings, stride: Math.SQRT2 - 1 });
}

function spread(seed: number, { doublings, stride }: { readonly doublings: number; readonly stride: number }): number {
  const place = (0.5 + seed * stride) % 1;
  return 2 ** (doublings * (2 * place - 1));
}

function tenthOf(step: number, steps: number): number {
  return Math.floor((tenths * step) / steps);
}

function isBeaten(curve: readonly number[], race: ProxyRace | undefined): boolean {
  const last = curve.length - 1;
  const bar = race?.curve[last];
  return race !== undefined && bar !== undefined && last >= race.from && curve[last]! > race.factor * bar;
}

/** The rate at a step that counts from 1: a cosine from `lr` down to 0. */
export function proxyRate(step: number, lr: number, totalSteps: number): number {
  const cosine = { kind: "cosine", warmupSteps: 0, floor: 0 } as const;
  return scheduledRate(cosine, { lr, step, totalSteps, stepsPerEpoch: totalSteps });
}

function scoreOf(
  task: ProxyTask,
  { seed, end, validationLoss }: { seed: number; end: RunEnd; validationLoss: number },
): ProxyScore {
  const { stepsSurvived, curve } = end;
  const finished = end.status === "finished" && Number.isFinite(validationLoss);
  const status = end.status === "finished" && !finished ? "diverged" : end.status;
  const score = finished ? Math.max(0, 1 - validationLoss / task.uncertainty) : 0;
  return {
    task: task.name,
    seed,
    status,
    score,
    validationLoss: finished ? validationLoss : null,
    stepsSurvived,
    curve,
  };
}

/** The rule's update with its slots at their start; lives until the arena is rewound. */
function planUpdate(
  rule: Rule,
  leaves: readonly Leaf[],
  { arena, w, g }: { arena: Arena; w: ArenaCell; g: ArenaCell },
): Plan {
  const slots = rule.slots.map(({ name, initial }) => {
    const cell = arena.allocate({ dtype: "float", shape: w.shape });
    cell.data.fill(initial);
    return [slotName(name), cell] as const;
  });
  return arena.plan(lowerUpdate(rule, leaves), { ...Object.fromEntries(slots), w, g });
}

/** Mean validation loss of the weights in `w`; examples beyond a multiple of the stretch are left out. */
function openValidation(
  task: ProxyTask,
  examples: ProxyExamples,
  { arena, w }: { arena: Arena; w: ArenaCell },
): () => number {
  const size = Math.min(validationBatch, examples.count);
  const stretches = Math.floor(examples.count / size);
  const plan = arena.plan(buildProxyValidation(task, examples, size), { ...bind(arena, examples), w });
  return () => {
    let sum = 0;
    for (let stretch = 0; stretch < stretches; stretch++) {
      const { data } = plan.inputs.index!;
      for (let i = 0; i < size; i++) data[i] = stretch * size + i;
      plan.run();
      sum += plan.outputs.loss!.data[0]!;
    }
    return sum / stretches;
  };
}

/** Copies examples into the arena. */
function bind(arena: Arena, { x, y }: ProxyExamples): { readonly x: ArenaCell; readonly y: ArenaCell } {
  const cells = { x: arena.allocate(x), y: arena.allocate(y) };
  cells.x.data.set(x.data);
  cells.y.data.set(y.data);
  return cells;
}

interface Start {
  readonly weights: Float32Array;
  /** See `batchOrder`. */
  readonly order: Int32Array;
}

/** Where the runs of a seed start, made once for each seed. */
function startCache(task: ProxyTask, examples: number): (seed: number) => Start {
  const known = new Map<number, Start>();
  return (seed) => {
    const found = known.get(seed);
    if (found !== undefined) return found;
    const start = { weights: initialWeights(task, seed), order: batchOrder(task, { examples, seed }) };
    known.set(seed, start);
    return start;
  };
}

/** Examples of all batches of a seed's runs, one batch after another; every example comes once before any comes again. */
export function batchOrder(
  task: ProxyTask,
  { examples, seed }: { readonly examples: number; readonly seed: number },
): Int32Array {
  const order = new Int32Array(task.steps * task.batchSize);
  for (let filled = 0, epoch = 1; filled < order.length; epoch++) {
    const all = Int32Array.from({ length: examples }, (_, i) => i);
    createRng(seed, "proxy-batches", task.name, epoch).shuffle(all);
    order.set(all.subarray(0, Math.min(examples, order.length - filled)), filled);
    filled += examples;
  }
  return order;
}

function allFinite(values: ArenaCell["data"]): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  return true;
}
