/**
 * SHA-256 by Node's engine, for files of any size and keys by the thousand; `sha256.ts` says the same where there is no Node.
 */
import { createHash, hash as hashOnce } from "node:crypto";

/** SHA-256 of UTF-8 text or of bytes (several chunks count as one after another), 64 hex digits. */
export function sha256Hex(...chunks: readonly (string | Uint8Array)[]): string {
  if (chunks.length === 1) return hashOnce("sha256", chunks[0]!, "hex"); // twice as fast on short texts
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}
