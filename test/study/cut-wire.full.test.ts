/** The wire between a machine of a shared study and its server is cut for a minute: what is sent is lost in both directions, and nobody is told. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { ProxyToServer } from "../postgres/proxy.ts";
import { coordinate, dumpAt, dumpOf, fakeStudy, startHost, temporaryFolder } from "./harness.ts";
import { noNetworks, ownNetwork } from "./network.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());
const study = fakeStudy([0.1, 0.2, 99, 0.4], { epochs: 8 });
const cutMs = 65_000;
const reason = noNetworks();
if (reason !== null) console.warn(`Skipped: machines in networks of their own, for ${reason}`);

describe.skipIf(postgres === null || reason !== null)("a shared study", () => {
  let expected: string;
  beforeAll(async () => {
    const plain = join(root.path, "plain");
    await coordinate({ folder: plain, study, workers: 2 }).ended;
    expected = await dumpOf(plain);
  });

  it.each(["coordinator", "machine"] as const)(
    "has the records of a plain run where the wire of its %s is cut for a minute",
    async (who) => {
      const storage = await newDatabase();
      const { hostname: host, port } = new URL(storage);
      const network = await ownNetwork();
      const proxy = await ProxyToServer.to({ host, port: Number(port) }, network.outside);
      const far = `${proxy.through(storage)}?sslmode=disable`;
      const pace = { stepMilliseconds: 150 };
      const isFar = who === "machine";
      const hosts = [
        startHost({ storage: isFar ? far : storage, slots: 1 }, isFar ? { ...pace, within: network.within } : pace),
        startHost({ storage, slots: 1 }, pace),
      ];
      await Promise.all(hosts.map((each) => each.seen(({ kind }) => kind === "ready")));
      const folder = join(root.path, who);
      const sharing = { slice: { stretches: 4 }, shared: true, checkpoints: join(folder, "checkpoints") };
      const order = { folder, study, workers: 2, ...sharing };
      const run = isFar
        ? coordinate({ ...order, storage })
        : coordinate({ ...order, storage: far }, { within: network.within });
      await run.seen(({ event }) => event?.kind === "checkpoint");
      network.cut();
      await sleep(cutMs);
      network.mend();
      const last = (await run.ended).at(-1);
      expect(last, JSON.stringify(last)).toMatchObject({ kind: "ended", progress: { done: 4, failed: 0 } });
      expect(await dumpAt(storage)).toBe(expected);
      for (const { process } of hosts) process.kill("SIGINT");
      await Promise.all(hosts.map(({ ended }) => ended));
      expect(hosts.map(({ process }) => process.exitCode)).toEqual([0, 0]);
      await proxy.close();
      network.close();
    },
  );
});
