// Jobs for tests of queues, told what to do by their order.
// The build under test is that of the worker which loads this file.
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const build = dirname(dirname(process.argv[1]));
const { LabError } = await import(pathToFileURL(join(build, "core", "errors.js")));
const { heapIsKept } = await import(pathToFileURL(join(build, "core", "kept-heap.js")));

let tellLater = async () => {};

const deeds = {
  echo: ({ value }) => value,
  pid: () => process.pid,
  // Whether the process was started with a heap that keeps its memory.
  heap: () => heapIsKept(),
  throw: ({ value }) => {
    throw new Error(value);
  },
  refuse: ({ value }) => {
    throw new LabError("no-such-thing", value);
  },
  exit: ({ value }) => {
    process.stderr.write(`leaving with ${value}\n`);
    process.exit(value);
  },
  // Says that it has begun, and is gone.
  "tell and exit": async ({ value }, { tell }) => {
    await tell(value);
    process.exit(3);
  },
  kill: () => process.kill(process.pid, "SIGKILL"),
  // Answers, and leaves directly afterwards.
  "answer and exit": ({ value }) => {
    setImmediate(() => process.exit(0));
    return value;
  },
  count: async ({ value }, { tell }) => {
    for (let i = 0; i < value; i++) await tell(i);
    tellLater = tell;
    return value;
  },
  // Tells an event in the name of the last job that counted, which has ended.
  "speak late": async ({ value }) => {
    await tellLater("late");
    return value;
  },
  // Hears nothing any more.
  hang: async (_, { tell }) => {
    await tell(process.pid);
    for (;;);
  },
  // Works until it is asked to stop.
  "until stopped": async (_, { tell, shouldStop }) => {
    if (!shouldStop()) await tell(process.pid);
    while (!shouldStop()) await new Promise((resolve) => setImmediate(resolve));
    return "stopped";
  },
};

export const run = async (order, context) => deeds[order.do](order, context);
