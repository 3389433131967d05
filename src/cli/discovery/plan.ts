/**
 * What a discovery would run, for `lionlab plan`: its searches, their budget, and how its finds will be judged. Loads no data.
 */
import { parse } from "yaml";
import { loadConfigText } from "../../study/config-text.ts";
import { presetNames } from "../../study/presets.ts";
import type { Call } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { discoveryOverrides, discoverySummary } from "./call.ts";

/** Keys that a discovery has and a study has not. */
const ownKeys = ["seedProgram", "tasks", "methods", "evolution", "mutation", "race", "budget", "funnel"];

/** Whether a preset or file is a discovery; a file that cannot be read is left to who reads studies, and refused there. */
export async function isDiscovery(target: string): Promise<boolean> {
  if ((await presetNames("discovery")).includes(target)) return true;
  try {
    const { text } = await loadConfigText(target, "study");
    const data: unknown = parse(text);
    if (typeof data !== "object" || data === null || Object.hasOwn(data, "optimizers")) return false;
    return ownKeys.some((key) => Object.hasOwn(data, key));
  } catch {
    return false;
  }
}

/** Prints the plan of the discovery named as the call's study. Errors: those of `readDiscovery` and of its seed program. */
export async function planOfDiscovery(target: string, call: Call): Promise<number> {
  const { readDiscovery } = await import("../../search/read.ts");
  const { startingProgram } = await import("../../search/plan-discovery.ts");
  const { planNotes } = await import("../../search/notes.ts");
  const config = await readDiscovery(target, { overrides: discoveryOverrides(call) });
  startingProgram(config);
  const searches = config.methods.flatMap((method) => config.seeds.map((seed) => ({ method, seed })));
  const notes = planNotes(config);
  const count = `${searches.length} ${searches.length === 1 ? "search" : "searches"}`;
  const text = [
    discoverySummary(config),
    `${count}: ${searches.map((one) => `${one.method} ${one.seed}`).join(", ")}`,
    ...notes,
  ];
  const { name, budget } = config;
  call.terminal.out.write(
    call.options.json ? jsonText({ kind: "discovery", name, searches, budget, notes }) : `${text.join("\n")}\n`,
  );
  return 0;
}
