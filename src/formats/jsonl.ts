/**
 * JSON lines: one trial a line, everything that is kept of it. `records/records.ts` says what the members mean.
 *
 * The members of a line: `study`, then those of a trial's record. Figures that there are not are null.
 */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RunFormat, RunReading } from "./format.ts";

/** The format. */
export const jsonl: RunFormat = {
  name: "jsonl",
  about: "JSON lines: one trial a line, with its config, epochs, timings and result",
  output: "trials.jsonl",
  form: "file",
  opens: (path) => `python: pandas.read_json(${JSON.stringify(path)}, lines=True)`,
  write: async (run, place) => pipeline(Readable.from(linesOf(run)), createWriteStream(place)),
};

async function* linesOf(run: RunReading): AsyncGenerator<string> {
  for await (const { key, state, config, result, failure, epochs, timings } of run.trials()) {
    yield `${JSON.stringify({ study: run.study.name, key, state, config, result, failure, epochs, timings })}\n`;
  }
}
