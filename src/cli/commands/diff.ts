/**
 * `lionlab diff OLD NEW`: did an optimizer get worse between two runs? A gate for continuous integration.
 */
import type { StudyView } from "../../report/study-view.ts";
import { type Call, type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { findRun, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";
import { notShown } from "./claim.ts";

/** The command. */
export const diffCommand: Command = {
  name: "diff",
  group: "Compare optimizers",
  summary: "Compare two runs optimizer by optimizer; exit code 3 when one got worse.",
  arguments: [
    { name: "old", about: "The run before: its folder, or the name of its study." },
    { name: "new", about: "The run after." },
  ],
  options: ["alpha", "storage", "json"],
  examples: ["npx lionlab diff runs/before runs/after"],
  run: async (call) => {
    const { options, terminal } = call;
    const views = { old: await viewOf("old", call), new: await viewOf("new", call) };
    const { diffFacts } = await import("../stats/diff-facts.ts");
    const facts = diffFacts(views, options.alpha ?? 0.05);
    const { diffText } = await import("../stats/diff-text.ts");
    terminal.out.write(options.json ? jsonText(facts) : diffText(facts, { width: terminal.out.columns() }));
    return facts.worse.length > 0 ? notShown : 0;
  },
};

async function viewOf(name: "old" | "new", call: Call): Promise<StudyView> {
  const { viewStudy } = await import("../../report/study-view.ts");
  return withRun(
    findRun(requiredArgument(call, name), { cwd: call.terminal.cwd, storage: call.options.storage }),
    async (study, storage) => viewStudy(study, await storage.loadTrials(study.name), study.command),
    storeNotice(call),
  );
}
