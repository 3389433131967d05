/**
 * `lionlab report RUN --to FORMAT`: a run as files of another tool.
 */
import { join, resolve } from "node:path";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { quoteWord } from "../core/quote-word.ts";
import { studyReport } from "../library/study-report.ts";
import { accuracyTarget } from "./accuracy-target.ts";
import { type Call, requiredArgument } from "./command.ts";
import { jsonText } from "./plain-table.ts";
import { findRun, withRun } from "./run-folder.ts";
import { storeNotice } from "./store-notice.ts";

/** Writes it and says where it lies and what opens it. Returns the exit code. Errors: `unknown-format`, `one-run`, those of `findRun` and `writeFormat`. */
export async function reportFormat(call: Call, name: string): Promise<number> {
  const { formatNamed } = await import("../formats/index.ts");
  const { readRun } = await import("../formats/read-run.ts");
  const { writeFormat } = await import("../formats/write-format.ts");
  const { options, terminal } = call;
  await refuseTargets(name);
  const format = formatNamed(name);
  if (call.rest.length > 0) {
    const sentence = `--to ${name} writes one run at a time, but ${call.rest.length + 1} were named. Give one, and call it again for the others.`;
    throw new LabError("one-run", sentence);
  }
  const place = findRun(requiredArgument(call, "run"), { cwd: terminal.cwd, storage: options.storage });
  const shown = options.out ?? join(place.folder, format.output);
  const { hasBegun } = await import("../formats/trial-setting.ts");
  const { written, left } = await withRun(
    place,
    async (study, storage) => {
      const report = async () =>
        studyReport(study, await storage.loadTrials(study.name), { target: accuracyTarget(options.target) });
      const run = await readRun(study, { storage, report });
      await writeFormat(format, run, { path: resolve(terminal.cwd, shown), shown, force: options.force === true });
      const written = format.skipsUnbegun ? run.heads.filter(hasBegun).length : run.heads.length;
      return { written, left: run.heads.length - written };
    },
    storeNotice(call),
  );
  const opens = format.opens(shown, quoteWord(shown));
  terminal.out.write(
    options.json
      ? jsonText({ format: name, path: shown, trials: written, leftOut: left, opens })
      : `${printable(shown)}: ${trialsText(written, left)}\n${printable(opens)}\n`,
  );
  return 0;
}

function trialsText(written: number, left: number): string {
  const trials = written === 1 ? "1 trial" : `${written} trials`;
  return left === 0
    ? trials
    : `${trials}; ${left} that ${left === 1 ? "has" : "have"} not begun ${left === 1 ? "is" : "are"} left out`;
}

/** A target of optimizers that is no format of runs. Errors: `unknown-format`. */
async function refuseTargets(name: string): Promise<void> {
  const { formats } = await import("../formats/index.ts");
  const { targets } = await import("../codegen/targets/index.ts");
  if (formats.some((format) => format.name === name) || !targets.some((target) => target.name === name)) return;
  throw new LabError(
    "unknown-format",
    `There is no format named "${name}" for runs: it is what an optimizer is written as. Try: npx lionlab export lion --to ${name}`,
    { given: name },
  );
}
