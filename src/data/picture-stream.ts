/**
 * Pictures that are decoded when they are needed, for folders too large to be kept: while some are used, the next ones are
 * decoded by other threads.
 *
 * Memory is bounded by what is asked for: pictures that the last `load` named, and no others.
 */
import { InternalError, LabError } from "../core/errors.ts";
import type { DecodePool } from "./decode-pool.ts";
import type { Picture } from "./resize.ts";

/** Pictures by index, of which only some are there. */
export interface PictureStream {
  /** A picture that the last `load` waited for. */
  picture(index: number): Picture;
  /** Waits for the pictures of `now` and begins those of `next`. Errors: `image-broken` for a file that has changed. */
  load(now: Int32Array, next: Int32Array): Promise<void>;
}

/** Streams files. `startPool` is called when the first picture is wanted. */
export function streamPictures(files: readonly string[], startPool: () => DecodePool): PictureStream {
  let pool: DecodePool | null = null;
  let wanted: ReadonlySet<number> = new Set();
  const held = new Map<number, Picture | Error>();
  const underWay = new Map<number, Promise<void>>();
  const begin = (index: number): Promise<void> => {
    pool ??= startPool();
    const keep = (result: Picture | Error): void => {
      underWay.delete(index);
      if (wanted.has(index)) held.set(index, result);
    };
    const work = pool.decode(files[index]!).then(keep, keep);
    underWay.set(index, work);
    return work;
  };
  return {
    picture: (index) => {
      const found = held.get(index);
      if (found === undefined) throw new InternalError(`picture ${index} is used, but was not loaded`);
      if (found instanceof Error) throw found;
      return found;
    },
    load: async (now, next) => {
      wanted = new Set([...now, ...next]);
      for (const index of held.keys()) if (!wanted.has(index)) held.delete(index);
      for (const index of wanted) if (!held.has(index) && !underWay.has(index)) void begin(index);
      for (const index of now) await underWay.get(index);
      const failed = [...new Set(now)].map((index) => held.get(index)).find((result) => result instanceof Error);
      if (failed instanceof LabError)
        throw new LabError(
          "image-broken",
          `${failed.message} It did when the folder was read; plan the study again.`,
          failed.data,
        );
      if (failed instanceof Error) throw failed;
    },
  };
}
