// An evaluator for tests of searches: scores are those of `sampleScores`, and some programs misbehave, told by their text.
//   $FAKE_EVALUATION_MS: how long an evaluation takes   $FAKE_FAULTS: "crash", "throw" or "refuse", by hash of the program:
//   "crash" kills the worker for one program in ten, "throw" throws, "once" kills it the first time only (a mark in $FAKE_MARKS)
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// The build under test is that of the worker which loads this file.
const build = dirname(dirname(process.argv[1]));
const load = (file) => import(pathToFileURL(join(build, file)));
const { LabError } = await load("core/errors.js");
const { sampleScores } = await load("search/samples.js");

const milliseconds = Number(process.env.FAKE_EVALUATION_MS ?? 2);
const faults = process.env.FAKE_FAULTS ?? "";

export async function createProxyEvaluator({ tasks }) {
  if (faults === "refuse") throw new LabError("no-dataset", "There is no such dataset.");
  return {
    evaluate: async (program, { race } = {}) => {
      misbehave(program);
      await sleep(milliseconds);
      return sampleScores(tasks, program, { race });
    },
    close: () => {},
  };
}

function misbehave(program) {
  if (faults === "always") throw new Error("nothing works");
  const digest = createHash("sha256").update(program).digest("hex");
  if (faults === "" || Number.parseInt(digest.slice(-2), 16) >= 26) return;
  if (faults === "throw") throw new Error("a fault of the evaluator");
  const mark = join(process.env.FAKE_MARKS ?? "", digest);
  if (faults === "once" && existsSync(mark)) return;
  if (faults === "once") writeFileSync(mark, "");
  process.kill(process.pid, "SIGKILL");
}
