/** One writer of a small file at a time, among processes: whoever writes holds a file beside it, which nobody else can make meanwhile. */
import { open, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { explainFileError } from "../core/atomic-file.ts";
import { wallClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";

/** Seconds after which a held file is one that a killed process left; writing takes milliseconds. */
const leftAfter = 10;

/** How often it is tried, and the milliseconds between: half a minute in all. */
const [tries, betweenMs] = [600, 50];

/** Calls `work` while nobody else writes `path`. Errors: those of `work` and of `explainFileError`; `file-busy` where another never ends. */
export async function asOnlyWriter<T>(path: string, work: () => Promise<T>): Promise<T> {
  const held = `${path}.writing`;
  await hold(held, path);
  try {
    return await work();
  } finally {
    await rm(held, { force: true });
  }
}

async function hold(held: string, path: string): Promise<void> {
  for (let tried = 0; tried < tries; tried++) {
    try {
      return await (await open(held, "wx")).close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw explainFileError(error, `write ${path}`);
    }
    await removeLeft(held);
    await sleep(betweenMs);
  }
  throw new LabError(
    "file-busy",
    `Another process keeps writing ${path}. Save again, or remove ${held} if none does.`,
    {
      path,
    },
  );
}

async function removeLeft(held: string): Promise<void> {
  const found = await stat(held).catch(() => null);
  if (found !== null && wallClock.now() - found.mtimeMs / 1000 > leftAfter) await rm(held, { force: true });
}
