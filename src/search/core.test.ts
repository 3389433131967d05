import { describe, expect, test } from "vitest";
import { defaultMutation } from "../program/mutate/mutation.ts";
import type { ChildRecord, EvaluationRecord, SearchConfig } from "../records/search-records.ts";
import type { EvaluationOutcome, Request } from "./births.ts";
import { createSearchCore } from "./core.ts";
import { languageOf } from "./language.ts";
import { editsBetween } from "./proposals/edits-between.ts";
import type { ProposalSource } from "./proposals/proposals.ts";
import { sampleConfig, sampleScores } from "./samples.ts";

interface Grown {
  readonly children: readonly ChildRecord[];
  readonly evaluations: readonly EvaluationRecord[];
}

function outcomeOf(config: SearchConfig, { program, against }: Request): EvaluationOutcome {
  const race = config.race === null ? undefined : { ...config.race, against };
  return { ...sampleScores(config.tasks, program, { race }), failure: null };
}

/** Children 0 … `count` - 1; those of `archive` are replayed. */
function grow(
  config: SearchConfig,
  count: number,
  archive: Grown = { children: [], evaluations: [] },
  proposals: ProposalSource | null = null,
): Grown {
  const core = createSearchCore(config, proposals);
  const waiting: (Request | null)[] = [];
  const children: ChildRecord[] = [];
  const evaluations: EvaluationRecord[] = [];
  while (children.length < count) {
    if (core.canBear) {
      const child = archive.children[core.born];
      const program = child?.evaluated ? archive.evaluations[core.requested]!.program : null;
      waiting.push(core.bear(child && { child, program }).request);
      continue;
    }
    const request = waiting.shift()!;
    const recorded = request === null ? undefined : archive.evaluations[request.number];
    const { child, evaluation } = core.commit(request === null ? null : (recorded ?? outcomeOf(config, request)));
    children.push(child);
    if (evaluation !== null) evaluations.push(evaluation);
  }
  return { children, evaluations };
}

describe("the core of a search", () => {
  test("bears the seed first, and a child once the one `lag` before it is committed", () => {
    const core = createSearchCore(sampleConfig({ evolution: { lag: 3 } }));
    const seed = core.bear();
    expect([core.canBear, seed.id, seed.request?.number]).toEqual([false, 0, 0]);
    expect(seed.request?.against).toEqual([]);
    core.commit(outcomeOf(sampleConfig(), seed.request!));
    let born = 0;
    for (; core.canBear; born++) core.bear();
    expect(born).toBe(3);
    expect(() => core.bear()).toThrow("before its time");
  });

  test("evolution changes numbers alone in its first evaluations, where it is to", () => {
    const { children } = grow(sampleConfig({ evolution: { tuneFirst: 30 } }), 200);
    const evaluated = children.filter((child) => child.evaluated);
    const kinds = (some: readonly ChildRecord[]) =>
      new Set(some.flatMap(({ edits }) => edits.map(({ kind, to }) => (typeof to === "number" ? "number" : kind))));
    const first = children.filter(({ id }) => id > 0 && id <= evaluated[29]!.id);
    expect(kinds(first)).toEqual(new Set(["number"]));
    expect(kinds(children.slice(evaluated[29]!.id + 1))).toEqual(new Set(["insert", "delete", "modify", "number"]));
  });

  test("a share of children tunes numbers, of all kinds of programs alike where niches are asked for", () => {
    const tunes = ({ edits }: ChildRecord) => edits.length > 0 && edits.every(({ to }) => typeof to === "number");
    const shareOf = (evolution: Partial<SearchConfig["evolution"]>) => {
      const { children } = grow(sampleConfig({ evolution }), 600);
      return children.filter(tunes).length / children.length;
    };
    expect(shareOf({})).toBeLessThan(0.3);
    expect(shareOf({ tune: 0.6 })).toBeGreaterThan(0.5);
    expect(shareOf({ tune: 0.6, niches: 0.1 })).toBeGreaterThan(0.5);
    const config = sampleConfig({ evolution: { tune: 0.6, niches: 0.1 } });
    const archive = grow(config, 300);
    expect(grow(config, 300, archive)).toEqual(archive);
    expect(archive).not.toEqual(grow(sampleConfig({ evolution: { tune: 0.6 } }), 300));
  });

  test("equal configs grow equal archives, another seed another one", () => {
    const config = sampleConfig();
    const archive = grow(config, 300);
    expect(grow(config, 300)).toEqual(archive);
    expect(grow(sampleConfig({ seed: 1 }), 300)).not.toEqual(archive);
    const [seed] = archive.children;
    expect(seed).toMatchObject({ id: 0, parent: null, reason: "seed", edits: [], evaluated: true, genomeLength: 10 });
    for (const { parent, id } of archive.children.slice(1)) expect(parent).toBeLessThan(id);
  });

  test.each(["evolution", "constants", "random"] as const)("%s goes on from any child of its archive", (method) => {
    const config = sampleConfig({ method });
    const whole = grow(config, 260);
    for (const length of [1, 5, 13, 100, 201]) {
      const children = whole.children.slice(0, length);
      const evaluations = whole.evaluations.slice(0, children.filter(({ evaluated }) => evaluated).length);
      expect(grow(config, 260, { children, evaluations })).toEqual(whole);
    }
  });

  test("children of several edits are recalled: grafted statements, several numbers", () => {
    const mutation = { ...defaultMutation, graft: 1, inPlace: 0.5 };
    const config = sampleConfig({ mutation, evolution: { tune: 0.4, niches: 0.1 } });
    const whole = grow(config, 260);
    const lengths = new Set(whole.children.map(({ edits }) => edits.length));
    expect(lengths.has(2) && lengths.has(1)).toBe(true);
    const grafted = whole.children.filter(({ edits }) => edits.some(({ kind, fn }) => kind === "insert" && fn === "*"));
    expect(grafted.length).toBeGreaterThan(5);
    for (const length of [5, 100, 201]) {
      const children = whole.children.slice(0, length);
      const evaluations = whole.evaluations.slice(0, children.filter(({ evaluated }) => evaluated).length);
      expect(grow(config, 260, { children, evaluations })).toEqual(whole);
    }
  });

  test("wraps, averages by their share and rates as last factors are recalled; parsimony prefers the shorter of equals", () => {
    const mutation = {
      ...defaultMutation,
      weights: { insert: 1, delete: 1, modify: 1, wrap: 2 },
      graft: 0.5,
      averages: { least: 0.016, most: 0.5 },
      rate: "last-factor",
    };
    const evolution = { tune: 0.3, niches: 0.1, kinds: "averages", parsimony: 0.01 } as const;
    const config = sampleConfig({ mutation, evolution });
    const whole = grow(config, 260);
    for (const length of [5, 100, 201]) {
      const children = whole.children.slice(0, length);
      const evaluations = whole.evaluations.slice(0, children.filter(({ evaluated }) => evaluated).length);
      expect(grow(config, 260, { children, evaluations })).toEqual(whole);
    }
    const lengthOf = ({ children }: typeof whole) =>
      children.slice(-60).reduce((sum, { length }) => sum + length, 0) / 60;
    const free = grow(sampleConfig({ mutation, evolution: { ...evolution, parsimony: 0 } }), 260);
    expect(lengthOf(whole)).toBeLessThan(lengthOf(free));
  });

  test("proposals are children that the archive recalls without their source; without one ready, mutation goes on", () => {
    const config = sampleConfig();
    const told: number[] = [];
    const { seed } = languageOf(config);
    let proposed = 0;
    const source: ProposalSource = {
      share: 0.5,
      ask: () => {},
      take: (living) => {
        if (++proposed % 3 === 0) return null;
        const [parent] = living.parents(proposed);
        const body = seed.body
          .with(3, { ...seed.body[3]!, fn: seed.body[0]!.fn })
          .with(0, { ...seed.body[0]!, args: [proposed] });
        const genome = { ...seed, body };
        return { id: proposed, parent: parent!, genome, edits: editsBetween(parent!.genome, genome) };
      },
      tell: (id) => told.push(id),
      takeWarnings: () => [],
      close: async () => {},
    };
    const whole = grow(config, 260, undefined, source);
    const suggested = whole.children.filter(({ reason }) => reason === "proposal");
    expect(suggested.length).toBeGreaterThan(60);
    expect(told).toHaveLength(suggested.length);
    const children = whole.children.slice(0, 201);
    const evaluations = whole.evaluations.slice(0, children.filter(({ evaluated }) => evaluated).length);
    expect(grow(config, 201, { children, evaluations })).toEqual({ children, evaluations });
    expect(
      grow(config, 260, { children, evaluations })
        .children.slice(201)
        .map(({ reason }) => reason),
    ).not.toContain("proposal");
  });

  test("a known identity is not evaluated again and has the fitness of the first", () => {
    const { children, evaluations } = grow(sampleConfig(), 400);
    const byIdentity = new Map(evaluations.map((evaluation) => [evaluation.identity, evaluation]));
    expect(byIdentity.size).toBe(evaluations.length);
    expect(evaluations.map(({ number }) => number)).toEqual(evaluations.map((_, i) => i));
    for (const child of children) expect(child.fitness).toBe(byIdentity.get(child.identity)?.fitness);
    const hits = children.filter(({ evaluated }) => !evaluated).length;
    expect(hits).toBeGreaterThan(40);
    expect(hits + evaluations.length).toBe(400);
  });

  test("migrants come from the island before, in turns, as copies", () => {
    const { children } = grow(sampleConfig({ evolution: { islands: 3, population: 30, restartAfter: null } }), 120);
    const migrants = children.filter(({ reason }) => reason === "migration");
    expect(migrants.slice(0, 6).map(({ id }) => id)).toEqual([25, 26, 27, 52, 53, 54]);
    for (const { parent, island, edits, identity, genomeLength } of migrants) {
      const origin = children[parent!]!;
      expect(edits).toEqual([]);
      expect({ identity, genomeLength }).toEqual({ identity: origin.identity, genomeLength: origin.genomeLength });
      if (origin.id > 0) expect((origin.island + 1) % 3).toBe(island);
    }
  });

  test("at a plateau all begin anew from the best", () => {
    const { children } = grow(sampleConfig({ evolution: { restartAfter: 20, migrateEvery: null } }), 600);
    const restarts = children.filter(({ reason }) => reason === "restart");
    expect(restarts.length).toBeGreaterThan(1);
    for (const { id, parent, fitness, edits } of restarts) {
      const best = Math.max(...children.slice(0, id - 12).map((child) => child.fitness));
      expect({ fitness, edits }).toEqual({ fitness: best, edits: [] });
      expect(children[parent!]).toMatchObject({ fitness: best, evaluated: true });
      // Once it is committed, 12 children later, every parent descends from it.
      for (const later of children.slice(id + 12, id + 20)) expect(later.parent).toBeGreaterThanOrEqual(id);
    }
  });

  test("programs leave with age: every parent is among the last of its island", () => {
    const config = sampleConfig({ evolution: { islands: 1, population: 10, restartAfter: null, migrateEvery: null } });
    const { children } = grow(config, 300);
    for (const { id, parent } of children.slice(40)) expect(id - parent!).toBeLessThanOrEqual(10 + 12);
  });

  test("constants keep the statements, random children descend from the seed, and evolution is better than both", () => {
    const archives = (["evolution", "constants", "random"] as const).map((method) =>
      grow(sampleConfig({ method }), 500),
    );
    const [evolution, constants, random] = archives as [Grown, Grown, Grown];
    const shape = (program: string) => program.replaceAll(/\b[\d.]+(e-?\d+)?\b/g, "#");
    for (const { program } of constants.evaluations)
      expect(shape(program)).toBe(shape(constants.evaluations[0]!.program));
    const edits = random.children.slice(1).map((child) => (child.parent === 0 ? child.edits.length : Number.NaN));
    expect(edits.reduce((sum, n) => sum + n) / edits.length).toBeCloseTo(8, -0.5);
    expect(Math.min(...edits)).toBe(1);
    const best = ({ evaluations }: Grown) => Math.max(...evaluations.map(({ fitness }) => fitness));
    expect(best(evolution)).toBeGreaterThan(best(random));
    expect(best(evolution)).toBeGreaterThan(best(constants));
  });

  test("refuses archives that do not follow, and programs without anything to change", () => {
    const config = sampleConfig();
    const whole = grow(config, 60);
    const at = whole.children.findIndex(({ evaluated }, i) => i > 20 && evaluated);
    const wrong = whole.children.with(at, { ...whole.children[at]!, evaluated: false });
    const code = (archive: Grown) => {
      try {
        grow(config, 60, archive);
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code({ ...whole, children: wrong })).toBe("archive-changed");
    const other = whole.children.with(0, { ...whole.children[0]!, identity: "f".repeat(32) });
    expect(code({ ...whole, children: other })).toBe("archive-changed");
    const seedProgram = "def train(w, g, m, v, lr):\n  update = g * lr\n  return update, m, v\n";
    expect(() => grow(sampleConfig({ method: "constants", seedProgram }), 5)).toThrow("no number that could be tuned");
  });
});
