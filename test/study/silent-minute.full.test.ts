/** The way between the machines of a shared study and its server is silent for a minute, in both directions: the records are those of a plain run. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { ProxyToServer } from "../postgres/proxy.ts";
import { coordinate, dumpAt, dumpOf, fakeStudy, startHost, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());
const study = fakeStudy([0.1, 0.2, 99, 0.4], { epochs: 8 });
/** Longer than a client waits for an answer, and than a machine may be silent before it counts as gone. */
const silenceMs = 65_000;

describe.skipIf(postgres === null)("a shared study", () => {
  let expected: string;
  beforeAll(async () => {
    const plain = join(root.path, "plain");
    await coordinate({ folder: plain, study, workers: 2 }).ended;
    expected = await dumpOf(plain);
  });

  it.each(["coordinator", "machines", "both"] as const)(
    "whose %s hear nothing for a minute, from a commit on, has the records of a plain run",
    async (who) => {
      const storage = await newDatabase();
      const { hostname: host, port } = new URL(storage);
      const [ofRun, ofHosts] = [
        await ProxyToServer.to({ host, port: Number(port) }),
        await ProxyToServer.to({ host, port: Number(port) }),
      ];
      const hosts = [1, 2].map(() =>
        startHost({ storage: ofHosts.through(storage), slots: 1 }, { stepMilliseconds: 150 }),
      );
      await Promise.all(hosts.map((each) => each.seen(({ kind }) => kind === "ready")));
      const folder = join(root.path, who);
      const order = {
        folder,
        storage: ofRun.through(storage),
        study,
        workers: 2,
        slice: { stretches: 4 },
        shared: true,
      };
      const run = coordinate(order);
      await run.seen(({ event }) => event?.kind === "checkpoint");
      const silent = { coordinator: [ofRun], machines: [ofHosts], both: [ofRun, ofHosts] }[who];
      await Promise.all(silent.map((proxy) => proxy.silenceAtCommit()));
      await sleep(silenceMs);
      for (const proxy of silent) proxy.speak();
      expect((await run.ended).at(-1)).toMatchObject({
        kind: "ended",
        outcome: "complete",
        progress: { done: 4, failed: 0 },
      });
      expect(await dumpAt(storage)).toBe(expected);
      for (const { process } of hosts) process.kill("SIGINT");
      await Promise.all(hosts.map(({ ended }) => ended));
      expect(hosts.map(({ process }) => process.exitCode)).toEqual([0, 0]);
      for (const proxy of [ofRun, ofHosts]) await proxy.close();
    },
  );
});
