/**
 * Runs what is missing of an experiment's studies, one after another and each as `lionlab compare` does, and reports what became of its claims.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../core/errors.ts";
import { studyStoreFile } from "../../records/store-files.ts";
import { contendersOf } from "../../report/contenders.ts";
import { type StudyView, viewStudy } from "../../report/study-view.ts";
import { buildReproduction, judgedClaims } from "../../reproduce/build-reproduction.ts";
import type { Experiment, StudyStep } from "../../reproduce/experiment.ts";
import type { ChosenRates } from "../../reproduce/step-study.ts";
import type { Call } from "../command.ts";
import { runCompare } from "../compare-run.ts";
import { interruptedCode } from "../interrupts.ts";
import { jsonText } from "../plain-table.ts";
import { findRun, trialsForTable, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";
import { compareCall, type ExperimentRun, experimentRun, stepFolder } from "./experiment-call.ts";

/** Does it. Returns the exit code: 130 where it was interrupted, 1 where trials were given up. Errors: those of `experimentRun` and of studies. */
export async function runExperiment(experiment: Experiment, call: Call): Promise<number> {
  const run = experimentRun(experiment, call);
  let code = 0;
  for (const step of call.options.onlyReport === true ? [] : run.studies) {
    const ended = await runCompare(compareCall(call, { step, rates: await ratesOf(step, { run, call }), run }));
    if (ended === interruptedCode) return interrupted(call);
    code = Math.max(code, ended);
  }
  await report(run, call);
  return code;
}

function interrupted(call: Call): number {
  if (call.options.json !== true)
    call.terminal.err.write(`For the whole experiment, which goes on from there: ${call.commandLine}\n`);
  return interruptedCode;
}

interface Running {
  readonly run: ExperimentRun;
  readonly call: Call;
}

/** The best rate of each optimizer in the earlier study that the step names. Errors: `rates-missing` where that is not finished. */
async function ratesOf({ ratesFrom }: StudyStep, { run, call }: Running): Promise<ChosenRates> {
  if (ratesFrom === undefined) return new Map();
  const earlier = run.all.find(({ id }) => id === ratesFrom)!;
  const view = await viewOf(earlier, { run, call });
  const chosen = view === null || view.progress.waiting + view.progress.running > 0 ? [] : contendersOf(view);
  const rates = chosen.flatMap(({ setting: { config, best } }) =>
    best === null ? [] : [[config.label, best.lr] as const],
  );
  if (rates.length > 0) return new Map(rates);
  throw new LabError(
    "rates-missing",
    `This study trains at the rates that the study ${ratesFrom} chooses, but that is not finished: run it first, by leaving --only out.`,
    { study: ratesFrom },
  );
}

/** The records of a step's study; null where it has not been run. */
async function viewOf(step: StudyStep, { run, call }: Running): Promise<StudyView | null> {
  const folder = stepFolder(run, step);
  const { cwd } = call.terminal;
  if (!existsSync(join(cwd, folder, studyStoreFile)) && !existsSync(join(folder, studyStoreFile))) return null;
  return withRun(
    findRun(folder, { cwd }),
    async (study, storage) => viewStudy(study, await trialsForTable(study, storage), study.command),
    storeNotice(call),
  );
}

/** Writes the report over all studies and prints it. */
async function report(run: ExperimentRun, call: Call): Promise<void> {
  const { terminal, options } = call;
  const views = new Map<string, StudyView | null>();
  for (const step of run.all) views.set(step.id, await viewOf(step, { run, call }));
  const full = run.size === "full" ? " --full" : "";
  const input = { ...run, views, command: `npx lionlab reproduce ${run.experiment.name}${full}` };
  const document = buildReproduction(input);
  const { writeTablesReport } = await import("../../report/write.ts");
  const { html, files } = await writeTablesReport(document, run.folder);
  if (options.json) {
    const { renderTablesJson } = await import("../../report/json.ts");
    const facts = { files, claims: judgedClaims(input), report: JSON.parse(renderTablesJson(document)) as unknown };
    terminal.out.write(
      options.onlyReport ? jsonText(facts) : `${JSON.stringify({ kind: "reproduction", ...facts })}\n`,
    );
    return;
  }
  const { renderTerminalReport } = await import("../../report/table.ts");
  const width = terminal.out.isTTY ? { width: terminal.out.columns() } : {};
  terminal.out.write(`\n${document.facts.map(({ name, value }) => `${name}: ${value}`).join("\n")}\n\n`);
  terminal.out.write(renderTerminalReport(document, { color: terminal.out.color, ...width }));
  terminal.out.write(`\nReport: ${html}\n`);
}
