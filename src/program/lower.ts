/**
 * One update as a graph: what a session runs where the gradient is given, as in traces and tests.
 */
import { createBuilder } from "../graph/builder.ts";
import type { Graph } from "../graph/graph.ts";
import { clipByGlobalNorm, treeSize } from "./program-ops.ts";
import type { Leaf, Rule } from "./rule.ts";

/** What the update graph includes. */
export interface UpdateOptions {
  /** Adds an input `decayMask` `[P]`. */
  readonly masked?: boolean;
  /** Scales the gradient down to this global norm first. */
  readonly clipGlobalNorm?: number | null;
}

/** Name of the input and output that hold a slot. */
export function slotName(slot: string): string {
  return `slot ${slot}`;
}

/**
 * Builds one update. Inputs: `w`, `g` and each slot `[P]`, `scalars` `[k]` where the rule has any, `decayMask` where asked.
 * Outputs: `w` and each slot. An input that the update does not need is absent.
 */
export function lowerUpdate(rule: Rule, leaves: readonly Leaf[], options: UpdateOptions = {}): Graph {
  const b = createBuilder();
  const tree = { dtype: "float", shape: [treeSize(leaves)] } as const;
  const w = b.input("w", tree);
  const given = b.input("g", tree);
  const g = typeof options.clipGlobalNorm === "number" ? clipByGlobalNorm(b, given, options.clipGlobalNorm) : given;
  const slots = rule.slots.map(({ name }) => b.input(slotName(name), tree));
  const all = b.input("scalars", { dtype: "float", shape: [Math.max(1, rule.scalarNames.length)] });
  const scalars = rule.scalarNames.map((_, i) =>
    b.reshape(b.slice(all, { axis: 0, start: i, end: i + 1 }), { shape: [] }),
  );
  const mask = options.masked ? b.input("decayMask", tree) : undefined;
  const next = rule.apply(b, { w, g, slots, scalars }, leaves, mask);
  const after = rule.slots.map(({ name }, i) => [slotName(name), next.slots[i]!] as const);
  return b.build({ w: next.w, ...Object.fromEntries(after) });
}
