/** A setting's value as it stands beside an axis. */
import { formatRate } from "../format.ts";

/** `0.001`, `3e-4`, `true`. */
export function settingText(value: number | boolean): string {
  return typeof value === "number" ? formatRate(value) : String(value);
}
