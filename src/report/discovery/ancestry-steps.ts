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
 * has it.
 */
export function traceAncestry(
  children: readonly ChildRecord[],
  { byIdentity, identity }: { readonly byIdentity: ReadonlyMap<string, EvaluationRecord>; readonly identity: string },
): readonly AncestryStep[] {
  const trace = new AncestryTrace(identity);
  trace.goBack(children);
  return trace.line.map((child) => stepOf(child, byIdentity.get(child.identity)?.program ?? null));
}

/** What of a child tells of its line. */
export type Ancestor = Pick<ChildRecord, "id" | "parent" | "reason" | "edits" | "identity" | "fitness" | "length">;

/** A child as a step. */
export function stepOf(child: Ancestor, program: string | null): AncestryStep {
  const { id, reason, edits, identity, fitness, length } = child;
  return { child: id, reason, edits, identity, fitness, length, program };
}

/**
 * Goes back along a line of parents, however many children there are: it is shown them stretch by stretch, the last stretch first, and keeps
 * those on the line. A restart copies the best program without naming a parent; the line goes on with the first child of that identity.
 */
export class AncestryTrace {
  readonly #back: ChildRecord[] = [];
  /** The child that is looked for: by its number, or as the first of an identity. */
  #next: number | string | null;

  /** `identity`: of the program whose line it is. */
  constructor(identity: string) {
    this.#next = identity;
  }

  /** Those found, the earliest first. */
  get line(): readonly ChildRecord[] {
    return this.#back.toReversed();
  }

  /** Whether the line has been followed to its beginning. */
  get isDone(): boolean {
    return this.#next === null;
  }

  /** Looks through a stretch of children, in their order, that lies before those it was shown. */
  goBack(children: readonly ChildRecord[]): void {
    for (let at = children.length - 1; at >= 0 && this.#next !== null; at--) this.#take(children[at]!);
  }

  #take(child: ChildRecord): void {
    const { id, identity, evaluated, parent, reason } = child;
    const wanted = typeof this.#next === "number" ? id === this.#next : evaluated && identity === this.#next;
    if (!wanted) return;
    this.#back.push(child);
    this.#next = parent ?? (reason === "restart" ? identity : null);
  }
}
