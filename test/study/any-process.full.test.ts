/** Fifty kills of any process of a shared study, and ten of its server, at random moments: the records are those of a plain run, byte for byte. */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../src/core/rng.ts";
import { asSuperuser, postgres } from "../postgres/database.ts";
import { type PostgresServer, startServer } from "../postgres/server.ts";
import {
  type CoordinatorProcess,
  childrenOf,
  coordinate,
  dumpAt,
  dumpOf,
  fakeStudy,
  type HostLine,
  type StudyLine,
  startHost,
  temporaryFolder,
} from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());
const study = fakeStudy([0.1, 0.2, 99, 0.4], { epochs: 8 });
const pace = { stepMilliseconds: 30 };
const wanted = { processes: 50, servers: 10 };

/** A coordinator and two machines, each started anew where it was killed. */
class Lab {
  readonly #order: { readonly folder: string; readonly storage: string };
  #run: CoordinatorProcess<StudyLine>;
  #hosts: readonly CoordinatorProcess<HostLine>[];

  constructor(order: { readonly folder: string; readonly storage: string }) {
    this.#order = order;
    this.#run = this.#begin();
    this.#hosts = [1, 2].map(() => this.#join());
  }

  /** Every process of the lab but its server. */
  get processes(): readonly number[] {
    const own = [this.#run, ...this.#hosts].map(({ process }) => process).filter(isRunning);
    return own.flatMap(({ pid }) => [pid!, ...childrenOf(pid!)]);
  }

  /** Starts what was killed. True where the study is done; throws where something ended by itself that should not. */
  revive(): boolean {
    this.#hosts = this.#hosts.map((host) => {
      if (isRunning(host.process)) return host;
      const hadBegun = host.lines.some(({ kind }) => kind === "ready"); // who finds no server when it begins ends, and is started again
      if (hadBegun) expect(host.process.signalCode, JSON.stringify(host.lines.at(-1))).toBe("SIGKILL");
      return this.#join();
    });
    if (isRunning(this.#run.process)) return false;
    if (this.#run.process.signalCode === null) {
      const last = this.#run.lines.at(-1);
      const hadBegun = this.#run.lines.length > 1;
      expect(last, JSON.stringify(last)).toMatchObject(
        hadBegun ? { kind: "ended" } : { kind: "error", code: "storage-unreachable" },
      );
      if (last?.progress?.failed === 0) return true; // else a trial was given up after three losses in one run, and the next run takes it up
    }
    this.#run = this.#begin();
    return false;
  }

  async close(): Promise<void> {
    for (const { process } of this.#hosts) process.kill("SIGINT");
    await Promise.all(this.#hosts.map(({ ended }) => ended));
  }

  #begin(): CoordinatorProcess<StudyLine> {
    return coordinate({ ...this.#order, study, workers: 2, slice: { stretches: 4 }, shared: true }, pace);
  }

  #join(): CoordinatorProcess<HostLine> {
    return startHost({ storage: this.#order.storage, slots: 1 }, pace);
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** False where it has ended meanwhile. */
function isKilled(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

describe.skipIf(postgres === null)("a shared study", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startServer(postgres!.installation);
  });
  afterAll(() => server?.close());

  it("has the records of a plain run after fifty kills of its processes and ten of its server", async () => {
    const plain = join(root.path, "plain");
    await coordinate({ folder: plain, study, workers: 2 }).ended;
    const expected = await dumpOf(plain);
    const rng = createRng(19, "any process");
    const kills = { processes: 0, servers: 0 };
    for (let round = 1; kills.processes < wanted.processes || kills.servers < wanted.servers; round++) {
      await asSuperuser(`CREATE DATABASE round_${round}`, server.url());
      const storage = server.url(`round_${round}`);
      const lab = new Lab({ folder: join(root.path, `round-${round}`), storage });
      while (!lab.revive()) {
        await sleep(rng.uniform() * 2_000);
        const victims = lab.processes;
        if (kills.servers < wanted.servers && rng.uniform() < 1 / 6) {
          await server.kill();
          await server.start();
          kills.servers++;
        } else if (kills.processes < wanted.processes && victims.length > 0) {
          if (isKilled(victims[Math.floor(rng.uniform() * victims.length)]!)) kills.processes++;
        }
      }
      expect(await dumpAt(storage)).toBe(expected);
      await lab.close();
    }
    expect(kills).toEqual(wanted);
  });
});
