/** Reading small files that a program keeps beside others': no link is followed, no pipe waited for, no giant read. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** Text of a file; null where there is none, and where it is a link, no regular file, or of more than `mostBytes`. */
export async function readSmallFile(path: string, mostBytes: number): Promise<string | null> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= mostBytes ? await file.readFile("utf8") : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
