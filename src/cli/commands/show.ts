/**
 * `lionlab show RUN`: the results of a run, finished or not, as a table, JSON, CSV or Markdown.
 */
import type { ReportDocument, StudyReport } from "../../report/document.ts";
import { type Command, requiredArgument } from "../command.ts";
import { findRun, trialsForTable, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";
import { studyReport, studySummary } from "../study-report.ts";
import type { Terminal } from "../terminal.ts";

/** The command. */
export const showCommand: Command = {
  name: "show",
  group: "Compare optimizers",
  summary: "Print the results of a run, finished or not.",
  arguments: [{ name: "run", about: "A run's folder, or the name of its study." }],
  options: ["format", "storage", "json"],
  examples: ["npx lionlab show quickstart", "npx lionlab show runs/quickstart -f csv"],
  run: async (call) => {
    const { options, terminal } = call;
    const place = findRun(requiredArgument(call, "run"), { cwd: terminal.cwd, storage: options.storage });
    const format = options.json ? "json" : (options.format ?? "table");
    const text = await withRun(
      place,
      async (study, storage) =>
        format === "table"
          ? tableText(await studySummary(study, await trialsForTable(study, storage)), terminal)
          : textOf(await studyReport(study, await storage.loadTrials(study.name)), format),
      storeNotice(call),
    );
    terminal.out.write(text);
    return 0;
  },
};

async function tableText(document: ReportDocument, { out }: Terminal): Promise<string> {
  const { renderTerminalReport } = await import("../../report/table.ts");
  return renderTerminalReport(document, { color: out.color, ...(out.isTTY ? { width: out.columns() } : {}) });
}

async function textOf(document: StudyReport, format: "json" | "csv" | "markdown"): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../report/json.ts")).renderJson(document);
    case "csv":
      return (await import("../../report/csv.ts")).renderResultsCsv(document);
    case "markdown":
      return (await import("../../report/markdown.ts")).renderMarkdown(document, { figures: false });
  }
}
