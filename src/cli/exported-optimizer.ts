/**
 * The optimizer that a user names for export: one of the library, a program file, or the best of a run.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Listing } from "../codegen/listing/listing.ts";
import { functionNameOf } from "../codegen/text/identifiers.ts";
import { LabError, unknownName } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { optimizers } from "../optimizers/index.ts";
import type { OptimizerRequest } from "../optimizers/resolve.ts";
import { monitored } from "../records/monitor.ts";
import type { TrialHead } from "../records/storage.ts";
import type { Call } from "./command.ts";
import { findRun, kindOfRun, withRun } from "./run-folder.ts";
import { parseSettings } from "./settings.ts";
import { storeNotice } from "./store-notice.ts";

/**
 * The listing of what `name` names: a name of the library wins over a run of that name, a file over a folder.
 * `--name` gives it another name. Errors: those of `listRequested` and `findRun`, `no-finished-trial`, `unknown-optimizer`, `export-name`.
 */
export async function listNamed(name: string, call: Call): Promise<Listing> {
  const listing = await listOf(name, call);
  const wanted = call.options.name;
  return wanted === undefined ? listing : renamed(listing, wanted);
}

function renamed(listing: Listing, name: string): Listing {
  const refused = (why: string): never => {
    throw new LabError("export-name", `--name is what the code calls the optimizer, and ${printable(name)} ${why}.`);
  };
  if (!/\p{L}/u.test(name)) refused("has no letter: take one such as FoundSign");
  const known = optimizers.find((each) => functionNameOf(each.name) === functionNameOf(name));
  if (known !== undefined && known.name !== listing.name)
    refused("is another optimizer of the library: take a name of your own");
  return { ...listing, name, title: name };
}

async function listOf(name: string, call: Call): Promise<Listing> {
  const { listRequested } = await import("../codegen/listing/list-requested.ts");
  const { options, terminal } = call;
  const hyperparameters = parseSettings(options.set ?? []);
  const request = (of: string) => ({
    ...{ name: of, folder: terminal.cwd, hyperparameters },
    ...(options.convention === undefined ? {} : { convention: options.convention }),
  });
  if (!isRun(name, call)) return listRequested(request(isExportFile(name, terminal.cwd) ? `./${name}` : name));
  if (kindOfRun(name, { cwd: terminal.cwd, storage: options.storage }) === "study") return listBest(name, call);
  return listFound(name, call, request);
}

/** The best program of a discovery, or another that it wrote, with where the best one comes from. Errors: `no-program`, `unknown-program`. */
async function listFound(name: string, call: Call, request: (of: string) => OptimizerRequest): Promise<Listing> {
  const { listRequested } = await import("../codegen/listing/list-requested.ts");
  const { options, terminal } = call;
  const place = findRun(name, { cwd: terminal.cwd, storage: options.storage, kind: "discovery" });
  const folder = join(place.folder, "programs");
  const wanted = options.optimizer ?? "best";
  const file = join(folder, `${wanted}.py`);
  const programs = programsIn(resolve(terminal.cwd, folder));
  if (programs.length === 0) {
    throw new LabError(
      "no-program",
      `The discovery ${name} has written no programs yet; npx lionlab discover resume ${place.folder} finishes it and writes them.`,
    );
  }
  if (!programs.includes(wanted)) throw unknownName("program", wanted, programs);
  const { lineageOfFile } = await import("./discovery/lineage.ts");
  const { viewOf, withDiscovery } = await import("./discovery/call.ts");
  const text = readFileSync(resolve(terminal.cwd, file), "utf8");
  const view = await withDiscovery(place, (run, storage) => viewOf(storage, run), storeNotice(call));
  const lineage = lineageOfFile(view, text);
  const listing = listRequested(request(file));
  const run = view.discovery.name;
  const own = `${run}-${wanted}`;
  const facts = {
    name: own,
    title: own,
    summary: `The program ${wanted} of the discovery ${run}.`,
    source: `the discovery ${run}`,
  };
  return { ...listing, ...facts, ...(lineage === null ? {} : { lineage }) };
}

/** Names of the program files in a folder. */
function programsIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).flatMap((each) => /^(.+)\.py$/.exec(each)?.[1] ?? []) : [];
}

/** A bare word that ends as an export does and is a file; programs say by theirs what they are. */
function isExportFile(name: string, cwd: string): boolean {
  return /^[^/\\]+\.json$/.test(name) && existsSync(resolve(cwd, name));
}

function isRun(name: string, { options, terminal: { cwd } }: Call): boolean {
  if (options.storage !== undefined || options.optimizer !== undefined) return true;
  const folders = [name, join("runs", name)].map((each) => resolve(cwd, each));
  return folders.some((each) => existsSync(each) && statSync(each).isDirectory()) && !/\.(py|txt|json)$/.test(name);
}

/** The optimizer and rate of a study whose trials are best on average over their seeds. */
async function listBest(name: string, call: Call): Promise<Listing> {
  const { listTrained } = await import("../codegen/listing/list-library.ts");
  const { options, terminal } = call;
  const place = findRun(name, { cwd: terminal.cwd, storage: options.storage });
  const { heads, run } = await withRun(
    place,
    async (study, storage) => ({ run: study.name, heads: await storage.listTrials(study.name) }),
    storeNotice(call),
  );
  const { optimizer, lr } = bestOf(wanted(heads, options.optimizer), name).config;
  return listTrained({ config: optimizer, lr, fixed: parseSettings(options.set ?? []), run });
}

function wanted(heads: readonly TrialHead[], asked: string | undefined): readonly TrialHead[] {
  if (asked === undefined) return heads;
  const found = heads.filter(({ config: { optimizer } }) => optimizer.label === asked || optimizer.name === asked);
  if (found.length > 0) return found;
  throw unknownName("optimizer", asked, [...new Set(heads.map(({ config }) => config.optimizer.label))]);
}

/** A trial of the optimizer and rate that are best: by the mean over seeds of what their study watches. */
export function bestOf(heads: readonly TrialHead[], run: string): TrialHead {
  const judged = heads.filter(
    ({ state, best, config }) => state === "finished" && best !== null && config.imported === undefined,
  );
  const groups = new Map<string, TrialHead[]>();
  for (const head of judged) {
    const key = JSON.stringify([head.config.optimizer, head.config.lr]);
    groups.set(key, [...(groups.get(key) ?? []), head]);
  }
  const mean = (group: readonly TrialHead[]): number =>
    group.reduce((sum, { best, config }) => sum + monitored(best!, config.training.monitor), 0) / group.length;
  const [best] = [...groups.values()].sort((a, b) => mean(b) - mean(a));
  if (best !== undefined) return best[0]!;
  throw new LabError(
    "no-finished-trial",
    `The run ${run} has no finished trial to take an optimizer from; npx lionlab compare finishes it.`,
  );
}
