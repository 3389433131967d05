/**
 * What is verified: a run's store, or a bundle.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { candidateOf, type VerifiableTrial } from "../bundles/choose-trials.ts";
import type { Versions } from "../bundles/circumstances.ts";
import type { TrialRecord } from "../records/records.ts";
import { type Call, requiredArgument } from "./command.ts";
import { findRun, withRun } from "./run-folder.ts";
import { storeNotice } from "./store-notice.ts";

/** The recorded side of a verification. */
export interface VerifySource {
  /** As the user named it. */
  readonly shown: string;
  readonly candidates: readonly VerifiableTrial[];
  /** Trials of the study, ended or not. */
  readonly trials: number;
  /** Versions that bundled it; a run does not keep them. */
  readonly versions?: Versions | undefined;
  /** Where the study says that its data lies. */
  readonly dataDir?: string | undefined;
  /** Records of trials, by key. */
  records(keys: ReadonlySet<string>): Promise<ReadonlyMap<string, TrialRecord>>;
}

/** The source that the call names. Errors: those of `findRun` and `checkBundle`. */
export async function verifySource(call: Call): Promise<VerifySource> {
  const shown = requiredArgument(call, "run");
  const path = resolve(call.terminal.cwd, shown);
  return isGzip(path) ? bundleSource(path, shown) : runSource(call, shown);
}

/** Whether there is a file that begins as gzip does. */
function isGzip(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(2);
    return readSync(file, bytes) === 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  } finally {
    closeSync(file);
  }
}

async function bundleSource(path: string, shown: string): Promise<VerifySource> {
  const { checkBundle, forEachTrial } = await import("../bundles/read-bundle.ts");
  const { versions, trials } = await checkBundle(path, shown);
  const candidates: VerifiableTrial[] = [];
  await forEachTrial(path, shown, (trial, index) => candidates.push(...[candidateOf(trial, index) ?? []].flat()));
  return {
    shown,
    candidates,
    trials,
    versions,
    async records(keys) {
      const found = new Map<string, TrialRecord>();
      await forEachTrial(path, shown, (trial) => keys.has(trial.key) && found.set(trial.key, trial));
      return found;
    },
  };
}

async function runSource(call: Call, shown: string): Promise<VerifySource> {
  const { readRun } = await import("../formats/read-run.ts");
  const place = findRun(shown, { cwd: call.terminal.cwd, storage: call.options.storage });
  const reading = <T>(use: (run: Awaited<ReturnType<typeof readRun>>) => Promise<T>): Promise<T> =>
    withRun(
      place,
      async (study, storage) =>
        use(
          await readRun(study, { storage, report: () => Promise.reject(new Error("a verification needs no report")) }),
        ),
      storeNotice(call),
    );
  return reading(async (run) => {
    const candidates: VerifiableTrial[] = [];
    let index = 0;
    for await (const trial of run.trials()) candidates.push(...[candidateOf(trial, index++) ?? []].flat());
    return {
      shown,
      candidates,
      trials: run.heads.length,
      dataDir: dataPath(run.study.config),
      records: (keys) =>
        reading(async (again) => {
          const found = new Map<string, TrialRecord>();
          for await (const trial of again.trials()) if (keys.has(trial.key)) found.set(trial.key, trial);
          return found;
        }),
    };
  });
}

/** `data.path` of a study's configuration. */
function dataPath(config: unknown): string | undefined {
  const { data } = (config ?? {}) as { readonly data?: { readonly path?: unknown } };
  return typeof data?.path === "string" ? data.path : undefined;
}
