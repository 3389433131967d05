import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { sampleProgress, scriptedDiscovery } from "../../../test/cli/scripted-discovery.ts";
import { type DiscoveryState, discoveryMoves, newDiscoveryState } from "../../live/discovery-state.ts";
import type { SearchMethod } from "../../records/search-records.ts";
import { renderDiscovery } from "./render.ts";

type Searches = readonly (readonly [SearchMethod, number])[];
const three: Searches = [
  ["evolution", 0],
  ["constants", 0],
  ["random", 0],
];
const many: Searches = three.flatMap(([method]) => Array.from({ length: 10 }, (_, seed) => [method, seed] as const));

const familyOf = (program: string) => (program.includes("sign(") ? "signum with β = 0.9123" : null);

/** The state after `events` events, a second apart. */
function stateAfter(searches: Searches, events: number): DiscoveryState {
  let state = newDiscoveryState("scripted");
  let now = 0;
  for (const event of [...scriptedDiscovery(searches, 10)].slice(0, events))
    state = discoveryMoves(state, { event, now: now++, familyOf });
  return state;
}

function block(state: DiscoveryState, columns: number, rows: number, color = false): readonly string[] {
  return renderDiscovery(state, { style: { columns, color }, rows, now: 40, startedAt: 0 });
}

describe("renderDiscovery", () => {
  it("says of a followed run for how long it was not heard of, in place of the time left", () => {
    const silent = discoveryMoves(stateAfter(three, 25), {
      event: { kind: "silent", agoSeconds: 12 },
      now: 30,
      familyOf,
    });
    expect(block(silent, 99, 23).at(-1)).toMatch(/ · 40 s · not heard of for 22 s$/);
    const heard = discoveryMoves(silent, { event: { kind: "heard" }, now: 31, familyOf });
    expect(block(heard, 99, 23)).toEqual(block(stateAfter(three, 25), 99, 23));
  });

  it("shows searches, rates, the best program, the hall of fame and the whole", () => {
    expect(block(stateAfter(three, 25), 99, 23)).toEqual([
      "  search            best      gain  evaluations     programs  course",
      "  evolution 0     0.7710   +0.0520        1,400       14,000  ▁▄▄▅▆▆▆▆▇▇▇█",
      "  constants 0     0.7450   +0.0260        1,400       14,000  ▁▂▂▃▃▃▄▄▄▄▄▄",
      "  random 0        0.7227   +0.0037        1,400       14,000  ▁▁▁▁▁▁▁▁▁▁▁▁",
      "  1,237 programs/s · 115 evaluations/s · known 90 % · invalid 31 % · redundant 62 %",
      "",
      "  best program, evolution 0: 0.7710 (+0.0520)  signum with β = 0.9123",
      "    m = interp(g, m, 0.9123)",
      "    update = sign(m)",
      "    lr = lr * 0.00089",
      "    update = update * lr",
      "    return update, m, v",
      "",
      "  hall of fame: none is both shorter and better",
      "    0.7812   5 statements  signum with β = 0.9123",
      "    0.7399   4 statements  of no known family",
      "    0.7012   3 statements  sign of the gradient",
      "",
      "███████████████████▋░░░░░░░░ · searching · 40 s · under a minute of searching left",
    ]);
  });

  it("says that the seed is being evaluated before anything is known", () => {
    expect(block(stateAfter(three, 1), 80, 23)).toEqual(["evaluating the seed program · scripted · 40 s"]);
  });

  it("shows a phase with its own time left, and no speeds of searches that ended", () => {
    const lines = block(stateAfter(three, 1 + 33 + 3 + 1 + 5), 99, 23);
    expect(lines.at(-1)).toMatch(/^█+░+ · fresh seeds 5\/10 · 40 s · .* left of it$/);
    expect(lines.join("\n")).not.toContain("programs/s");
    expect(lines[1]).toMatch(/^✓ evolution 0/);
  });

  it("gives methods one line each where searches are too many", () => {
    const lines = block(stateAfter(many, 1 + 30 * 6), 79, 20);
    expect(lines[1]).toMatch(/^ {2}evolution × 10 +0\.7630 .* 10,000 +100,000 /);
    expect(lines.filter((line) => / × 10 /.test(line))).toHaveLength(3);
  });

  it.each([
    [120, 40],
    [79, 23],
    [60, 12],
    [40, 8],
    [20, 5],
    [10, 2],
    [1, 1],
  ])("keeps within %i columns and %i rows at every event", (columns, rows) => {
    for (const searches of [three, many])
      for (let events = 0; events < 1 + 11 * searches.length + 20; events += 13) {
        const lines = block(stateAfter(searches, events), columns, rows, true);
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) expect([...stripVTControlCharacters(line)].length).toBeLessThanOrEqual(columns);
      }
  });

  it("leaves out figures of searches that have evaluated nothing, and merges halls of fame of evolution", () => {
    const waiting = { ...sampleProgress("evolution", 1, 0), evaluations: 0, bestFitness: 0, seedFitness: 0, fame: [] };
    const searches = [sampleProgress("evolution", 0, 0.5), waiting, sampleProgress("random", 0, 0.5)];
    const state = searches.reduce(
      (before, progress) => discoveryMoves(before, { event: { kind: "progress", progress }, now: 0, familyOf }),
      newDiscoveryState("x"),
    );
    const lines = block(state, 99, 23);
    expect(lines[2]).toMatch(/^ {2}evolution 1 +– +– +0 +1$/);
    expect(lines.filter((line) => /^ {4}0\.\d{4} +\d statements/.test(line))).toHaveLength(3);
  });

  it("cuts a long program, and says how much", () => {
    const bestProgram = `def train(w, g, m, v, lr):\n${"  m = interp(g, m, 0.9)\n".repeat(60)}  return m, m, v\n`;
    const progress = { ...sampleProgress("evolution", 0, 0.5), bestProgram };
    const state = discoveryMoves(newDiscoveryState("x"), { event: { kind: "progress", progress }, now: 0, familyOf });
    expect(block(state, 80, 23).some((line) => /^ {4}… \d\d more$/.test(line))).toBe(true);
  });
});
