// A thread that makes documents as their names say, for tests of what asks it.
import { parentPort } from "node:worker_threads";

const ways = {
  text: ({ location }) => ({ bytes: new TextEncoder().encode(location) }),
  refused: () => ({ code: "no-study", sentence: "It is gone." }),
  broken: () => ({ code: null, sentence: "a fault of ours" }),
  ends: () => process.exit(3),
  throws: () => {
    throw new Error("thrown in the thread");
  },
  grows: () => {
    const kept = [];
    for (;;) kept.push(new Array(10_000).fill(kept.length));
  },
  never: () => null,
};

parentPort.on("message", (order) => {
  const reply = ways[order.name](order);
  if (reply !== null) parentPort.postMessage(reply);
});
