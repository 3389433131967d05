/**
 * The report of a stored discovery, for `lionlab report` and `lionlab discover report`.
 */
import type { Call } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { storeNotice } from "../store-notice.ts";
import { findDiscovery, viewOf, withDiscovery } from "./call.ts";

/** Writes report and programs of the discovery that the call names as its `run`, and prints where. Returns the exit code. */
export async function reportDiscovery(call: Call): Promise<number> {
  const { writeFindings } = await import("./run.ts");
  const place = findDiscovery(call);
  const written = await withDiscovery(
    place,
    async (name, storage) => writeFindings(await viewOf(storage, name), place.folder, call.options.out),
    storeNotice(call),
  );
  call.terminal.out.write(call.options.json ? jsonText(written) : `${written.html}\n`);
  return 0;
}
