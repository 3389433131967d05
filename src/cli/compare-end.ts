/** How `lionlab compare` ends: with the report of what is done, or with how to go on. */
import { join } from "node:path";
import { systemClock } from "../core/clock.ts";
import { studyReport } from "../library/study-report.ts";
import type { TrialRecord } from "../records/records.ts";
import type { Storage } from "../records/storage.ts";
import type { StudyConfig } from "../study/config.ts";
import type { StudyWarning } from "../study/warnings/warning.ts";
import type { Call } from "./command.ts";
import type { StudyEnd } from "./follow/one-study.ts";
import { interruptedCode } from "./interrupts.ts";
import { leftOutNote } from "./left-out-note.ts";
import { formatDuration } from "./progress/text.ts";
import { type RunPlaces, reproducingCommand } from "./study-call.ts";

/** A study that has ended, here or elsewhere. */
export interface EndedStudy {
  readonly call: Call;
  readonly storage: Storage;
  readonly places: RunPlaces;
  readonly last: StudyEnd;
}

/** Says that the study was stopped, and how to go on. Returns the exit code. */
export function stoppedEarly(call: Call, { progress: { done, total } }: StudyEnd): number {
  if (call.options.json !== true) {
    call.terminal.err.write(`Stopped with ${done} of ${total} trials done. To go on: ${call.commandLine}\n`);
  }
  return interruptedCode;
}

/** `! sgd beats adam …`, and below it the command that helps. What was found ends with the seeds it takes: their command alone is left to say. */
function warningText({ code, sentence, command }: StudyWarning): string {
  const said = code === "few-seeds" ? "For more seeds, with all that is computed kept:" : `! ${sentence}`;
  return `${said}\n${command === undefined ? "" : `  ${command}\n`}`;
}

/** Says that several kinds of processor computed the study, where they did. */
async function mixedText(trials: readonly TrialRecord[]): Promise<string> {
  const { mixedProcessors, processorsOf } = await import("../report/processors.ts");
  const mixed = mixedProcessors(processorsOf({ trials }));
  return mixed === null
    ? ""
    : `\nComputed on several kinds of processor (${mixed}): on one kind alone its records would be the same, byte for byte.\n`;
}

/** Writes the report, prints the table and the report's path. Exit code 1 when trials were given up. */
export async function finish(config: StudyConfig, { call, storage, places, last }: EndedStudy): Promise<number> {
  const { studyWarnings } = await import("../study/warnings/study-warnings.ts");
  const { writeReport } = await import("../report/write.ts");
  const { terminal, options } = call;
  const startedAt = systemClock.now();
  const study = (await storage.getStudy(config.name))!;
  const trials = await storage.loadTrials(config.name);
  const warnings = studyWarnings({ config, command: reproducingCommand(call), trials });
  const document = await studyReport(study, trials, { warnings });
  const written = await writeReport(document, join(places.folder, "report"));
  if (options.json) {
    const { renderJson } = await import("../report/json.ts");
    const report = JSON.parse(renderJson(document)) as unknown;
    terminal.out.write(`${JSON.stringify({ kind: "result", files: written.files, warnings, report })}\n`);
  } else {
    const { renderTerminalReport } = await import("../report/table.ts");
    const width = terminal.out.isTTY ? { width: terminal.out.columns() } : {};
    const note = leftOutNote(written, { run: places.folder, storage: options.storage });
    terminal.err.write(`report written in ${formatDuration(systemClock.now() - startedAt)}\n${note}\n`);
    terminal.out.write(renderTerminalReport(document, { color: terminal.out.color, ...width }));
    terminal.out.write(warnings.map((warning) => `\n${warningText(warning)}`).join(""));
    terminal.out.write(`${await mixedText(trials)}\nReport: ${written.html}\n`);
  }
  return last.progress.failed > 0 ? 1 : 0;
}
