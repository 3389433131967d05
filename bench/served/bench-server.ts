// The PostgreSQL server of benchmarks: the one that LIONLAB_STORAGE names, or one of the tests' on this machine.
import { readdirSync, readFileSync } from "node:fs";
import { install } from "../../test/postgres/installation.ts";
import { type ServerSettings, startServer } from "../../test/postgres/server.ts";

/** A server. */
export interface BenchServer {
  /** Address of a schema. */
  url(schema: string, settings?: string): string;
  /** Settings that matter, in words. */
  readonly about: string;
  /** Processor time of the server's processes so far, seconds, also of those that have ended; null where it runs elsewhere. Linux only. */
  cpuSeconds(): number | null;
  /** Resident memory of its processes without what they share, MiB; null where it runs elsewhere. */
  privateMiB(): number | null;
  close(): Promise<void>;
}

/** Settings besides those of tests, under which a server of a user's would run: every commit is forced to the disk. */
const asServed: ServerSettings = {
  fsync: "on",
  full_page_writes: "on",
  shared_buffers: "256MB",
  max_wal_size: "1GB",
  autovacuum_naptime: "10s",
};

/** Where the benchmarks' server is. `settings` hold for one that is started here. */
export async function benchServer(settings: ServerSettings = {}): Promise<BenchServer> {
  const given = process.env.LIONLAB_STORAGE;
  if (given !== undefined) return serverElsewhere(given);
  const { installation, remove } = await install();
  try {
    const all = { ...asServed, ...settings };
    const server = await startServer(installation, all);
    const base = server.url();
    const pid = Number(readFileSync(`${server.data}/postmaster.pid`, "utf8").split("\n")[0]);
    return {
      url: (schema, more = "") => `${base}?schema=${schema}${more}`,
      about: Object.entries(all)
        .map(([name, value]) => `${name} ${value}`)
        .join(", "),
      cpuSeconds: () => sum(processes(pid), cpuOf) + endedOf(pid),
      privateMiB: () => sum(processes(pid), privateOf),
      close: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function serverElsewhere(given: string): BenchServer {
  return {
    url: (schema, more = "") => {
      const url = new URL(given);
      url.searchParams.set("schema", schema);
      return `${url.href}${more}`;
    },
    about: "the server of LIONLAB_STORAGE",
    cpuSeconds: () => null,
    privateMiB: () => null,
    close: async () => {},
  };
}

/** Clock ticks a second of Linux's process times. */
const ticks = 100;

function processes(parent: number): readonly number[] {
  return [parent, ...readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)].map(
    Number,
  );
}

function parentOf(pid: string): number | null {
  return Number(statOf(Number(pid))?.[1] ?? Number.NaN);
}

function cpuOf(pid: number): number {
  const fields = statOf(pid);
  return fields === null ? 0 : (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** Of children that have ended. */
function endedOf(pid: number): number {
  const fields = statOf(pid);
  return fields === null ? 0 : (Number(fields[13]) + Number(fields[14])) / ticks;
}

/** Fields of a process from the third on, the second may hold spaces; null where it has ended. */
function statOf(pid: number): readonly string[] | null {
  return fileOf(pid, "stat")?.split(") ")[1]?.split(" ") ?? null;
}

function privateOf(pid: number): number {
  const text = fileOf(pid, "smaps_rollup") ?? "";
  const kib = [...text.matchAll(/Private_\w+:\s+(\d+) kB/g)].reduce((total, [, found]) => total + Number(found), 0);
  return kib / 1024;
}

function fileOf(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null; // it has ended
  }
}

function sum(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + of(pid), 0);
}
