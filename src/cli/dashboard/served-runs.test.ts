import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import type { RunFacts } from "../../dashboard/run-facts.ts";
import { JobServer } from "../../jobs/postgres/job-server.ts";
import { beginRun } from "../../jobs/postgres/runs.ts";
import { submitRun } from "../../jobs/postgres/submitted-runs.ts";
import { postgresAddress } from "../../records/postgres/address.ts";
import { servedRuns } from "./served-runs.ts";

const facts: RunFacts = {
  ...{ id: "1", kind: "study", name: "left", store: "postgresql://x/y", state: "running", failed: 0 },
  ...{ command: "npx lionlab compare left.yaml", pulse: null },
};

describe.skipIf(postgres === null)("runs of a server, on the dashboard's page", () => {
  let url: string;
  let server: JobServer;
  const change = (set: string) => asSuperuser(`UPDATE lionlab.job_run SET ${set} WHERE name = 'left'`, url);
  const run = async () =>
    (await asSuperuser("SELECT state, cancelled FROM lionlab.job_run WHERE name = 'left'", url))[0];
  beforeAll(async () => {
    url = await newDatabase();
    server = await JobServer.open(postgresAddress(url));
    await server.transact(async (transaction) => {
      await submitRun(transaction, { kind: "study", name: "left", version: "1", order: {}, priority: null });
      await beginRun(transaction, { kind: "study", name: "by-hand", worker: null });
    });
  });
  afterAll(() => server.close());

  test("are paused and gone on with as by cancel and retry, where they were left to workers", async () => {
    const control = servedRuns(postgresAddress(url));
    expect(await control.actions(facts)).toMatchObject({
      actions: ["pause"],
      sentence: expect.stringMatching(/waits/),
    });
    await control.pause(facts);
    expect(await run()).toEqual({ state: "open", cancelled: true });
    expect(await control.actions(facts)).toMatchObject({ actions: ["resume"], sentence: "It is paused." });
    await control.resume(facts);
    expect(await run()).toEqual({ state: "open", cancelled: false });
    await change("state = 'failed', sentence = 'No disk.'");
    expect(await control.actions(facts)).toMatchObject({ actions: ["resume"], sentence: "No disk." });
    await change("state = 'complete', sentence = NULL");
    expect(await control.actions({ ...facts, state: "complete" })).toMatchObject({ actions: [], sentence: null });
    expect(await control.actions({ ...facts, state: "complete", failed: 1 })).toMatchObject({ actions: ["resume"] });
  });

  test("say why nothing may be done where a process of their own runs them, or none ever shared them", async () => {
    const control = servedRuns(postgresAddress(url));
    const sentence = async (name: string) => (await control.actions({ ...facts, name, state: "stopped" })).sentence;
    expect(await sentence("by-hand")).toMatch(/^It was not left to workers/);
    expect(await sentence("imported")).toMatch(/^Its jobs were never shared through its server/);
    await expect(control.pause({ ...facts, name: "imported" })).rejects.toMatchObject({ code: "unknown-run" });
    const nothing = servedRuns(postgresAddress(await newDatabase()));
    expect(await nothing.actions(facts)).toMatchObject({
      actions: [],
      sentence: expect.stringMatching(/^No jobs were ever queued at/),
    });
  });
});
