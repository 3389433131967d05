/** The page's worker: carries out jobs of its lanes, and says now and then that it lives. */
import { LabError } from "../../../src/core/errors.ts";
import { jobWork } from "./jobs.ts";
import { Lanes } from "./lanes.ts";
import { lanes as order, type Reply, type Request } from "./messages.ts";

const scope = self as unknown as {
  postMessage(reply: Reply): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
};

/** Milliseconds of work between two looks at what was asked. */
const sliceMs = 16;
const beatMs = 500;

const lanes = new Lanes(
  order,
  {
    part: (lane, id, part) => scope.postMessage({ lane, id, part: part as never }),
    done: (lane, id, failed) => scope.postMessage({ lane, id, done: true, failed }),
  },
  (error) => (error instanceof LabError ? error.message : `This broke: ${String(error)}`),
);

/** Comes back after messages that wait. */
const channel = new MessageChannel();
let running = false;
let lastBeat = 0;

channel.port1.onmessage = () => {
  const until = performance.now() + sliceMs;
  while (lanes.busy && performance.now() < until) lanes.turn();
  if (performance.now() - lastBeat > beatMs) {
    lastBeat = performance.now();
    scope.postMessage({ beat: true });
  }
  running = lanes.busy;
  if (running) channel.port2.postMessage(null);
};

scope.onmessage = ({ data: { lane, id, job } }) => {
  lanes.put(lane, id, jobWork({ lane, job } as Parameters<typeof jobWork>[0]));
  if (running) return;
  running = true;
  channel.port2.postMessage(null);
};
