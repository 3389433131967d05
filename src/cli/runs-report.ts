/**
 * `lionlab report RUN RUN…`: one report over several studies.
 */
import { join } from "node:path";
import { LabError } from "../core/errors.ts";
import { reportInput } from "../library/study-report.ts";
import { packedTrials } from "../records/packed-epochs.ts";
import type { RunInput } from "../report/runs/runs-view.ts";
import { type Call, requiredArgument } from "./command.ts";
import { jsonText } from "./plain-table.ts";
import { findRun, withRun } from "./run-folder.ts";
import { storeNotice } from "./store-notice.ts";

/** Writes it and prints where. Returns the exit code. Errors: those of `findRun`; `same-run` for a run that is named twice. */
export async function reportRuns(call: Call): Promise<number> {
  const { options, terminal } = call;
  const targets = [requiredArgument(call, "run"), ...call.rest];
  const inputs: RunInput[] = [];
  const places = new Set<string>();
  for (const target of targets) {
    const place = findRun(target, { cwd: terminal.cwd, storage: options.storage });
    const input = await withRun(
      place,
      async (study, storage) =>
        reportInput(study, await packedTrials(study.name, storage, { twoThreads: true }), { target: options.target }),
      storeNotice(call),
    );
    const where = `${place.storage}\n${input.study.name}`;
    if (places.has(where)) throw sameRun(target);
    places.add(where);
    const known = inputs.some(({ name }) => name === input.study.name);
    inputs.push({ name: known ? target : input.study.name, input });
  }
  const { buildRunsReport } = await import("../report/runs/build-runs-report.ts");
  const { writeTablesReport } = await import("../report/write.ts");
  const document = buildRunsReport(inputs, call.commandLine);
  const folder = options.out ?? join("runs", inputs.map(({ input }) => input.study.name).join("+"));
  const written = await writeTablesReport(document, folder);
  terminal.out.write(options.json ? jsonText(written) : `${document.headline}\n${written.html}\n`);
  return 0;
}

function sameRun(target: string): LabError {
  return new LabError(
    "same-run",
    `A report over several runs needs different ones, but "${target}" is named twice. Leave one out.`,
    { given: target },
  );
}
