/**
 * Those who follow a study from another process: what they have been told of its trials, look by look.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStorage } from "../../src/records/open.ts";
import type { Storage, StudyChanges, TrialHead } from "../../src/records/storage.ts";

/** Takes in what changes, look by look. */
export interface Reader {
  readonly heads: ReadonlyMap<string, TrialHead>;
  look(): Promise<void>;
}

/** A reader of a study in an open store. */
export function readerOf(storage: Storage, study: string): Reader {
  const heads = new Map<string, TrialHead>();
  let cursor: StudyChanges["cursor"] | null = null;
  const look = async (): Promise<void> => {
    const changes = await storage.changesSince(study, cursor);
    cursor = changes.cursor;
    for (const head of changes.trials) heads.set(head.key, head);
  };
  return { heads, look };
}

/**
 * Follows the study in a folder, from when its store is there until `work` is done; what was told of its trials in the end, and what is
 * recorded then, in the order of the study.
 */
export async function followedDuring(
  work: Promise<unknown>,
  { folder, study }: { readonly folder: string; readonly study: string },
): Promise<{ readonly told: readonly (TrialHead | undefined)[]; readonly recorded: readonly TrialHead[] }> {
  let done = false;
  const over = work.finally(() => {
    done = true;
  });
  const path = join(folder, "study.sqlite");
  while (!existsSync(path) && !done) await sleep(5);
  const storage = await openWhole(path);
  const reader = readerOf(storage, study);
  while (!done) {
    await reader.look();
    await sleep(5);
  }
  await over;
  await reader.look();
  const recorded = await storage.listTrials(study);
  await storage.close();
  return { told: recorded.map(({ key }) => reader.heads.get(key)), recorded };
}

/** A file that was just made has no tables for a moment. */
async function openWhole(path: string): Promise<Storage> {
  for (;;) {
    try {
      return await openStorage(path, { mode: "read" });
    } catch (error) {
      if ((error as { code?: string }).code !== "storage-not-ours") throw error;
      await sleep(5);
    }
  }
}
