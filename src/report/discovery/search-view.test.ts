import { expect, test } from "vitest";
import type { ChildRecord, EvaluationRecord, SearchConfig, SearchRecord } from "../../records/search-records.ts";
import { bestAfter, viewSearch } from "./search-view.ts";

const config: SearchConfig = {
  schemaVersion: 1,
  method: "evolution",
  seed: 7,
  seedProgram: "def train(w, g, m, v, lr):\n  return g, m, v\n",
  tasks: [],
  mutation: {},
  evolution: {
    population: 4,
    tournament: 2,
    islands: 2,
    migrateEvery: 3,
    restartAfter: null,
    tune: 0,
    niches: null,
    tuneFirst: 0,
    lag: 1,
  },
  race: null,
};

const child = (id: number, more: Partial<ChildRecord>): ChildRecord => ({
  id,
  parent: id - 1,
  island: 0,
  edits: more.reason === undefined ? [{ kind: "delete", at: 0 }] : [],
  reason: "mutation",
  identity: `i${id}`,
  evaluated: true,
  fitness: 0,
  genomeLength: 11,
  length: 11,
  invalid: 0,
  ...more,
});

const children: readonly ChildRecord[] = [
  child(0, { parent: null, reason: "seed", identity: "a", fitness: 0.5 }),
  child(1, { parent: 0, identity: "a", evaluated: false, fitness: 0.5, length: 6, invalid: 2 }),
  child(2, { parent: 1, identity: "b", fitness: 0.6, length: 6 }),
  child(3, { parent: 2, reason: "migration", identity: "b", evaluated: false, fitness: 0.6, island: 1 }),
  child(4, { parent: 0, identity: "c", fitness: 0, invalid: 1 }),
  child(5, { parent: null, reason: "restart", identity: "b", evaluated: false, fitness: 0.6 }),
  child(6, { parent: 5, identity: "d", fitness: 0.7 }),
];

const evaluation = (number: number, of: ChildRecord, status: EvaluationRecord["status"]): EvaluationRecord => ({
  identity: of.identity,
  number,
  program: `program ${of.identity}`,
  length: of.length,
  fitness: of.fitness,
  status,
  scores: [],
  failure: null,
});

const evaluations = [
  evaluation(0, children[0]!, "finished"),
  evaluation(1, children[2]!, "finished"),
  evaluation(2, children[4]!, "stopped"),
  evaluation(3, children[6]!, "finished"),
];

const record: SearchRecord = {
  key: "k",
  config,
  state: "ended",
  children: 7,
  evaluations: 4,
  bestFitness: 0.7,
  seconds: 3,
};

const view = viewSearch(record, { children, evaluations }, { stretchLength: 3, wanted: null });

test("only children by mutation count as hits; copies do not", () => {
  expect(view.total).toMatchObject({ mutations: 4, hits: 1, invalid: 3 });
  expect(view.total.redundancy).toBeCloseTo(0.5 + 0.5);
  expect(view.total.outcomes).toEqual({ finished: 3, stopped: 1, diverged: 0, failed: 0 });
  expect(view.stretches.map(({ mutations }) => mutations)).toEqual([2, 1, 1]);
});

test("improvements tell when they came, by evaluations and by children", () => {
  expect(view.improvements).toEqual([
    { evaluations: 1, children: 1, fitness: 0.5, identity: "a" },
    { evaluations: 2, children: 3, fitness: 0.6, identity: "b" },
    { evaluations: 4, children: 7, fitness: 0.7, identity: "d" },
  ]);
  expect([0, 1, 3, 4, 9].map((n) => bestAfter(view, n, "evaluations"))).toEqual([null, 0.5, 0.6, 0.7, 0.7]);
  expect([2, 3, 6, 7].map((n) => bestAfter(view, n, "children"))).toEqual([0.5, 0.6, 0.6, 0.7]);
});

test("the ancestry goes through copies, and past a restart without a parent", () => {
  expect(view.ancestry.map((step) => [step.child, step.identity])).toEqual([
    [0, "a"],
    [1, "a"],
    [2, "b"],
    [5, "b"],
    [6, "d"],
  ]);
  expect(view.ancestry.at(-1)!.program).toBe("program d");
});

test("the ancestry of a wanted program is told where it was evaluated, else that of the best", () => {
  const wanted = (identity: string): readonly number[] =>
    viewSearch(record, { children, evaluations }, { stretchLength: 3, wanted: identity }).ancestry.map(
      (step) => step.child,
    );
  expect(wanted("b")).toEqual([0, 1, 2]);
  expect(wanted("elsewhere")).toEqual([0, 1, 2, 5, 6]);
});

test("a search without children is empty", () => {
  const empty = viewSearch(record, { children: [], evaluations: [] }, { stretchLength: 1, wanted: null });
  expect(empty).toMatchObject({ best: null, seedFitness: null, ancestry: [], fame: [], improvements: [] });
});
