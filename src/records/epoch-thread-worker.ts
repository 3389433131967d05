/**
 * Entry of the thread that reads epochs beside another: opens the store, says so, reads what it is asked for, and ends.
 */
import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { type EpochReport, transferred } from "./epoch-thread.ts";
import { openDatabase } from "./open.ts";
import { type EpochOrder, type EpochPart, readClaimed } from "./sql/epoch-parts.ts";
import { accessTo } from "./sql/study-access.ts";
import { studyQueries } from "./sql/study-queries.ts";

const port = parentPort!;
const database = await openDatabase(workerData as string, { mode: "read" });
try {
  const ordered = once(port, "message");
  port.postMessage("ready" satisfies EpochReport);
  const [order] = (await ordered) as [EpochOrder];
  const queries = studyQueries(database.queries);
  await database.read((session) => readClaimed(accessTo(database, { session, queries }), order, give));
} finally {
  await database.close();
}

function give(index: number, part: EpochPart): void {
  port.postMessage({ index, part } satisfies EpochReport, transferred(part.table));
}
