/** Which program a view offers before anybody has picked one. */
import type { DiscoveryView } from "../../../src/report/discovery/discovery-view.ts";
import type { FoundProgram } from "../../../src/report/discovery/search-sums.ts";
import type { ProgramPlace } from "./picked-program.ts";

/** The best of the discovery, else the best of the hall of fame; null while nothing has scored. */
export function offeredProgram({ best }: DiscoveryView, front: readonly FoundProgram[]): ProgramPlace | null {
  const found = best?.search?.ancestry.at(-1);
  if (found !== undefined) return { search: best!.search!.key, identity: found.identity };
  const top = front.at(-1);
  return top === undefined ? null : { search: top.search, identity: top.identity };
}
