/** The rule that only changes names and the order of lines: the last step, toward the form in which papers print programs. */
import { type CallValue, type Flow, type FlowValue, outputsOf } from "../flow.ts";
import { neededBy, renameValues } from "../flow-edit.ts";
import { isScalar, readCount } from "../flow-facts.ts";
import { textOfFlow } from "../flow-program.ts";
import { operandsOf } from "../match.ts";
import type { SimplifyRule } from "../rule.ts";

/** Names, and statements in the order of use. */
export const namesAndOrder: SimplifyRule = {
  name: "names and order",
  label: "exact",
  identity: "x = f(a); y = h(b)  →  y = h(b); x = f(a), under other names",
  condition: "No line reads a value before the line that makes it.",
  bound: null,
  reason: "Names and the order of independent lines are no part of what a program does.",
  samples: [
    "v = interp(g, v, 0.9)\nx = w * 0.1\ny = v + x\nz = y * lr\nreturn z, m, v",
    "m = interp(g, v, 0.9)\nu = sign(m)\nu = u * lr\nreturn u, m, v",
  ],
  *apply(flow) {
    const tidy = renameStates(flow);
    const changed = renameValues(tidy, wishes(tidy), orderOfUse(tidy));
    if (textOfFlow(changed) !== textOfFlow(flow)) yield { flow: changed };
  },
};

/** States called m, then v, where there are at most two. */
function renameStates(flow: Flow): Flow {
  if (flow.states.length > 1) return flow;
  const [state] = flow.states;
  if (state === undefined || state.before.name === "m") return flow;
  const before = { ...state.before, name: "m" };
  const swap = (value: FlowValue): FlowValue => made.get(value) ?? (value === state.before ? before : value);
  const made = new Map<FlowValue, FlowValue>();
  const order = flow.order.map((call) => {
    const copy: CallValue = { ...call, args: call.args.map(swap) };
    made.set(call, copy);
    return copy;
  });
  return { ...flow, order, update: swap(flow.update), states: [{ before, after: swap(state.after) }] };
}

/** Names to ask for: the update's chain is `update`, new states carry their states' names, the rate is `lr`. */
function wishes(flow: Flow): Map<CallValue, string | null> {
  const names = new Map<CallValue, string | null>();
  const states = new Map(flow.states.map(({ before, after }) => [after, before.name] as const));
  for (const call of flow.order) if (isScalar(call) && readsRate(call)) names.set(call, rateName(flow));
  for (const call of flow.order) if (isShortProduct(flow, call)) names.set(call, null);
  for (const call of updateChain(flow, states)) names.set(call, "update");
  for (const [after, name] of states) if (after.kind === "call") names.set(after, name);
  return names;
}

function readsRate(call: CallValue): boolean {
  return operandsOf(call, "*")?.some((arg) => arg.kind === "input" && arg.role === "rate") === true;
}

function rateName(flow: Flow): string {
  return flow.others[0]!.name;
}

/** A product of an input and a number that is read once: it stands inside the line that reads it. */
function isShortProduct(flow: Flow, call: CallValue): boolean {
  const [a, b] = operandsOf(call, "*") ?? [];
  return a?.kind === "input" && b?.kind === "number" && !isScalar(call) && readCount(flow, call) === 1;
}

/** The calls from the update back along the operand with the longest history, as long as nothing else reads them. */
function updateChain(flow: Flow, states: ReadonlyMap<FlowValue, string>): CallValue[] {
  const depths = new Map<FlowValue, number>();
  const depth = (value: FlowValue): number => depths.get(value) ?? 0;
  for (const call of flow.order) depths.set(call, 1 + Math.max(0, ...call.args.map(depth)));
  const chain: CallValue[] = [];
  let value = flow.update;
  while (value.kind === "call" && !states.has(value) && readCount(flow, value) === 1) {
    chain.push(value);
    const [next] = [...value.args].filter((arg) => !isScalar(arg)).sort((a, b) => depth(b) - depth(a));
    if (next === undefined) break;
    value = next;
  }
  return chain;
}

/**
 * Lines in the order in which the update needs them; a state's line stands after the last line that reads its old value
 * and the functions that follow there.
 */
function orderOfUse(flow: Flow): CallValue[] {
  const placed = new Set<FlowValue>();
  const order: CallValue[] = [];
  const place = (value: FlowValue, into: CallValue[]): void => {
    if (value.kind !== "call" || placed.has(value)) return;
    placed.add(value);
    for (const arg of value.args) place(arg, into);
    into.push(value);
  };
  place(flow.update, order);
  for (const { before, after } of flow.states) {
    const lines: CallValue[] = [];
    place(after, lines);
    order.splice(stateLine(order, before, lines), 0, ...lines);
  }
  const needed = neededBy(outputsOf(flow));
  return [...order, ...flow.order.filter((call) => !needed.has(call))];
}

function stateLine(order: readonly CallValue[], before: FlowValue, lines: readonly CallValue[]): number {
  const own = new Set<FlowValue>(lines);
  const operands = new Set<FlowValue>([before, ...lines.flatMap((line) => line.args.filter((arg) => !own.has(arg)))]);
  let at = 0;
  order.forEach((call, i) => {
    if (operands.has(call) || call.args.includes(before)) at = i + 1;
  });
  while (at > 0 && at < order.length && order[at]!.args.length === 1 && order[at]!.args[0] === order[at - 1]) at += 1;
  return at;
}
