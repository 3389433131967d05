/** One trial on ONNX Runtime: a session for each loop. */
import { lowerLoop } from "../onnx/lower.ts";
import { openSession } from "../onnx/session.ts";
import type { Engine } from "./engine.ts";
import { holdState } from "./held-state.ts";

/** An engine for one trial. `threads` of the processor, 1 by default; more may change the last bits. */
export function onnxEngine({ threads = 1 }: { readonly threads?: number } = {}): Engine {
  return {
    async open({ loop, device }) {
      const session = await openSession(lowerLoop({ ...loop, device }), { device, threads });
      const { load, state, take } = holdState(loop.carried);
      return {
        load,
        state,
        async run({ steps, shared, own }) {
          const given = await shared(steps);
          return take(await session.run({ ...given, ...state(), ...own(steps) }));
        },
        close: () => session.close(),
      };
    },
    together: () => 1,
  };
}
