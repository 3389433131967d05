/** Pausing and going on with runs of a server from the dashboard's page: what `lionlab cancel` and `lionlab retry` do. */
import { LabError } from "../../core/errors.ts";
import type { RunFacts } from "../../dashboard/run-facts.ts";
import type { ServedControl } from "../../dashboard/served-control.ts";
import type { RunActions } from "../../dashboard/views.ts";
import { JobServer, type JobTransaction } from "../../jobs/postgres/job-server.ts";
import { cancelRun, isUnderWay, type KnownRun, knownRunsQuery, retryRun } from "../../jobs/postgres/run-wishes.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";

/** The runs of one server. */
export function servedRuns(address: PostgresAddress): ServedControl {
  const wish = (facts: RunFacts, work: (transaction: JobTransaction, run: KnownRun) => Promise<void>) =>
    onServer(address, async (transaction) => {
      const run = await knownRun(transaction, facts);
      if (run === null) throw new LabError("unknown-run", notShared);
      await work(transaction, run);
    });
  return {
    actions: async (facts) => {
      try {
        return await onServer(address, async (transaction) => actionsOf(await knownRun(transaction, facts), facts));
      } catch (error) {
        if (error instanceof LabError) return none(error.message);
        throw error;
      }
    },
    pause: (facts) => wish(facts, cancelRun),
    resume: (facts) => wish(facts, retryRun),
  };
}

const notShared = "Its jobs were never shared through its server: pause it where it runs, with Ctrl-C.";

async function onServer<T>(address: PostgresAddress, work: (transaction: JobTransaction) => Promise<T>): Promise<T> {
  const server = await JobServer.open(address, { mode: "read" });
  try {
    return await server.transact(work);
  } finally {
    await server.close();
  }
}

async function knownRun({ rows }: JobTransaction, { kind, name }: RunFacts): Promise<KnownRun | null> {
  const runs = await rows<KnownRun>(knownRunsQuery, []);
  return runs.find((run) => run.kind === kind && run.name === name) ?? null;
}

/** A sentence beside actions says what there is to wait for no longer. */
function actionsOf(run: KnownRun | null, { state, failed }: RunFacts): RunActions {
  if (run === null) return none(state === "complete" && failed === 0 ? null : notShared);
  const { cancelled, owner } = run;
  if (isUnderWay(run) && !cancelled) {
    const waits = "It waits for a worker of its server.";
    return { actions: ["pause"], resumes: null, sentence: owner === null ? waits : null };
  }
  if (cancelled && owner !== null) return none("It was asked to pause: what is under way is being saved.");
  if (run.state === null)
    return none(
      state === "complete" && failed === 0
        ? null
        : "It was not left to workers, so none goes on with it: run its command again.",
    );
  if (cancelled) return { actions: ["resume"], resumes: null, sentence: "It is paused." };
  if (run.state === "failed" || failed > 0) return { actions: ["resume"], resumes: null, sentence: run.sentence };
  return none(null);
}

function none(sentence: string | null): RunActions {
  return { actions: [], resumes: null, sentence };
}
