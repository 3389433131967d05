/**
 * `lionlab report RUN`: writes the report of a run, finished or not, or one over several.
 */
import { join } from "node:path";
import { accuracyTarget } from "../accuracy-target.ts";
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { findRun, kindOfRun, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";

/** The command. */
export const reportCommand: Command = {
  name: "report",
  group: "Compare optimizers",
  summary: "Write the report of a run, or of several side by side: one HTML page, Markdown, CSV and SVG.",
  arguments: [
    { name: "run", about: "A run's folder, or the name of its study or discovery." },
    {
      name: "others",
      about: "Studies to show beside it, also of other data and models; the report is then in runs/NAME+NAME.",
      optional: true,
      variadic: true,
    },
  ],
  options: ["to", "out", "force", "curves", "target", "storage", "json"],
  meanings: {
    to: {
      about:
        "Write the run as files that another tool opens instead, beside the report: jsonl, parquet, tensorboard, optuna, mlflow, latex.",
      otherwise: "the report",
    },
    out: {
      about: "Folder for the report.",
      otherwise: "the folder report of the run",
    },
    force: { about: "Replace what --to wrote there before." },
  },
  examples: [
    "npx lionlab report quickstart",
    "npx lionlab report rediscover",
    "npx lionlab report quickstart runs/my-study",
    "npx lionlab report quickstart --to parquet",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    if (options.to !== undefined) return (await import("../report-format.ts")).reportFormat(call, options.to);
    if (call.rest.length > 0) return (await import("../runs-report.ts")).reportRuns(call);
    const target = requiredArgument(call, "run");
    const where = { cwd: terminal.cwd, storage: options.storage };
    if (kindOfRun(target, where) === "discovery") {
      return (await import("../discovery/report.ts")).reportDiscovery(call);
    }
    const place = findRun(target, where);
    const { packedTrials } = await import("../../records/packed-epochs.ts");
    const { writeReport } = await import("../../report/write.ts");
    const { studyReport } = await import("../../library/study-report.ts");
    const document = await withRun(
      place,
      async (study, storage) =>
        studyReport(study, await packedTrials(study.name, storage, { twoThreads: true }), {
          target: accuracyTarget(options.target),
        }),
      storeNotice(call),
    );
    const { leftOutNote } = await import("../left-out-note.ts");
    const written = await writeReport(document, options.out ?? join(place.folder, "report"), {
      curves: options.curves === true,
    });
    terminal.err.write(leftOutNote(written, { run: target, storage: options.storage }));
    terminal.out.write(options.json ? jsonText(written) : `${written.html}\n`);
    return 0;
  },
};
