/**
 * The line of parents from the seed program to one found program.
 */
import type { ChildRecord, EditRecord, EvaluationRecord } from "../../records/search-records.ts";

/** One ancestor, with the edits that made it from the one before. */
export interface AncestryStep {
  /** Its number among the search's children. */
  readonly child: number;
  readonly reason: ChildRecord["reason"];
  readonly edits: readonly EditRecord[];
  readonly identity: string;
  readonly fitness: number;
  /** Statements of the pruned program, `return` counted. */
  readonly length: number;
  /** Text of the pruned program; null where its evaluation is not stored. */
  readonly program: string | null;
}

/**
 * Ancestors of the program with `identity`, from the seed to the child that was the first to have it; empty where no child
 * has it. A restart copies the best program without naming a parent; the line goes on with the first child of that identity.
 */
export function traceAncestry(
  children: readonly ChildRecord[],
  { byIdentity, identity }: { readonly byIdentity: ReadonlyMap<string, EvaluationRecord>; readonly identity: string },
): readonly AncestryStep[] {
  const firstOf = (wanted: string): ChildRecord | undefined =>
    children.find((child) => child.evaluated && child.identity === wanted);
  const line: AncestryStep[] = [];
  let child = firstOf(identity);
  while (child !== undefined) {
    const { id, reason, edits, fitness, length } = child;
    const program = byIdentity.get(child.identity)?.program ?? null;
    line.push({ child: id, reason, edits, identity: child.identity, fitness, length, program });
    const earlier: ChildRecord | undefined =
      child.parent !== null ? children[child.parent] : reason === "restart" ? firstOf(child.identity) : undefined;
    child = earlier !== undefined && earlier.id < id ? earlier : undefined;
  }
  return line.reverse();
}
