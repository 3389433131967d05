import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import type { Genome } from "../program/genome.ts";
import type { Member } from "./member.ts";
import { createPopulation } from "./population.ts";

const genome: Genome = { inputs: ["w", "g", "lr"], body: [], outputs: ["g"] };
const member = (id: number, kind: string, fitness: number, worth = fitness): Member => ({
  id,
  genome,
  identity: `${id}`,
  fitness,
  worth,
  kind,
});

test("a niche gives the best of its kind; kinds near the best are equally likely, however many members they have", () => {
  const population = createPopulation(member(0, "a", 0.7), { size: 40, islands: 1 });
  population.add(0, member(1, "a", 0.72));
  population.add(0, member(2, "b", 0.66));
  population.add(0, member(3, "b", 0.69));
  population.add(0, member(4, "far", 0.5));
  population.add(0, member(5, "failed", 0));
  const rng = createRng(1, "niches");
  const counts = new Map<number, number>();
  for (let i = 0; i < 2000; i++) {
    const { id } = population.selectNiche(0, 0.05, rng);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 3]);
  expect(Math.abs(counts.get(1)! - 1000)).toBeLessThan(150);
});

test("where nothing scored, any kind will do", () => {
  const population = createPopulation(member(0, "a", 0), { size: 4, islands: 2 });
  expect(population.selectNiche(1, 0.05, createRng(1, "x")).id).toBe(0);
});

test("selection goes by worth, not by fitness", () => {
  const population = createPopulation(member(0, "a", 0.7, 0.69), { size: 3, islands: 1 });
  population.add(0, member(1, "a", 0.72, 0.6));
  population.add(0, member(2, "b", 0.695, 0.692));
  expect(population.bestOf(0).id).toBe(2);
  const rng = createRng(1, "worth");
  const winners = Array.from({ length: 200 }, () => population.select(0, 40, rng).id);
  expect(new Set(winners)).toEqual(new Set([2]));
  const champions = Array.from({ length: 200 }, () => population.selectNiche(0, 0.05, rng).id);
  expect(new Set(champions)).toEqual(new Set([0, 2]));
});
