/** Tables of schema version 1, dumped when it was new, are read and written on; of a newer one both versions are said. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { postgresBlobs } from "../../src/blobs/postgres.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { sampleEpoch, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { dumpDiscoveries } from "../../src/records/search-dump.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { sampleBatch } from "../../src/records/search-samples.ts";
import { asSuperuser, newDatabase, postgres } from "./database.ts";

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/records/${name}`, import.meta.url), "utf8");

describe.skipIf(postgres === null)("tables of version 1 on a server", () => {
  let url: string;
  beforeAll(async () => {
    url = await newDatabase();
    await asSuperuser(fixture("postgres-1.sql"), url);
  });

  test("hold the records that they held", async () => {
    const studies = await openStorage(url, { mode: "read" });
    expect(await dumpRecords(studies)).toBe(fixture("version-1.jsonl"));
    await studies.close();
    const discoveries = await openSearchStorage(url, { mode: "read" });
    expect(await dumpDiscoveries(discoveries)).toBe(fixture("postgres-1-discovery.jsonl"));
    await discoveries.close();
    const blobs = await postgresBlobs(url);
    expect([...(await blobs.get("trial/newest"))!]).toEqual([1, 2, 3]);
    await blobs.close();
  });

  test("are written on", async () => {
    const trial = sampleTrial(0.777);
    const studies = await openStorage(url, { mode: "run" });
    await studies.lockForRun("later");
    await studies.putStudy(sampleStudy([trial], "later"), [trial]);
    await studies.appendEpoch(trial.key, sampleEpoch(1));
    expect(await studies.getTrial(trial.key)).toMatchObject({ epochs: [{ epoch: 1 }] });
    await studies.close();
    const discoveries = await openSearchStorage(url, { mode: "run" });
    const [, running] = await discoveries.listSearches("sample");
    await discoveries.appendBatch(running!.key, sampleBatch(7, 10));
    expect((await discoveries.listSearches("sample")).map(({ children }) => children)).toContain(10);
    await discoveries.close();
    const server = await JobServer.open(postgresAddress(url));
    const jobs = await server.transact(({ rows }) =>
      rows("SELECT w.name, o.kind, o.title FROM job_order o JOIN job_owner w ON w.id = o.owner", []),
    );
    expect(jobs).toEqual([{ name: "sample", kind: "trial", title: "sample" }]);
    await server.close();
  });

  test.each<[string, (url: string) => Promise<unknown>]>([
    ["study", (at) => openStorage(at, { mode: "run" })],
    ["study", (at) => openStorage(at, { mode: "read" })],
    ["discovery", (at) => openSearchStorage(at, { mode: "run" })],
    ["discovery", (at) => openSearchStorage(at, { mode: "read" })],
    ["job", (at) => JobServer.open(postgresAddress(at))],
    ["checkpoint", (at) => postgresBlobs(at)],
  ])("of a newer version are refused: each %s", async (noun, open) => {
    const newer = await newDatabase();
    await asSuperuser(fixture("postgres-1.sql"), newer);
    await asSuperuser("UPDATE lionlab.store_version SET version = 99", newer);
    await expect(open(newer)).rejects.toThrow(
      new RegExp(
        `has schema version 99 for each ${noun}, written by a newer lionlab; this one reads up to version \\d+: update lionlab\\.`,
      ),
    );
  });
});
