/**
 * `lionlab bundle RUN`: a run as one archive that others verify.
 */
import { join, resolve } from "node:path";
import { printable } from "../../core/printable.ts";
import { quoteWord } from "../../core/quote-word.ts";
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { findRun, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";

/** The command. */
export const bundleCommand: Command = {
  name: "bundle",
  group: "Compare optimizers",
  summary: "Put a run into one archive: config, records, report, versions and checksums.",
  arguments: [{ name: "run", about: "A run's folder, or the name of its study." }],
  options: ["out", "force", "storage", "json"],
  meanings: {
    out: { about: "The archive, a .tar.gz file.", otherwise: "NAME.tar.gz in the folder of the run" },
    force: { about: "Replace the archive that is there." },
  },
  examples: ["npx lionlab bundle quickstart", "npx lionlab bundle quickstart --out paper/quickstart.tar.gz"],
  run: async (call) => {
    const { readRun } = await import("../../formats/read-run.ts");
    const { writeWhole } = await import("../../formats/write-format.ts");
    const { writeBundle } = await import("../../bundles/write-bundle.ts");
    const { studyReport } = await import("../../library/study-report.ts");
    const { filePart } = await import("../../formats/trial-names.ts");
    const { options, terminal } = call;
    const target = requiredArgument(call, "run");
    const place = findRun(target, { cwd: terminal.cwd, storage: options.storage });
    const { shown, trials } = await withRun(
      place,
      async (study, storage) => {
        const report = async () => studyReport(study, await storage.loadTrials(study.name));
        const run = await readRun(study, { storage, report });
        const shown = options.out ?? join(place.folder, `${filePart(study.name)}.tar.gz`);
        const path = resolve(terminal.cwd, shown);
        await writeWhole((to) => writeBundle(run, to), { path, shown, force: options.force === true, form: "file" });
        return { shown, trials: run.heads.length };
      },
      storeNotice(call),
    );
    const verify = `npx lionlab verify ${quoteWord(shown)}`;
    terminal.out.write(
      options.json ? jsonText({ path: shown, trials, verify }) : `${printable(shown)}: ${trials} trials\n${verify}\n`,
    );
    return 0;
  },
};
