/**
 * Records of the phases that follow the searches of a discovery. Each function is called inside one transaction.
 */
import { canonicalJson } from "../../core/canonical-json.ts";
import { type KeptPhase, phaseRecord } from "../phase-records.ts";
import { checkSum, rowSum } from "../stored.ts";
import type { SearchAccess } from "./search-access.ts";

/** Keeps a record in place of that with its key; a new one comes last. A key that is no text is written as JSON. */
export async function putPhaseRecord(
  { session, queries }: SearchAccess,
  {
    discovery,
    phase,
    key,
    record,
  }: {
    readonly discovery: string;
    readonly phase: KeptPhase;
    readonly key: string | readonly unknown[];
    readonly record: unknown;
  },
): Promise<void> {
  const [next] = await session.rows(queries.nextPosition({ discovery, phase }));
  const text = canonicalJson(record);
  const name = typeof key === "string" ? key : canonicalJson(key);
  await session.run(
    queries.putRecord({ discovery, phase, key: name, position: next!.position, record: text, sum: rowSum([text]) }),
  );
}

/** Records of a phase in their order. Errors: `DamagedValue`. */
export async function phaseRecords<T>(
  { session, queries }: SearchAccess,
  discovery: string,
  phase: KeptPhase,
): Promise<readonly T[]> {
  const rows = await session.rows(queries.records({ discovery, phase }));
  return rows.map(({ record, sum }) => {
    checkSum(sum, [record], `a record of ${phase}`);
    return phaseRecord(phase, record) as T;
  });
}

/** Removes what a phase recorded. */
export async function clearPhase(
  { session, queries }: SearchAccess,
  discovery: string,
  phase: KeptPhase,
): Promise<void> {
  await session.run(queries.clearRecords({ discovery, phase }));
}

/** What the phases recorded on another basis is removed; nothing where they began on this one. */
export async function beginPhases(access: SearchAccess, discovery: string, basis: string): Promise<void> {
  const [known] = await phaseRecords<{ readonly basis: string }>(access, discovery, "basis");
  if (known?.basis === basis) return;
  for (const phase of ["tuning", "funnel", "meta-validation", "simplification", "basis"] as const)
    await clearPhase(access, discovery, phase);
  await putPhaseRecord(access, { discovery, phase: "basis", key: "", record: { basis } });
}
