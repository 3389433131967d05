/**
 * A real PostgreSQL server for tests, on a port of this machine alone, which can be stopped, killed and started again.
 *
 * It leaves out what a test cannot see: nothing is forced to the disk, which matters where the machine fails and not where a process is
 * killed, for what was written is the system's by then.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type Installation, programOptions, superuser } from "./installation.ts";

const run = promisify(execFile);

/** Settings of `postgresql.conf` by name. */
export type ServerSettings = { readonly [name: string]: string };

/** Copies the installation's cluster, and starts a server on it. `settings` go before those of every test. */
export async function startServer(installation: Installation, settings: ServerSettings = {}): Promise<PostgresServer> {
  const data = join(installation.folder, `cluster-${process.pid}-${++count}`);
  await run("cp", ["-a", installation.template, data]);
  for (let tries = 1; ; tries++) {
    const server = new PostgresServer(installation, { data, port: await freePort() });
    await server.configure(settings);
    try {
      await server.start();
      return server;
    } catch (error) {
      if (tries === 3 || !String(error).includes("Address already in use")) throw error; // the port was taken meanwhile
    }
  }
}

let count = 0;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** One server. It goes on with the same files on the same port when it is started again. */
export class PostgresServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  /** Where its files lie. */
  readonly data: string;
  readonly #installation: Installation;
  #process: ChildProcess | null = null;
  readonly #lines: string[] = [];

  constructor(installation: Installation, { data, port }: { readonly data: string; readonly port: number }) {
    this.#installation = installation;
    this.data = data;
    this.port = port;
  }

  /** The address of a database, as the superuser or who is given. */
  url(
    database = "postgres",
    { user, password }: { readonly user: string; readonly password: string } = superuser,
  ): string {
    const [name, word] = [user, password].map(encodeURIComponent);
    return `postgresql://${name}:${word}@${this.host}:${this.port}/${database}`;
  }

  /** What it has logged. */
  get log(): string {
    return this.#lines.join("\n");
  }

  /** Settings that hold from its next start. */
  async configure(settings: ServerSettings): Promise<void> {
    const all = { ...ofTests, port: `${this.port}`, ...settings };
    const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    await appendFile(join(this.data, "postgresql.conf"), `\n${lines.join("")}`);
  }

  /** Starts it, and waits until it takes connections. */
  async start(): Promise<void> {
    for (;;) {
      const said = await this.#startOnce();
      if (said === null) return;
      if (!said.includes("still in use")) throw new Error(`PostgreSQL did not start:\n${said}`); // by processes of one that was killed
    }
  }

  /** Ends it in order, and every connection to it. */
  async stop(): Promise<void> {
    await this.#end("SIGINT");
  }

  /** Kills it and its processes, as where the machine fails. */
  async kill(): Promise<void> {
    const children = await this.#children();
    const ended = this.#end("SIGKILL");
    for (const pid of children) killed(pid);
    await ended;
  }

  /** Ends it and removes its files. */
  async close(): Promise<void> {
    if (this.#process !== null) await this.#end("SIGQUIT");
    await rm(this.data, { recursive: true, force: true });
  }

  /** What it said where it did not start; null where it did. */
  async #startOnce(): Promise<string | null> {
    const { bin } = this.#installation;
    const options = {
      ...programOptions(this.#installation),
      stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"],
    };
    const process = spawn(join(bin, "postgres"), ["-D", this.data], options);
    const said: string[] = [];
    const started = new Promise<boolean>((resolve) => {
      createInterface(process.stderr).on("line", (line) => {
        this.#lines.push(line);
        said.push(line);
        if (line.includes("ready to accept connections")) resolve(true);
      });
      process.once("close", () => resolve(false));
      process.once("error", (error) => said.push(String(error)));
    });
    if (!(await started)) return said.join("\n");
    this.#process = process;
    return null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const process = this.#process;
    if (process === null) throw new Error("The server does not run.");
    this.#process = null;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, "exit");
    process.kill(signal);
    await ended;
  }

  /** Processes of the server, where the system tells; elsewhere they notice by themselves that the server is gone. */
  async #children(): Promise<readonly number[]> {
    const pid = this.#process?.pid;
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
    return text
      .trim()
      .split(" ")
      .filter((word) => word !== "")
      .map(Number);
  }
}

const ofTests: ServerSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  shared_buffers: "32MB",
  max_connections: "100",
  autovacuum_naptime: "5s",
  max_wal_size: "256MB",
  logging_collector: "off",
  log_min_messages: "warning",
  log_destination: "stderr",
};

function killed(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {} // it has ended
}
