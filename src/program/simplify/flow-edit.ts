/**
 * Changes of a flow: a value put in the place of another, a state taken out, dead calls left behind.
 */
import { type CallValue, callValue, type Flow, type FlowValue, outputsOf } from "./flow.ts";

/** All values that `roots` need, themselves included. */
export function neededBy(roots: readonly FlowValue[]): Set<FlowValue> {
  const needed = new Set<FlowValue>();
  const pending = [...roots];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (needed.has(value)) continue;
    needed.add(value);
    if (value.kind === "call") pending.push(...value.args);
  }
  return needed;
}

/**
 * The flow with `replacement` where `target` stood. New calls of the replacement stand in the target's place, and the
 * outermost takes over its name. Calls that only the target needed are gone; those that were dead before stay.
 */
export function replaceValue(flow: Flow, target: FlowValue, replacement: FlowValue): Flow {
  const named =
    replacement.kind === "call" && target.kind === "call" && !flow.order.includes(replacement)
      ? { ...replacement, name: replacement.name ?? target.name }
      : replacement;
  return rebuild(flow, new Map([[target, named]]));
}

/** The flow with every value of the map replaced. Values inside replacements mean those of the old flow. */
export function rebuild(flow: Flow, replacements: ReadonlyMap<FlowValue, FlowValue>): Flow {
  const made = new Map<FlowValue, FlowValue>();
  const order: CallValue[] = [];
  const known = new Set<FlowValue>(flow.order);
  const adopt = (value: FlowValue): FlowValue => {
    const done = made.get(value);
    if (done !== undefined) return done;
    const replaced = replacements.get(value);
    const result = replaced !== undefined ? adoptNew(replaced) : adoptNew(value);
    made.set(value, result);
    return result;
  };
  const adoptNew = (value: FlowValue): FlowValue => {
    if (value.kind !== "call") return value;
    const done = replacements.has(value) ? undefined : made.get(value);
    if (done !== undefined) return done;
    const args = value.args.map(adopt);
    const same = known.has(value) && args.every((arg, i) => arg === value.args[i]);
    const call = same ? value : callValue(value.fn, args, value.name);
    order.push(call);
    if (!replacements.has(value)) made.set(value, call);
    return call;
  };
  for (const call of flow.order) adopt(call);
  const changed: Flow = {
    ...flow,
    update: adopt(flow.update),
    states: flow.states.map(({ before, after }) => ({ before, after: adopt(after) })),
    order,
  };
  return leaveDead(flow, changed, made);
}

/** Drops calls that became dead by a change; those that were dead already stay for the rule that names them. */
function leaveDead(old: Flow, changed: Flow, made: ReadonlyMap<FlowValue, FlowValue>): Flow {
  const neededBefore = neededBy(outputsOf(old));
  const kept = new Set<FlowValue>();
  for (const call of old.order) if (!neededBefore.has(call)) kept.add(made.get(call)!);
  const needed = neededBy([...outputsOf(changed), ...kept]);
  return { ...changed, order: changed.order.filter((call) => needed.has(call)) };
}

/** The flow without some of its states and whatever only they needed. */
export function withoutStates(flow: Flow, dead: ReadonlySet<FlowValue>): Flow {
  const states = flow.states.filter((state) => !dead.has(state.before));
  const needed = neededBy([flow.update, ...states.map((state) => state.after)]);
  return { ...flow, states, order: flow.order.filter((call) => needed.has(call)) };
}

/** The flow with other names asked for, and its lines in another order where one is given. */
export function renameValues(
  flow: Flow,
  names: ReadonlyMap<CallValue, string | null>,
  order: readonly CallValue[] = flow.order,
): Flow {
  const made = new Map<FlowValue, FlowValue>();
  const adopt = (value: FlowValue): FlowValue => made.get(value) ?? value;
  const renamed = order.map((call) => {
    const name = names.has(call) ? names.get(call)! : call.name;
    const copy = callValue(call.fn, call.args.map(adopt), name);
    made.set(call, copy);
    return copy;
  });
  return {
    ...flow,
    update: adopt(flow.update),
    states: flow.states.map(({ before, after }) => ({ before, after: adopt(after) })),
    order: renamed,
  };
}
