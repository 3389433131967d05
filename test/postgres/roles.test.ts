/** The statements of docs/scale-out.md are enough for what it says of them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import { WorkerHost } from "../../src/jobs/postgres/worker-host.ts";
import { follow } from "../../src/jobs/queue.conformance.ts";
import { openStorage } from "../../src/records/open.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { sampleEpoch, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { sampleBatch, sampleDiscovery, sampleSearch } from "../../src/records/search-samples.ts";
import { build } from "../study/harness.ts";
import { asSuperuser, databaseUrl, postgres } from "./database.ts";
import { documentedStatements } from "./documented-statements.ts";

const { openWorkerPool }: typeof import("../../src/jobs/worker-pool.ts") = await import(
  pathToFileURL(join(build, "jobs", "worker-pool.js")).href
);
const password = "word";

/** Puts a trial with an epoch, and a batch of an archive. */
async function writes(url: string, rate: number): Promise<void> {
  const trial = sampleTrial(rate);
  const studies = await openStorage(url, { mode: "run" });
  await studies.lockForRun("sample");
  await studies.putStudy(sampleStudy([trial]), [trial]);
  await studies.appendEpoch(trial.key, sampleEpoch(1));
  await studies.close();
  const search = sampleSearch();
  const discoveries = await openSearchStorage(url, { mode: "run" });
  await discoveries.putDiscovery(sampleDiscovery([search]), [search]);
  await discoveries.appendBatch(search.key, sampleBatch(0, rate));
  await discoveries.close();
}

/** Queues a job and does it, in a queue that nobody has made before. */
async function shares(url: string): Promise<unknown> {
  const kind = { name: "tiny job", module: new URL("../jobs/tiny-job.mjs", import.meta.url).href, ahead: 0 };
  const about = { version: `of ${new URL(url).username}`, device: "cpu", slots: 1 };
  const server = await JobServer.open(postgresAddress(url));
  const pool = openWorkerPool({ workers: 1 });
  const queue = new SharedQueue(server, { ...about, name: "sample" });
  const leaving = new AbortController();
  const kinds = new Map([[kind.name, { kind, isPartial: () => false }]]);
  const gone = new WorkerHost(server, pool, { ...about, processor: "any", kinds }).run(leaving.signal);
  const ended = await Promise.race([follow(queue, kind, { do: "echo", value: 7 }).last, gone]);
  await queue.close();
  leaving.abort();
  await gone;
  await pool.close();
  await server.close();
  return ended;
}

describe.skipIf(postgres === null)("roles of docs/scale-out.md", () => {
  test("an owner, one who runs and one who looks on have the rights that they need, and no more", async () => {
    const statements = documentedStatements("docs/scale-out.md");
    const [making, granting] = [statements.slice(0, 2), statements.slice(2)];
    expect(making.join()).toContain("CREATE DATABASE records OWNER lab");
    for (const statement of making) await asSuperuser(statement.replace("'…'", `'${password}'`));
    const at = (user: string): string => databaseUrl("records", { user, password });
    await writes(at("lab"), 3);
    const done = { kind: "done", result: 7 };
    expect(await shares(at("lab"))).toEqual(done);
    for (const user of ["runner", "viewer"]) {
      await asSuperuser(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
      await expect(openStorage(at(user), { mode: "read" })).rejects.toMatchObject({ code: "storage-denied" });
    }
    await expect(shares(at("runner"))).rejects.toMatchObject({
      code: "storage-denied",
      data: {
        grants: granting.slice(0, 4).map((statement) => statement.replaceAll(/\b(lionlab(_jobs)?|runner)\b/g, '"$1"')),
      },
    });
    for (const statement of granting) await asSuperuser(statement, at("lab"));
    await writes(at("runner"), 4);
    expect(await shares(at("runner"))).toEqual(done);
    await expect(shares(`${at("runner")}?schema=other`)).rejects.toMatchObject({
      data: { grants: ['GRANT CREATE ON DATABASE "records" TO "runner"'] },
    });
    await asSuperuser("DELETE FROM lionlab.store_version WHERE kind = 'job'", at("lab"));
    await expect(shares(at("runner"))).rejects.toThrow(
      /^The role runner may not make tables at .*, or bring them up to date: run the same once as lab, whose they are\.$/,
    );
    const [studies, discoveries] = [
      await openStorage(at("viewer"), { mode: "read" }),
      await openSearchStorage(at("viewer"), { mode: "read" }),
    ];
    expect(await studies.listTrials(null)).toHaveLength(2);
    expect((await discoveries.listSearches("sample"))[0]).toMatchObject({ children: 4 });
    await studies.close();
    await discoveries.close();
    const meddling = await openStorage(at("viewer"), { mode: "run" });
    const refused = { code: "storage-denied", data: { grants: [expect.stringContaining("GRANT SELECT, INSERT")] } };
    await expect(meddling.putStudy(sampleStudy([]), [])).rejects.toMatchObject(refused);
    await meddling.close();
  });
});
