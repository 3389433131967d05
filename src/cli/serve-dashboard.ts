/**
 * What `lionlab dashboard` does: serves the page until Ctrl-C. It reads stores and changes none; runs that a page starts are processes of their own.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "../core/errors.ts";
import { createApp } from "../dashboard/app.ts";
import { DocumentThread } from "../dashboard/document-thread.ts";
import { readPageFiles } from "../dashboard/files.ts";
import { RunLibrary } from "../dashboard/library.ts";
import { RunControl } from "../dashboard/run-control.ts";
import { RunDocuments } from "../dashboard/run-documents.ts";
import { listen } from "../dashboard/serve.ts";
import { storeLocation } from "../records/location.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";
import { searchesNote } from "../trainer/outdated-searches.ts";
import type { Call } from "./command.ts";
import { modelShelf } from "./dashboard/model-shelf.ts";
import { servedRuns } from "./dashboard/served-runs.ts";
import { sessionSecret } from "./dashboard/session.ts";
import { interruptibly } from "./interrupts.ts";

const usualPort = 7878;
const usualHost = "127.0.0.1";
const lookEveryMs = 1000;

/** Serves until it is interrupted. Returns the exit code. Errors: `no-runs` where a place is not there, those of `listen`. */
export async function serveDashboard(call: Call): Promise<number> {
  const { options, terminal, rest: named } = call;
  const places = (named.length > 0 ? named : ["runs"]).map((place) => resolve(terminal.cwd, place));
  refuseMissing(named, places);
  const host = options.host ?? usualHost;
  const token = randomBytes(18).toString("base64url");
  const session = sessionSecret(terminal.env);
  const stores = options.storage === undefined ? [] : [placeOfStore(options.storage)];
  const library = new RunLibrary([...places, ...stores], { noteOn: searchesNote });
  const files = readPageFiles(fileURLToPath(new URL("../page", import.meta.url)));
  const thread = new DocumentThread({ module: new URL("./dashboard/document-worker.js", import.meta.url) });
  const refusal = refusalOf(host, options.allowControl === true);
  const control = refusal === null ? controlFor(named, { cwd: terminal.cwd, places, storage: options.storage }) : null;
  return interruptibly(terminal, async ({ drain: signal }) => {
    const documents = new RunDocuments({
      source: (id) => library.documentSource(id),
      make: (order) => thread.make(order),
      signal,
    });
    const appOn = (port: number) =>
      createApp({
        ...{ library, files, documents, token, session, hosts: hostsOf(host, port) },
        ...{ control, refusal, signal, lookEveryMs, models: modelShelf(library, terminal.env) },
      });
    const { port, close } = await listen(appOn, { host, port: options.port ?? usualPort });
    const address = `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/?token=${token}`;
    terminal.out.write(options.json ? `${JSON.stringify({ address, port, token })}\n` : `${address}\n`);
    terminal.err.write(
      `${options.port === undefined || options.port === port || options.port === 0 ? "" : `Port ${options.port} is taken. `}Open it in a browser; Ctrl-C ends it, and no run.\n`,
    );
    if (options.open) openInBrowser(address);
    if (!signal.aborted) await once(signal, "abort");
    await close(); // first: a page whose connection is cut asks again when there is a server
    await thread.close();
    await library.close();
    return 0;
  });
}

/** A store as a place of runs. Errors: `storage-unsupported`, `storage-address`; `no-runs` where there is no such file. */
function placeOfStore(target: string): string {
  const location = storeLocation(target);
  if (location.kind === "postgres") return target;
  if (location.kind === "sqlite" && existsSync(location.path)) return location.path;
  throw new LabError("no-runs", `There is no store at ${target}: give a file of records or postgresql://….`, {
    target,
  });
}

function refuseMissing(named: readonly string[], places: readonly string[]): void {
  const missing = named.find((_, i) => !existsSync(places[i]!));
  if (missing === undefined) return;
  throw new LabError(
    "no-runs",
    `There is nothing at ${missing}: name a run's folder, a folder of runs, or leave it out for those in runs/.`,
    { given: missing },
  );
}

/** Why nothing may be changed from a page; null where it may. */
function refusalOf(host: string, isAllowed: boolean): string | null {
  const isHere = host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
  if (isHere || isAllowed) return null;
  return `Runs are only watched here: the dashboard listens on ${host}, and was not started with --allow-control.`;
}

/** New runs go to `runs/`, or to the first folder that is named and is no run's own. */
function controlFor(
  named: readonly string[],
  {
    cwd,
    places,
    storage,
  }: { readonly cwd: string; readonly places: readonly string[]; readonly storage: string | undefined },
): RunControl {
  const isFolderOfRuns = (place: string): boolean =>
    statSync(place).isDirectory() &&
    ![studyStoreFile, discoveryStoreFile].some((file) => existsSync(join(place, file)));
  const place = named.length === 0 ? places[0]! : (places.find(isFolderOfRuns) ?? null);
  const program = [process.execPath, ...process.execArgv, process.argv[1]!] as const;
  const location = storage === undefined ? null : storeLocation(storage);
  const served = location?.kind === "postgres" ? { served: servedRuns(location.address) } : {};
  return new RunControl({ program, cwd, place, ...served });
}

/** What requests may be addressed to: the host that was asked for, and this machine's own names. */
function hostsOf(host: string, port: number): ReadonlySet<string> {
  const names = [host, "127.0.0.1", "localhost", "[::1]", ...(isIP(host) === 6 ? [`[${host}]`] : [])];
  return new Set(names.map((name) => `${name.toLowerCase()}:${port}`));
}

/** Asks the system's browser to open an address; where there is none, the printed address is what is left. */
function openInBrowser(address: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", address]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", address]
        : ["xdg-open", address];
  const child = spawn(command!, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
