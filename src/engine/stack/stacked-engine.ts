/**
 * Several trials in one session: each believes that it has an engine to itself, and a call of the device computes all of them.
 *
 * Trials that stop early, diverge or were resumed elsewhere leave the others as they are: a call takes those that are furthest behind, and
 * the graph is built anew for those that are left. Law: on a GPU a trial's numbers are those that it has alone, bit for bit
 * (`graph/stack/`); on a processor, where sums of several are ordered in another way, they may differ in the last bits, so trials are not
 * stacked there.
 */
import type { Tensor } from "../../core/tensor.ts";
import type { Graph } from "../../graph/graph.ts";
import { haveOneForm, stackGraphs } from "../../graph/stack/stack-graphs.ts";
import { lowerLoop } from "../../onnx/lower.ts";
import type { Engine, Feeds, LoopPlan, LoopStretch, OpenLoop } from "../engine.ts";
import { type HeldState, holdState } from "../held-state.ts";
import { createMeeting, type Seat } from "./meeting.ts";
import { apart, eachName, joinColumns, joinRows, splitRows, stackOf } from "./rows.ts";
import { createSessionTable, type SessionTable } from "./session-table.ts";

/** A place in a stack. */
export interface StackLane {
  readonly engine: Engine;
  /** To be called when the lane's trial has ended, however it did: the others wait for it until then. */
  leave(): Promise<void>;
}

/** What the lanes share. */
interface Stack {
  /** A body of each form so far. */
  readonly forms: Graph[];
  readonly sessions: SessionTable;
}

/** Opens a stack with so many places. Loops of one kind and one form share their calls; others take turns. */
export function createStack(size: number, { threads = 1 }: { readonly threads?: number } = {}): readonly StackLane[] {
  const stack: Stack = { forms: [], sessions: createSessionTable(threads) };
  const seats = createMeeting(size);
  let left = 0;
  return seats.map((seat, lane) => {
    let gone = false;
    return {
      engine: {
        open: async (plan) => openInLane(stack, plan, { seat, lane }),
        together: () => size - left,
      },
      async leave() {
        if (gone) return;
        gone = true;
        left++;
        seat.leave();
        if (left === size) await stack.sessions.close();
      },
    };
  });
}

/** A loop of one lane that is to be run. */
interface LaneLoop {
  readonly lane: number;
  readonly plan: LoopPlan;
  readonly held: HeldState;
  readonly stretch: LoopStretch;
}

function openInLane(
  { forms, sessions }: Stack,
  plan: LoopPlan,
  { seat, lane }: { readonly seat: Seat; readonly lane: number },
): OpenLoop {
  const held = holdState(plan.loop.carried);
  const purpose = `form ${formOf(forms, plan.loop.body)} of ${plan.kind}`;
  return {
    load: held.load,
    state: held.state,
    run: (stretch) =>
      seat.ask<LaneLoop, Feeds>({
        key: `${purpose} at ${stretch.place}`,
        place: stretch.place,
        payload: { lane, plan, held, stretch },
        answer: (lanes) => runTogether(sessions, lanes, purpose),
      }),
    close: async () => {},
  };
}

/** Number of the form of a body; a new one where no earlier loop has it. */
function formOf(forms: Graph[], body: Graph): number {
  const found = forms.findIndex((form) => haveOneForm([form, body]));
  return found < 0 ? forms.push(body) - 1 : found;
}

/** One stretch of all of them: as many steps as the one that wants fewest. */
async function runTogether(
  sessions: SessionTable,
  lanes: readonly LaneLoop[],
  purpose: string,
): Promise<readonly Feeds[]> {
  const { plan, stretch } = lanes[0]!;
  const { loop, device } = plan;
  const steps = Math.min(...lanes.map((one) => one.stretch.steps));
  const session = await sessions.open(purpose, {
    device,
    of: lanes.map(({ lane }) => lane).join(),
    lower: () => lowerLoop({ ...loop, body: stackedBody(lanes), device }),
  });
  const results = await session.run({
    ...(await stretch.shared(steps)),
    ...heldTogether(lanes),
    ...eachName(
      lanes.map((one) => one.stretch.own(steps)),
      joinOf(plan),
    ),
  });
  const found = apart(results, { count: lanes.length, rows: new Set(loop.carried) });
  return lanes.map(({ held }, i) => held.take(found[i]!));
}

/** What the lanes hold, as one; each then holds its slices of that, so that those that stay are not copied together again. */
function heldTogether(lanes: readonly LaneLoop[]): Feeds {
  const { plan } = lanes[0]!;
  const together = eachName(
    lanes.map(({ held }) => held.state()),
    joinOf(plan),
  );
  if (lanes.length === 1) return together;
  const own = Object.keys(together).filter((name) => isOwn(plan, name));
  const slices = own.map((name) => [name, splitRows(together[name]!)] as const);
  for (const [i, { held }] of lanes.entries()) {
    held.load({ ...held.state(), ...Object.fromEntries(slices.map(([name, rows]) => [name, rows[i]!])) });
  }
  return together;
}

/** How the slices of an input become one: those that are each trial's own side by side; of the others, which are equal, the first. */
function joinOf(plan: LoopPlan): (name: string, slices: readonly Tensor[]) => Tensor {
  return (name, slices) => {
    if (!isOwn(plan, name)) return slices[0]!;
    return stackOf(slices, plan.loop.perStep.includes(name) ? joinColumns : joinRows);
  };
}

function isOwn({ loop, own }: LoopPlan, name: string): boolean {
  return own.includes(name) || loop.carried.includes(name);
}

/** The body of these loops: a plain one where there is one of them. */
function stackedBody(lanes: readonly LaneLoop[]): Graph {
  const bodies = lanes.map(({ plan }) => plan.loop.body);
  const [first] = bodies;
  if (bodies.length === 1) return first!;
  const { plan } = lanes[0]!;
  return stackGraphs(bodies, { shared: new Set(Object.keys(first!.inputs).filter((name) => !isOwn(plan, name))) });
}
