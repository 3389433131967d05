/** One trial on ONNX Runtime: a session for each loop. */
import { sizeOf } from "../core/tensor.ts";
import type { LoopSpec } from "../graph/loop.ts";
import { lowerLoop } from "../onnx/lower.ts";
import { openSession } from "../onnx/session.ts";
import type { Engine } from "./engine.ts";
import { holdState } from "./held-state.ts";

/** An engine for one trial. `threads` of the processor, 1 by default; more may change the last bits. */
export function onnxEngine({ threads = 1 }: { readonly threads?: number } = {}): Engine {
  return {
    async open({ loop, device }) {
      const session = await openSession(lowerLoop({ ...loop, device }), {
        device,
        threads,
        onHeap: belongsOnHeap(loop),
      });
      const { load, state, own: ownState, take } = holdState(loop.carried);
      const over = stateSize(loop) >= largeState ? loop.carried : [];
      return {
        load,
        state,
        async run({ steps, shared, own }) {
          const given = await shared(steps);
          const held = over.length > 0 ? ownState() : state();
          return take(await session.run({ ...given, ...held, ...own(steps) }, { over }));
        },
        close: () => session.close(),
      };
    },
    together: () => 1,
  };
}

/** Numbers of a state that is worth sharing memory with JavaScript, which holds it during a call, and being written over: 64 MiB. */
const largeState = 2 ** 24;
/** Numbers of a value from which on holes between blocks cost more memory in the heap than in the arena: 4 MiB. */
const largeValue = 2 ** 20;

/**
 * Where a loop had better take its blocks from, as measured (`bench/RESULTS.md`). The heap saves a large state from standing in an arena too,
 * and touches fewer new pages; large values leave holes in it, so that with a small state the arena takes less.
 */
export function belongsOnHeap(loop: LoopSpec): boolean {
  const { body } = loop;
  return (
    stateSize(loop) >= largeState || body.nodes.every(({ op, shape }) => op === "input" || sizeOf(shape) < largeValue)
  );
}

function stateSize({ body, carried }: LoopSpec): number {
  return carried.reduce((sum, name) => sum + sizeOf(body.outputs[name]!.shape), 0);
}
