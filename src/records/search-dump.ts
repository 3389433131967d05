/**
 * All records of a store of discoveries as one text: what two runs of the same plan must agree on, byte for byte.
 */
import { canonicalJson } from "../core/canonical-json.ts";
import { spelledNumbers } from "./dump.ts";
import type { SearchStorage } from "./search-storage.ts";

/**
 * Canonical JSON of all discoveries, their searches with children and evaluations, and the records of their phases, a line
 * each; seconds and commands are left out. Numbers without a finite value become texts.
 */
export async function dumpDiscoveries(storage: SearchStorage): Promise<string> {
  const lines: unknown[] = [];
  for (const { command: _, ...discovery } of await storage.listDiscoveries()) {
    lines.push(discovery);
    for (const { seconds: _, ...search } of await storage.listSearches(discovery.name)) {
      lines.push(search, ...(await storage.evaluations(search.key)), ...(await storage.children(search.key)));
    }
    const { name } = discovery;
    lines.push(
      ...(await storage.funnel(name)),
      ...(await storage.metaValidation(name)),
      ...(await storage.simplification(name)),
    );
  }
  return lines.map((line) => `${canonicalJson(spelledNumbers(line))}\n`).join("");
}
