/** The tables of a server that a run may come to need, whoever takes it up. */
import { openBlobs } from "../../blobs/open.ts";
import { leavePassword } from "../../library/worker/shared-run.ts";
import { openStorage } from "../../records/open.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import { openSearchStorage } from "../../records/search-open.ts";

/** Makes those that are not there: who coordinates a run that was left to workers may have a role that makes none. Errors: those of the server. */
export async function makeEveryTable(target: string, address: PostgresAddress): Promise<void> {
  await (await openStorage(target, { mode: "run" })).close();
  await (await openSearchStorage(target, { mode: "run" })).close();
  leavePassword(address);
  await (await openBlobs(withoutPasswords(target))).close();
}
