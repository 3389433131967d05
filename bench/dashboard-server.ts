// A dashboard in a process of its own, for benchmarks: as a user starts it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A dashboard that listens. */
export interface BenchServer {
  /** Lets a browser in. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Most memory that it held at once so far, MiB. Linux only. */
  peakMiB(): number;
  /** Processor time that it has used so far, seconds. Linux only. */
  cpuSeconds(): number;
  close(): Promise<void>;
}

/** The command line of this checkout's last build. */
export const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Clock ticks a second of Linux's process times. */
const ticks = 100;

/** Starts `lionlab dashboard` on a folder. */
export async function startServer(folder: string): Promise<BenchServer> {
  const args = [cli, "dashboard", folder, "--port", "0", "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(createInterface(child.stdout!), "line")) as [string];
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  return {
    ...(JSON.parse(line) as { address: string; port: number; token: string }),
    peakMiB: () => Number(/VmHWM:\s+(\d+)/.exec(proc("status"))![1]) / 1024,
    cpuSeconds: () => {
      const fields = proc("stat").split(") ")[1]!.split(" "); // from the third on: the second may hold spaces
      return (Number(fields[11]) + Number(fields[12])) / ticks;
    },
    close: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGINT");
  await once(child, "exit");
}
