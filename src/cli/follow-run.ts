/**
 * What `--follow` does: shows a run that goes on elsewhere, then what came of it. Ctrl-C ends the following, not the run.
 */
import { type Call, requiredArgument } from "./command.ts";
import { followDiscovery, followStudy } from "./follow/watch-run.ts";
import { interruptedCode, interruptibly } from "./interrupts.ts";
import { findRun, kindOfRun } from "./run-folder.ts";
import { shownDiscovery, shownStudy } from "./show-run.ts";
import { storeNotice } from "./store-notice.ts";

/** What the last line of JSON calls what came of a run, as the line of the run itself does. */
const resultNames = { study: "report", discovery: "discovery" } as const;

/** Follows the run that the call names, then shows what came of it. Returns the exit code: 1 for a run that did not end by itself. */
export async function followRun(call: Call): Promise<number> {
  const { terminal, options } = call;
  const target = requiredArgument(call, "run");
  const kind = kindOfRun(target, { cwd: terminal.cwd, storage: options.storage });
  const place = findRun(target, { cwd: terminal.cwd, storage: options.storage, kind });
  return interruptibly(terminal, async ({ drain: signal }) => {
    const following = kind === "study" ? followStudy : followDiscovery;
    const ending = await following(place, { call, notice: storeNotice(call), signal });
    if (ending === "interrupted") return interruptedCode;
    if (ending === "stopped" && options.json !== true) terminal.err.write("The run was stopped.\n");
    const text = await (kind === "study" ? shownStudy : shownDiscovery)(place, call);
    terminal.out.write(
      options.json ? `${JSON.stringify({ kind: "result", [resultNames[kind]]: JSON.parse(text) })}\n` : text,
    );
    return ending === "lost" ? 1 : 0;
  });
}
