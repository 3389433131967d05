/**
 * Between what a run tells of itself and the row that keeps it.
 */
import { checkSum, requireStored, rowSum, storedObject } from "./stored.ts";

/** A row of the table `progress`. */
export interface ProgressRow {
  readonly owner: string;
  readonly record: string;
  readonly sum: string;
}

/** Form of what is kept; what another version keeps in another form is as if it were not there. */
const form = 1;

/** The row of what the run of `owner` tells. */
export function progressRow(owner: string, pulse: object): ProgressRow {
  const record = JSON.stringify({ form, ...pulse }, spelled);
  return { owner, record, sum: rowSum([owner, record]) };
}

/** What a row tells; null where it is of another form. Errors: `DamagedValue`. */
export function progressIn<Pulse>(row: Omit<ProgressRow, "owner">, owner: string): Pulse | null {
  requireStored(typeof row.record === "string" && typeof row.sum === "string", `the progress of ${owner}`);
  checkSum(row.sum, [owner, row.record], `the progress of ${owner}`);
  const { form: found, ...pulse } = storedObject(row.record, `the progress of ${owner}`);
  return found === form ? (revived(pulse) as Pulse) : null;
}

/** JSON has no word for numbers without a finite value. */
function spelled(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  if (members.length === 1 && members[0]![0] === "number") return Number(members[0]![1]);
  return Object.fromEntries(members.map(([key, member]) => [key, revived(member)]));
}
