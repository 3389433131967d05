/** Whether a run was ended for everybody, by `lionlab cancel` or the dashboard's page: who follows it then does not go on with it. */
import { JobServer } from "../../jobs/postgres/job-server.ts";
import { isCancelled, type RunName } from "../../jobs/postgres/runs.ts";
import { storeLocation } from "../../records/location.ts";
import type { Patience } from "../../records/patience.ts";

/** Of a run whose records are in a file nobody can say so. Errors: those of the server. */
export async function isCancelledAt(storage: string, run: RunName, patience: Patience): Promise<boolean> {
  const location = storeLocation(storage);
  if (location.kind !== "postgres") return false;
  const server = await JobServer.open(location.address, { mode: "read", ...patience });
  try {
    return await server.transact((transaction) => isCancelled(transaction, run));
  } finally {
    await server.close();
  }
}
