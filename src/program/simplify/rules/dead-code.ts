/** Rules that drop what no weight ever depends on: statements within a step, states across steps. */
import { type Flow, type FlowValue, numberValue, outputsOf } from "../flow.ts";
import { neededBy, rebuild, withoutStates } from "../flow-edit.ts";
import { feedsReduction, zeroValues } from "../flow-facts.ts";
import type { SimplifyRule } from "../rule.ts";

const deadStatements: SimplifyRule = {
  name: "dead statement",
  label: "exact",
  identity: "x = f(…), never read  →  nothing",
  condition: "No returned value depends on the statement.",
  bound: null,
  reason: "No returned value depends on it.",
  samples: ["x = sin(g)\ny = cos(x)\nupdate = g * lr\nreturn update, m, v"],
  *apply(flow) {
    const needed = neededBy(outputsOf(flow));
    const order = flow.order.filter((call) => needed.has(call));
    const dead = flow.order.length - order.length;
    if (dead === 0) return;
    const reason =
      dead === 1 ? "No returned value depends on it." : `No returned value depends on these ${dead} calls.`;
    yield { reason, flow: { ...flow, order } };
  },
};

const deadStates: SimplifyRule = {
  name: "dead state",
  label: "exact",
  identity: "a state that no update reads, in this step or through the states of later ones  →  nothing",
  condition: "The update depends neither on the state nor on a state that depends on it.",
  bound: null,
  reason: "It is stored, but no update of this or a later step ever depends on it.",
  samples: [
    "m = cosh(g)\nv = interp(g, v, 0.9)\nupdate = v * lr\nreturn update, m, v",
    "m = interp(v, m, 0.5)\nupdate = g * lr\nreturn update, m, v",
  ],
  *apply(flow) {
    const live = liveStates(flow);
    const dead = flow.states.filter((state) => !live.has(state.before));
    if (dead.length === 0) return;
    const names = dead.map((state) => state.before.name).join(", ");
    const [what, is] = dead.length === 1 ? [`The state ${names}`, "is"] : [`The states ${names}`, "are"];
    yield {
      reason: `${what} ${is} stored, but no update of this or a later step ever depends on ${dead.length === 1 ? "it" : "them"}.`,
      flow: withoutStates(flow, new Set(dead.map((state) => state.before))),
    };
  },
};

const zeroState: SimplifyRule = {
  name: "state that stays zero",
  label: "exact",
  identity: "s(0) = 0 and s' = 0 whenever s = 0  →  s = 0",
  condition: "The new value is 0 where the old one is; states start at 0; no norm or sum over the tree is taken of it.",
  bound: null,
  reason: "The state starts at 0 and its new value is 0 whenever the old one is.",
  samples: ["m = m * 0.9\nv = interp(g, v, 0.9)\nupdate = v + m\nreturn update, m, v"],
  *apply(flow) {
    const kept = stayingZero(flow);
    if (kept.size === 0) return;
    const zeroed = rebuild(flow, new Map([...kept].map((state) => [state, numberValue(0)] as const)));
    const names = [...kept].map((state) => (state.kind === "input" ? state.name : "")).join(", ");
    yield {
      reason: `${names} starts at 0 and its new value is 0 whenever the old one is.`,
      flow: withoutStates(zeroed, kept),
    };
  },
};

/** The largest set of states that are all 0 after a step that began with all of them 0. */
function stayingZero(flow: Flow): Set<FlowValue> {
  const starts = flow.states.map((state) => state.before);
  const zeros = new Set<FlowValue>(starts.filter((start) => !feedsReduction(flow, start)));
  for (;;) {
    const found = zeroValues(flow, zeros);
    const lost = flow.states.filter(({ before, after }) => {
      const stays = found.has(after) || (after.kind === "number" && after.value === 0);
      return zeros.has(before) && !stays;
    });
    if (lost.length === 0) return zeros;
    for (const { before } of lost) zeros.delete(before);
  }
}

const twinStates: SimplifyRule = {
  name: "twin states",
  label: "exact",
  identity: "s(0) = t(0) and s' = t'  →  t = s",
  condition: "Both new values are the same value; states start at 0.",
  bound: null,
  reason: "Both states start at 0 and receive the same value in every step.",
  samples: ["m = interp(g, v, 0.9)\nupdate = m + v\nreturn update, m, m"],
  *apply(flow) {
    for (const [i, first] of flow.states.entries()) {
      const twin = flow.states.slice(i + 1).find((state) => state.after === first.after);
      if (twin === undefined) continue;
      yield { flow: withoutStates(rebuild(flow, new Map([[twin.before, first.before]])), new Set([twin.before])) };
    }
  },
};

/** Starting values of the states that the update depends on, now or through the states of later steps. */
export function liveStates(flow: Flow): Set<FlowValue> {
  const live = new Set<FlowValue>();
  let roots: FlowValue[] = [flow.update];
  while (roots.length > 0) {
    const needed = neededBy(roots);
    const found = flow.states.filter((state) => needed.has(state.before) && !live.has(state.before));
    for (const state of found) live.add(state.before);
    roots = found.map((state) => state.after);
  }
  return live;
}

/** The rules of this theme. */
export const deadCodeRules: readonly SimplifyRule[] = [deadStatements, deadStates, zeroState, twinStates];
