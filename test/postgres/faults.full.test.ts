/**
 * What befalls a server and the way to it while studies and discoveries run, and that their records do not tell.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRng, type Rng } from "../../src/core/rng.ts";
import { sampleConfig } from "../../src/search/samples.ts";
import {
  type DiscoveryOrder,
  discover,
  discovered,
  dumpOf as dumpOfDiscovery,
  killableDiscovery,
} from "../search/harness.ts";
import {
  type CoordinatorProcess,
  coordinate,
  dumpAt,
  dumpOf,
  fakeStudy,
  type Order,
  temporaryFolder,
} from "../study/harness.ts";
import { killableStudy, runUnderKills } from "../study/killing.ts";
import { asSuperuser, postgres } from "./database.ts";
import { ProxyToServer } from "./proxy.ts";
import { type PostgresServer, startServer } from "./server.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const study = fakeStudy([0.1, 0.2, 0.3, 0.4, 99, 0.6], { epochs: 8 });
const search = {
  searches: [sampleConfig({ method: "evolution" }), sampleConfig({ method: "random" })],
  budget: { evaluations: 120 },
};

/** Does something to the server at seeded moments while a run goes on, as often as is said; the run must end well. */
async function disturbed(
  run: CoordinatorProcess<{ readonly kind: string; readonly message?: string }>,
  { times, rng, disturb }: { readonly times: number; readonly rng: Rng; readonly disturb: () => Promise<void> },
): Promise<number> {
  let isOver = false;
  void run.ended.then(() => {
    isOver = true;
  });
  await run.seen(({ kind }) => kind === "started" || kind === "planned");
  let done = 0;
  for (; done < times && !isOver; done++) {
    await sleep(rng.uniform() * 600);
    await disturb();
  }
  const last = (await run.ended).at(-1);
  expect(last, last?.message).toMatchObject({ kind: "ended" });
  return done;
}

describe.skipIf(postgres === null)("records on a server", () => {
  let server: PostgresServer;
  let number = 0;
  let order: Order & { readonly storage: string };
  let discovery: DiscoveryOrder & { readonly storage: string };
  const expected: { study?: string; discovery?: string } = {};

  beforeEach(async () => {
    server = await startServer(postgres!.installation);
    const at = { folder: join(folder.path, `${++number}`), workers: 2, storage: server.url() };
    order = { ...at, study };
    discovery = { ...at, ...search };
    if (expected.study !== undefined) return;
    const plain = join(folder.path, "plain");
    await coordinate({ folder: plain, study, workers: 2 }).ended;
    expected.study = await dumpOf(plain);
    expected.discovery = (await discovered({ ...search, folder: join(folder.path, "plain-search"), workers: 2 })).dump;
  });
  afterEach(() => server.close());

  const rngOf = (name: string): Rng => createRng(19, name);

  test("ten kills of the server in a study and in a discovery leave the same records", async () => {
    const disturb = async (): Promise<void> => {
      await server.kill();
      await server.start();
    };
    let kills = 0;
    for (; kills < 10; await asSuperuser("DROP SCHEMA lionlab CASCADE", server.url())) {
      const rng = rngOf(`kills ${kills}`);
      kills += await disturbed(coordinate(order, { stepMilliseconds: 40 }), { times: 10 - kills, rng, disturb });
      expect(await dumpAt(order.storage)).toBe(expected.study);
    }
    for (kills = 0; kills < 10; await asSuperuser("DROP SCHEMA lionlab CASCADE", server.url())) {
      const rng = rngOf(`search kills ${kills}`);
      kills += await disturbed(discover(discovery, { milliseconds: 40 }), { times: 10 - kills, rng, disturb });
      expect(await dumpOfDiscovery(discovery)).toBe(expected.discovery);
    }
  });

  test("a server that is stopped for seconds in a study is waited for", async () => {
    const disturb = async (): Promise<void> => {
      await server.stop();
      await sleep(3_000);
      await server.start();
    };
    const rng = rngOf("stops");
    expect(await disturbed(coordinate(order, { stepMilliseconds: 40 }), { times: 2, rng, disturb })).toBe(2);
    expect(await dumpAt(order.storage)).toBe(expected.study);
  });

  test("a way that is cut again and again, also at commits, leaves the same records", async () => {
    const proxy = await ProxyToServer.to(server);
    const storage = proxy.through(order.storage);
    const rng = rngOf("cuts");
    proxy.onRequest = (bytes) => {
      const share = bytes.includes("COMMIT") ? 0.1 : 0.01;
      return rng.uniform() < share ? (rng.uniform() < 0.5 ? "unanswered" : "lost") : "whole";
    };
    const disturb = async (): Promise<void> => {
      proxy.cut();
      await sleep(rng.uniform() * 500);
      proxy.mend();
    };
    await disturbed(coordinate({ ...order, storage }, { stepMilliseconds: 40 }), { times: 8, rng, disturb });
    expect(await dumpAt(order.storage)).toBe(expected.study);
    await disturbed(discover({ ...discovery, storage }, { milliseconds: 20 }), { times: 8, rng, disturb });
    expect(await dumpOfDiscovery(discovery)).toBe(expected.discovery);
    await proxy.close();
  });

  test("kills of workers, coordinators and all leave the same records", async () => {
    const kills = { kills: 9, seed: 2, moment: { longestMilliseconds: 900 } };
    const { dump } = await runUnderKills(killableStudy(order, { stepMilliseconds: 40 }), {
      ...kills,
      folder: order.folder,
    });
    expect(dump).toBe(expected.study);
    const searches = await runUnderKills(killableDiscovery(discovery, { milliseconds: 15 }), {
      ...kills,
      folder: discovery.folder,
    });
    expect(searches.dump).toBe(expected.discovery);
  });
});
