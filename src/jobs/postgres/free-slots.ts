/** How many more jobs the slots of workers have room for. */
import { processorOf } from "../processor-need.ts";

/** What jobs go by. */
export interface SlotsFor {
  /** Slots of workers by their kinds of processor. */
  readonly slots: ReadonlyMap<string, number>;
  /** Jobs that wait at a worker while it works on another. */
  readonly ahead: number;
}

/** Jobs that wait besides those at the workers: many workers then find the next one by themselves, and nobody need be woken. */
const reserveOfSlots = 1 / 20;

/** Jobs for one kind of processor take slots of that kind alone: those of them that wait for want of such slots hold no other up. */
export function freeSlots(jobs: Iterable<{ readonly needs: readonly string[] }>, { slots, ahead }: SlotsFor): number {
  const wanted = new Map<string | null, number>();
  for (const { needs } of jobs) {
    const kind = processorOf(needs);
    wanted.set(kind, (wanted.get(kind) ?? 0) + 1);
  }
  const all = [...slots.values()].reduce((sum, each) => sum + each, 0);
  let free = (1 + ahead) * all + Math.floor(all * reserveOfSlots);
  for (const [kind, count] of wanted)
    free -= kind === null ? count : Math.min(count, (1 + ahead) * (slots.get(kind) ?? 0));
  return Math.max(0, free);
}
