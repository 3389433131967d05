import { describe, expect, it } from "vitest";
import type { AncestryStep } from "../../../src/report/discovery/ancestry-steps.ts";
import { ancestryItems, shownItems, treeMove } from "./ancestry-items.ts";

const step = (child: number, identity: string, change: Partial<AncestryStep> = {}): AncestryStep => ({
  child,
  reason: "mutation",
  edits: [{ kind: "delete", at: child }],
  identity,
  fitness: 0.5,
  length: 9,
  program: null,
  ...change,
});

const line = [
  step(0, "a", { reason: "seed", edits: [] }),
  step(3, "a"),
  step(4, "a", { reason: "migration", edits: [] }),
  step(7, "a"),
  step(9, "b", { fitness: 0.75 }),
  step(12, "c", { fitness: 0.625 }),
];
const items = ancestryItems(line, { language: null, seedProgram: "" });

describe("an ancestry as a tree", () => {
  it("says each change with what it brought, and keeps together what changed nothing", () => {
    expect(items.map(({ child, kind, text, gain }) => [child, kind, text, gain])).toEqual([
      [0, "seed", "the program that the search starts from", null],
      [7, "neutral", "2 edits without effect", null],
      [9, "change", "delete line 10", 0.25],
      [12, "change", "delete line 13", -0.125],
    ]);
    expect(items[1]!.inside.map(({ child, text }) => [child, text])).toEqual([
      [3, "delete line 4"],
      [4, "moves to another island"],
      [7, "delete line 8"],
    ]);
    expect(items[2]!.inside).toEqual([]);
  });

  it("is walked as trees are", () => {
    const closed = shownItems(items, new Set());
    const open = shownItems(items, new Set([7]));
    expect(open.map(({ level, at, of }) => `${level}:${at}/${of}`)).toEqual([
      ...["1:1/4", "1:2/4", "2:1/3", "2:2/3", "2:3/3", "1:3/4", "1:4/4"],
    ]);
    expect(treeMove(closed, 0, "ArrowUp")).toEqual({ focus: 0 });
    expect(treeMove(closed, 0, "ArrowDown")).toEqual({ focus: 1 });
    expect(treeMove(closed, 3, "ArrowDown")).toEqual({ focus: 3 });
    expect(treeMove(closed, 1, "ArrowRight")).toEqual({ open: 7 });
    expect(treeMove(open, 1, "ArrowRight")).toEqual({ focus: 2 });
    expect(treeMove(open, 3, "ArrowLeft")).toEqual({ focus: 1 });
    expect(treeMove(open, 1, "ArrowLeft")).toEqual({ close: 7 });
    expect(treeMove(closed, 1, "ArrowLeft")).toEqual({ focus: 1 });
    expect(treeMove(closed, 2, "ArrowRight")).toEqual({ focus: 2 });
    expect([treeMove(open, 4, "Home"), treeMove(open, 0, "End")]).toEqual([{ focus: 0 }, { focus: 6 }]);
    expect(treeMove(open, 0, "Tab")).toBeNull();
  });
});
