/**
 * Several trials in one session: each believes that it has an engine to itself, and a call of the device trains or evaluates all of them.
 *
 * Trials that stop early, diverge or were resumed elsewhere leave the others as they are: a call takes those that are furthest behind, and
 * the graph is built anew for those that are left. Law: on a GPU a trial's numbers are those that it has alone, bit for bit
 * (`graph/stack/`); on a processor, where sums of several are ordered in another way, they may differ in the last bits, so trials are not
 * stacked there.
 */
import { InternalError } from "../../core/errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { haveOneForm, stackGraphs } from "../../graph/stack/stack-graphs.ts";
import {
  type Evaluation,
  type EvaluationOptions,
  type Evaluator,
  evaluateInPieces,
  type PreparedEvaluation,
  prepareEvaluation,
} from "../evaluate.ts";
import { lowerEvaluation } from "../evaluate-graph.ts";
import { type Feeds, type HeldState, holdState, variableFeeds } from "../held-state.ts";
import type { Variables } from "../state.ts";
import { scalarInputs } from "../step-update.ts";
import {
  outcomeOf,
  prepareTraining,
  type Stretch,
  type StretchRequest,
  scalarFeeds,
  type Training,
} from "../stretch.ts";
import { carriedNames, lowerTraining } from "../train-graph.ts";
import type { OpenEngine } from "../trial-engine.ts";
import type { TrialPlan } from "../trial-plan.ts";
import { createMeeting, type Seat } from "./meeting.ts";
import { apart, eachName, joinColumns, joinRows, stackOf } from "./rows.ts";
import { createSessionTable, type SessionTable } from "./session-table.ts";
import { stackKey } from "./stackable.ts";

/** A place in a stack. */
export interface StackLane {
  readonly engine: OpenEngine;
  /** To be called when the lane's trial has ended, however it did: the others wait for it until then. */
  leave(): Promise<void>;
}

/** Opens a stack with so many places. Errors, from its engines: `device-unavailable`; internal where a trial is not like the others. */
export function createStack(size: number, { threads = 1 }: { readonly threads?: number } = {}): readonly StackLane[] {
  const stack = emptyStack(threads);
  const seats = createMeeting(size);
  let left = 0;
  return seats.map((seat, lane) => {
    let gone = false;
    return {
      engine: async (plan) => laneEngine(stack, plan, { seat, lane, together: () => size - left }),
      async leave() {
        if (gone) return;
        gone = true;
        left++;
        seat.leave();
        if (left === size) await stack.close();
      },
    };
  });
}

/** What the lanes share. */
interface Stack {
  /** `stackKey` of every trial; null before the first. */
  key: string | null;
  /** A step of each form so far. */
  readonly forms: Graph[];
  /** Evaluations by the part of the data that they are over. */
  readonly evaluations: Map<string, PreparedEvaluation>;
  readonly sessions: SessionTable;
  close(): Promise<void>;
}

function emptyStack(threads: number): Stack {
  const sessions = createSessionTable(threads);
  return { key: null, forms: [], evaluations: new Map(), sessions, close: () => sessions.close() };
}

async function laneEngine(
  stack: Stack,
  plan: TrialPlan,
  { seat, lane, together }: { readonly seat: Seat; readonly lane: number; readonly together: () => number },
): ReturnType<OpenEngine> {
  const key = stackKey(plan.config);
  stack.key ??= key;
  if (key !== stack.key) throw new InternalError("trials that differ in more than numbers cannot be stacked");
  const training = prepareTraining(plan);
  const held = holdState(plan, training.step);
  const form = formOf(stack, training.step.body);
  let done = 0;
  const { weights, measured, read, load } = held;
  return {
    trainer: {
      ...{ weights, measured, read, load },
      mostSteps: training.mostSteps,
      async run(request) {
        const { epoch, from } = request;
        done = (epoch - 1) * plan.stepsPerEpoch + from;
        const stretch = await seat.ask<TrainingLane, Stretch>({
          key: `train form ${form} at ${done}`,
          place: 2 * done + 1,
          payload: { lane, plan, training, held, request },
          answer: (lanes) => trainTogether(stack, lanes),
        });
        done += stretch.losses.length;
        return stretch;
      },
      close: async () => {},
    },
    together,
    async openEvaluator(options) {
      const part = options.part === plan.dataset.train ? "train" : "test";
      const prepared = stack.evaluations.get(part) ?? prepareEvaluation(plan, options.part);
      stack.evaluations.set(part, prepared);
      return evaluatorOf(stack, { seat, prepared, part, options, plan, place: () => 2 * done });
    },
    close: async () => {},
  };
}

/** Number of the form of a step; a new one where no earlier trial has it. */
function formOf({ forms }: Stack, body: Graph): number {
  const found = forms.findIndex((form) => haveOneForm([form, body]));
  return found < 0 ? forms.push(body) - 1 : found;
}

/** A trial that is to train. */
interface TrainingLane {
  readonly lane: number;
  readonly plan: TrialPlan;
  readonly training: Training;
  readonly held: HeldState;
  readonly request: StretchRequest;
}

/** One stretch of all of them: as many steps as the one that wants fewest. */
async function trainTogether(stack: Stack, lanes: readonly TrainingLane[]): Promise<readonly Stretch[]> {
  const { plan, training, request: first } = lanes[0]!;
  const request = { ...first, steps: Math.min(...lanes.map((one) => one.request.steps)) };
  const carried = new Set(carriedNames(training.step, plan.rule));
  const session = await stack.sessions.open("train", {
    device: plan.config.device,
    of: lanes.map(({ lane }) => lane).join(),
    lower: () =>
      lowerTraining(
        { ...training.step, body: stackedStep(lanes) },
        { ...training, ...plan, device: plan.config.device },
      ),
  });
  const shared = await training.sharedFeeds(request);
  const own = lanes.map((one) => one.held.feeds());
  const scalars = lanes.map((one) => scalarFeeds(one.plan, request));
  const results = await session.run({
    ...shared,
    ...eachName(own, (name, slices) => (carried.has(name) ? stackOf(slices, joinRows) : slices[0]!)),
    ...eachName(scalars, (_, slices) => stackOf(slices, joinColumns)),
  });
  const found = apart(results, { count: lanes.length, rows: carried });
  return lanes.map(({ held }, i) => {
    held.take(found[i]!);
    return outcomeOf(found[i]!);
  });
}

/** The step of these trials: a plain one where there is one of them. */
function stackedStep(lanes: readonly TrainingLane[]): Graph {
  const bodies = lanes.map(({ training }) => training.step.body);
  const [first] = bodies;
  if (bodies.length === 1) return first!;
  const { plan, training } = lanes[0]!;
  const own = new Set([...carriedNames(training.step, plan.rule), ...scalarInputs(plan.rule)]);
  return stackGraphs(bodies, { shared: new Set(Object.keys(first!.inputs).filter((name) => !own.has(name))) });
}

/** What an evaluator of a lane goes by. */
interface LaneEvaluation {
  readonly seat: Seat;
  readonly prepared: PreparedEvaluation;
  readonly part: string;
  readonly options: EvaluationOptions;
  readonly plan: TrialPlan;
  /** How far the lane is. */
  place(): number;
}

/** Variables to be evaluated. */
interface Measured {
  readonly variables: Variables;
  readonly shouldStop: () => boolean;
}

function evaluatorOf(stack: Stack, { seat, prepared, part, options, plan, place }: LaneEvaluation): Evaluator {
  return {
    evaluate: (variables, indices, shouldStop) =>
      seat.ask<Measured, Evaluation | null>({
        key: `evaluate ${part} at ${place()}`,
        place: place(),
        payload: { variables, shouldStop },
        answer: async (models) => {
          const evaluated = await evaluateTogether(stack, models, {
            prepared,
            part,
            plan,
            indices,
            pace: options.pace,
          });
          return evaluated ?? models.map(() => null);
        },
      }),
    close: async () => {},
  };
}

async function evaluateTogether(
  stack: Stack,
  models: readonly Measured[],
  {
    prepared,
    part,
    plan,
    indices,
    pace,
  }: Pick<LaneEvaluation, "prepared" | "part" | "plan"> &
    Pick<EvaluationOptions, "pace"> & { readonly indices: Int32Array },
): Promise<readonly Evaluation[] | null> {
  const { device } = plan.config;
  const { body } = prepared;
  const count = models.length;
  const own = eachName(
    models.map(({ variables }) => variableFeeds(variables)),
    (_, slices) => stackOf(slices, joinRows),
  );
  const session = await stack.sessions.open(`evaluate ${part}`, {
    device,
    of: String(count),
    lower: () => {
      const shared = new Set(Object.keys(body.inputs).filter((name) => own[name] === undefined));
      const stacked = count === 1 ? body : stackGraphs(new Array<Graph>(count).fill(body), { shared });
      return lowerEvaluation(stacked, { ...prepared, device });
    },
  });
  const shouldStop = (): boolean => models.some((model) => model.shouldStop());
  const run = async (feeds: Feeds): Promise<readonly Feeds[]> =>
    apart(await session.run({ ...feeds, ...own }), { count, rows: new Set() });
  return evaluateInPieces(prepared, { indices, pace, shouldStop, run });
}
