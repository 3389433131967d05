/** A discovery with its records on a PostgreSQL server: interrupted, continued, shown; what it found is what it finds with a file. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { dumpDiscoveries } from "../../src/records/search-dump.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const setup = { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };
let url = "";

const discovery = `name: small
methods: [evolution]
tasks: [mlp-short]
budget: { evaluations: 12 }
evolution: { population: 10, lag: 4, tournament: 4 }
funnel:
  finalists: 1
  freshSeeds: 2
  rates: [1]
  full: { epochs: 1, batchSize: 32, seeds: 1, rates: [1] }
simplify: null
`;

beforeAll(async () => {
  writeSampleFashion(join(cwd, "data"), { train: 240, test: 40 });
  writeFileSync(join(cwd, "small.yaml"), discovery);
  if (postgres !== null) url = await newDatabase();
});
afterAll(() => folder.dispose());

describe.skipIf(postgres === null)("a discovery whose records lie on a PostgreSQL server", () => {
  it("is stopped and goes on, to the records of a file, byte for byte", async () => {
    const told = startCli(["discover", "small.yaml", "--storage", url, "--workers", "1", "--json"], setup);
    await told.seen('"kind":"improved"');
    told.child.kill("SIGINT");
    expect((await told.ended).code).toBe(130);
    const resumed = await runCli(["discover", "small.yaml", "--storage", url, "--workers", "2"], setup);
    expect({ code: resumed.code, err: resumed.err }).toEqual({
      code: 0,
      err: expect.stringContaining("1 search, going on from what is there."),
    });
    expect(readdirSync(join(cwd, "runs/small")).filter((name) => name.endsWith(".sqlite"))).toEqual([]);
    expect((await runCli(["discover", "small.yaml", "--out", "file"], setup)).code).toBe(0);
    const stores = [url, join(cwd, "file/discovery.sqlite")].map((at) => openSearchStorage(at, { mode: "read" }));
    const [served, file] = await Promise.all(stores.map(async (store) => dumpDiscoveries(await store)));
    expect(served).toBe(file);
    for (const store of stores) await (await store).close();
  });

  it("is shown, and its last trials lie beside it as studies", async () => {
    const shown = await runCli(["discover", "show", "small", "--storage", url], setup);
    expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/^evolution 0 +ended /m) });
    const studies = await openStorage(url, { mode: "read" });
    expect((await studies.listStudies()).map(({ name }) => name)).toEqual(["small-full", "small-rates"]);
    expect(await dumpRecords(studies)).toContain('"finished"');
    await studies.close();
    const nothing = await runCli(["discover", "show", "small", "--storage", `${url}?schema=other`], setup);
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining("There is no discovery at postgresql://") });
  });
});
