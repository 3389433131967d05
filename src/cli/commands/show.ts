/**
 * `lionlab show RUN`: the results of a run, finished or not, as a table, JSON, CSV or Markdown.
 */
import { type Command, requiredArgument } from "../command.ts";
import { findRun, trialsForTable, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";
import { studyReport } from "../study-report.ts";

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
    const document = await withRun(
      place,
      async (study, storage) => {
        const trials = format === "table" ? trialsForTable(study, storage) : storage.loadTrials(study.name);
        if (format !== "table") return studyReport(study, await trials);
        const { terminalSections } = await import("../../report/sections/terminal-sections.ts");
        return studyReport(study, await trials, terminalSections);
      },
      storeNotice(call),
    );
    switch (format) {
      case "table": {
        const { renderTerminalReport } = await import("../../report/table.ts");
        const width = terminal.out.isTTY ? { width: terminal.out.columns() } : {};
        terminal.out.write(renderTerminalReport(document, { color: terminal.out.color, ...width }));
        return 0;
      }
      case "json":
        terminal.out.write((await import("../../report/json.ts")).renderJson(document));
        return 0;
      case "csv":
        terminal.out.write((await import("../../report/csv.ts")).renderResultsCsv(document));
        return 0;
      case "markdown":
        terminal.out.write((await import("../../report/markdown.ts")).renderMarkdown(document, { figures: false }));
        return 0;
    }
  },
};
