/**
 * A run as the text that `lionlab show` or `lionlab discover show` prints of it; apart from the commands, so that help does not load it.
 */

import { studyReport, studySummary } from "../library/study-report.ts";
import type { StudyRecord } from "../records/records.ts";
import type { Storage } from "../records/storage.ts";
import type { ReportDocument, StudyReport } from "../report/document.ts";
import type { Call } from "./command.ts";
import { viewOf, withDiscovery } from "./discovery/call.ts";
import { jsonText } from "./plain-table.ts";
import { type RunPlace, trialsForTable, withRun } from "./run-folder.ts";
import { storeNotice } from "./store-notice.ts";
import type { Terminal } from "./terminal.ts";

/** A study in the format that the call asks for; ends with a line break. */
export async function shownStudy(place: RunPlace, call: Call): Promise<string> {
  const { options, terminal } = call;
  const format = options.json ? "json" : (options.format ?? "table");
  return withRun(
    place,
    async (study, storage) =>
      format === "table"
        ? tableText(await studySummary(study, await trialsForTable(study, storage)), terminal)
        : textOf(await wholeReport(study, storage), format),
    storeNotice(call),
  );
}

async function wholeReport(study: StudyRecord, storage: Storage): Promise<StudyReport> {
  const { packedTrials } = await import("../records/packed-epochs.ts");
  return studyReport(study, await packedTrials(study.name, storage, { twoThreads: true }));
}

/** A discovery, as text or JSON; ends with a line break. */
export async function shownDiscovery(place: RunPlace, call: Call): Promise<string> {
  const { discoveryJson, discoveryText } = await import("./discovery/show.ts");
  const { configOfRecord } = await import("../search/read.ts");
  const { out } = call.terminal;
  const view = await withDiscovery(place, (name, storage) => viewOf(storage, name), storeNotice(call));
  const shown = { view, budget: configOfRecord(view.discovery.config).budget };
  const width = out.isTTY ? { width: out.columns() } : {};
  return call.options.json ? jsonText(discoveryJson(shown)) : discoveryText(shown, { color: out.color, ...width });
}

async function tableText(document: ReportDocument, { out }: Terminal): Promise<string> {
  const { renderTerminalReport } = await import("../report/table.ts");
  return renderTerminalReport(document, { color: out.color, ...(out.isTTY ? { width: out.columns() } : {}) });
}

async function textOf(document: StudyReport, format: "json" | "csv" | "markdown"): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../report/json.ts")).renderJson(document);
    case "csv":
      return (await import("../report/csv.ts")).renderResultsCsv(document);
    case "markdown":
      return (await import("../report/markdown.ts")).renderMarkdown(document, { figures: false });
  }
}
