/**
 * Running a discovery under a display: its data, its plan, its searches and phases, then its programs and its report.
 */

import { basename, join } from "node:path";
import { functionNameOf } from "../../codegen/text/identifiers.ts";
import { systemClock } from "../../core/clock.ts";
import { quoteWord } from "../../core/quote-word.ts";
import { wholeText } from "../../core/whole-number.ts";
import { isServed } from "../../records/location.ts";
import type { SearchStorage } from "../../records/search-storage.ts";
import { studyStoreFile } from "../../records/store-files.ts";
import type { DiscoveryConfig } from "../../search/config.ts";
import type { FullPlace } from "../../search/funnel/full-stage.ts";
import type { DiscoveryPlan } from "../../search/plan.ts";
import type { Call } from "../command.ts";
import { fetchReporter } from "../fetching.ts";
import type { DiscoveryEnd } from "../follow/one-discovery.ts";
import { heedRequests, launchOf } from "../heed-requests.ts";
import { type Interrupts, interruptedCode, interruptibly } from "../interrupts.ts";
import { formatDuration } from "../progress/text.ts";
import { type StoreNotice, storeNotice } from "../store-notice.ts";
import { workersOf } from "../study-call.ts";
import { discoverySummary, viewOf } from "./call.ts";
import { openDiscoveryDisplay } from "./display.ts";

/** A discovery to run. `command`: what runs it again; `resume`: what goes on with it after a stop. */
export interface DiscoveryRun {
  readonly config: DiscoveryConfig;
  readonly command: string;
  readonly resume: string;
  readonly folder: string;
  readonly storage: string;
}

/** Runs what is missing of a discovery and writes its programs and its report. Returns the exit code. */
export async function runWithDisplay(run: DiscoveryRun, call: Call): Promise<number> {
  await refuseEarly(run, call);
  return interruptibly(call.terminal, async (interrupts) => {
    const plan = await planOf(run, { call, interrupts });
    const { openSearchStorage } = await import("../../records/search-open.ts");
    const notice = storeNotice(call);
    const { onWait } = notice;
    const storage = await openSearchStorage(run.storage, { mode: "run", onWait, signal: interrupts.drain });
    const heeded = heedRequests(storage.location, interrupts);
    try {
      if (call.options.detach === true) return await leave(plan, { run, call, storage, notice, interrupts });
      const { runOrFollowDiscovery } = await import("../follow/one-discovery.ts");
      const setting = { call, storage, notice };
      const ended = await runOrFollowDiscovery({
        ...{ ...setting, plan, place: run, signal: interrupts.drain },
        run: () => search(plan, { ...setting, run, interrupts }),
      });
      if (interrupts.abort.aborted || ended === "interrupted") return interruptedCode;
      return ended === "stopped" ? await stoppedEarly(run, { call, storage }) : await finish(run, { call, storage });
    } finally {
      heeded();
      await storage.close();
    }
  });
}

async function refuseEarly({ config, storage }: DiscoveryRun, call: Call): Promise<void> {
  const { refuseToDetach } = await import("../worker/detachable.ts");
  const ties = call.options.detach ? (await import("../worker/leave-discovery.ts")).tiesOfDiscovery(config) : [];
  refuseToDetach({ name: config.name, call, storage, ties });
}

/** Leaves it to the workers of the server that has the records. Returns the exit code. */
async function leave(plan: DiscoveryPlan, { run, call, storage, notice, interrupts }: SearchSetting): Promise<number> {
  const { leaveRun } = await import("../worker/leave-run.ts");
  const { discoveryToLeave } = await import("../worker/leave-discovery.ts");
  const { config, storage: target } = run;
  const left = await discoveryToLeave({ config, plan, storage, dataDir: call.options.data });
  return leaveRun(left, { call, target, notice, signal: interrupts.drain });
}

interface Setting {
  readonly call: Call;
  readonly storage: SearchStorage;
}

interface SearchSetting extends Setting {
  readonly run: DiscoveryRun;
  readonly interrupts: Interrupts;
  readonly notice: StoreNotice;
}

async function planOf(
  { config, command }: DiscoveryRun,
  { call, interrupts }: { readonly call: Call; readonly interrupts: Interrupts },
): Promise<DiscoveryPlan> {
  const { terminal, options } = call;
  const quiet = options.json === true;
  if (!quiet) terminal.err.write(`${discoverySummary(config)}\nloading the data of its tasks …\n`);
  const { fetchDataset } = await import("../../data/index.ts");
  const { datasetsOf, planDiscovery, startingProgram } = await import("../../search/plan-discovery.ts");
  startingProgram(config);
  const report = fetchReporter(terminal.err);
  for (const name of datasetsOf(config))
    await fetchDataset(name, {
      dataDir: options.data,
      env: terminal.env,
      signal: interrupts.drain,
      onEvent: (event) => (quiet ? undefined : report(event)),
    });
  return planDiscovery(config, { command, dataDir: options.data });
}

/** Runs the discovery under a display; returns how it ended. */
async function search(
  plan: DiscoveryPlan,
  { run, call, storage, interrupts, notice }: SearchSetting,
): Promise<DiscoveryEnd> {
  const { runDiscovery } = await import("../../search/run-discovery.ts");
  const { discoveryPhases } = await import("../../search/funnel/phases.ts");
  const { taskNeeds } = await import("../../search/task-need.ts");
  const { options } = call;
  const workers = workersOf(call, Number.POSITIVE_INFINITY);
  const shared = isServed(run.storage)
    ? await (await import("../../library/worker/shared-run.ts")).shareJobs({
        ...{ kind: "discovery", storage: run.storage, name: plan.name, device: "cpu", slots: workers },
        ...{ dataDir: options.data, has: taskNeeds(plan.searches.flatMap(({ tasks }) => tasks)) },
        ...{ onWait: notice.onWait, onWord: notice.onWait, interrupts },
      })
    : null;
  const display = await openDiscoveryDisplay(plan.name, call);
  const events = runDiscovery(plan, {
    storage,
    workers,
    ...(shared === null ? {} : { queue: shared.queue }),
    dataDir: options.data,
    clock: systemClock,
    launch: launchOf(call),
    stop: interrupts,
    phases: discoveryPhases(run.config, fullPlaceOf(run)),
  });
  let outcome: DiscoveryEnd = "complete";
  const listens = notice.handTo((sentence) => display.handle({ kind: "warning", sentence }));
  try {
    for await (const event of events) {
      display.handle(event);
      if (event.kind === "ended") outcome = event.outcome;
    }
  } finally {
    listens();
    display.close();
    await shared?.close();
  }
  return outcome;
}

/** The last stage's studies lie in a folder of their own, or on the server that keeps the discovery. */
function fullPlaceOf({ folder: runFolder, storage }: DiscoveryRun): FullPlace {
  const folder = join(runFolder, "full");
  return { folder, studies: isServed(storage) ? storage : join(folder, studyStoreFile), writesPrograms: true };
}

/** Keeps the programs found so far as files too, and says how to go on. */
async function stoppedEarly(run: DiscoveryRun, { call, storage }: Setting): Promise<number> {
  const { writeProgramFiles } = await import("./program-files.ts");
  const view = await viewOf(storage, run.config.name);
  const programs = view.best === null ? [] : await writeProgramFiles(view, join(run.folder, "programs"));
  if (call.options.json !== true) {
    const evaluations = view.searches.reduce((sum, search) => sum + search.evaluations, 0);
    const best = programs[0] === undefined ? "" : ` The best program so far: ${programs[0]}.`;
    call.terminal.err.write(
      `Stopped after ${wholeText(evaluations)} evaluations; all are kept.${best}\nTo go on: ${run.resume}\n`,
    );
  }
  return interruptedCode;
}

/** Writes the programs and the report, prints the findings and where the files are. */
async function finish(run: DiscoveryRun, { call, storage }: Setting): Promise<number> {
  const { terminal, options } = call;
  const startedAt = systemClock.now();
  const view = await viewOf(storage, run.config.name);
  const written = await writeFindings(view, run.folder);
  if (options.json) {
    const { discoveryJson } = await import("./show.ts");
    const discovery = discoveryJson({ view, budget: run.config.budget });
    terminal.out.write(`${JSON.stringify({ kind: "result", ...written, discovery })}\n`);
    return 0;
  }
  const { buildDiscoveryReport } = await import("../../report/discovery/build-discovery-report.ts");
  const { renderTerminalReport } = await import("../../report/table.ts");
  const { summarySection } = await import("../../report/discovery/summary.ts");
  const width = terminal.out.isTTY ? { width: terminal.out.columns() } : {};
  const document = buildDiscoveryReport(view, [summarySection]);
  terminal.err.write(`report written in ${formatDuration(systemClock.now() - startedAt)}\n\n`);
  terminal.out.write(renderTerminalReport(document, { color: terminal.out.color, ...width }));
  const [best] = written.programs;
  const rest = written.programs.length - 1;
  terminal.out.write(`\nPrograms: ${best}${rest > 0 ? ` and ${rest} more` : ""}\nReport: ${written.html}\n`);
  if (best !== undefined) {
    const whole = options.storage === undefined && basename(best) === "best.py";
    const from = whole ? run.folder : best;
    terminal.out.write(`To take the best home: ${exportLine(from, run.config.name)}\n`);
  }
  return 0;
}

/** What makes the best program an optimizer of PyTorch, with a test beside it. `from`: the run's folder, or the program's file. */
function exportLine(from: string, name: string): string {
  return `npx lionlab export ${quoteWord(from)} --to pytorch --out ${functionNameOf(`${name}-best`)}.py --test`;
}

/** Where the findings of a discovery lie. */
export interface WrittenFindings {
  readonly programs: readonly string[];
  readonly html: string;
  readonly files: readonly string[];
}

/** Writes programs and report of a discovery into `folder`, in `programs/` and `report/`. */
export async function writeFindings(
  view: Awaited<ReturnType<typeof viewOf>>,
  folder: string,
  reportFolder: string = join(folder, "report"),
): Promise<WrittenFindings> {
  const { writeProgramFiles } = await import("./program-files.ts");
  const { buildDiscoveryReport } = await import("../../report/discovery/build-discovery-report.ts");
  const { writeTablesReport } = await import("../../report/write.ts");
  const programs = await writeProgramFiles(view, join(folder, "programs"));
  const { html, files } = await writeTablesReport(buildDiscoveryReport(view), reportFolder);
  return { programs, html, files };
}
