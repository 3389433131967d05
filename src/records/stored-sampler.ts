/**
 * How the points of a study that tunes were chosen, as its record says it.
 */
import type { StudyRecord } from "./records.ts";

/** Name of the sampler; null of a study that does not tune or does not say. */
export function storedSampler({ config }: Pick<StudyRecord, "config">): string | null {
  const { tuning } = (config ?? {}) as { readonly tuning?: { readonly sampler?: unknown } };
  return typeof tuning?.sampler === "string" ? tuning.sampler : null;
}
