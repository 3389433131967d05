/** Programs as a search meets them: simplified exactly without a change of behaviour, and judged without an error. */
import { expect, it } from "vitest";
import { createRng } from "../../src/core/rng.ts";
import { optimizers } from "../../src/optimizers/index.ts";
import { identityOf } from "../../src/program/abstract/identity.ts";
import { familyText } from "../../src/program/families/sign-momentum.ts";
import { genomeOf } from "../../src/program/genome-of.ts";
import { mutate } from "../../src/program/mutate/mutate.ts";
import { createMutation } from "../../src/program/mutate/mutation.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { printProgram } from "../../src/program/print.ts";
import { programOf } from "../../src/program/program-of.ts";
import { simplestText, simplify } from "../../src/program/simplify/simplify.ts";
import { compareBehaviour } from "./behaviour.ts";

const seeds = ["paper-adamw-seed", "paper-discovered"].map((name) => {
  const { conventions } = optimizers.find((optimizer) => optimizer.name === name)!;
  return genomeOf(parseProgram(conventions.paper!.program));
});

/** A program some mutations away from a seed. */
function evolved(seed: number) {
  const rng = createRng(seed, "evolved programs");
  const mutation = createMutation();
  let genome = seeds[seed % 2]!;
  for (let i = 0; i <= seed % 50; i++) genome = mutate(genome, rng, mutation)?.child ?? genome;
  return genome;
}

it("exact steps change nothing, all steps give valid programs of the same family", () => {
  for (let seed = 0; seed < 40; seed++) {
    const program = programOf(evolved(seed));
    const text = printProgram(program);
    const exact = simplestText(program, simplify(program, { labels: ["exact"] }));
    expect(compareBehaviour(text, exact, { seed }).worst, `${text}\n${exact}`).toBeLessThan(1e-6);
    const simplified = parseProgram(simplestText(program, simplify(program)));
    const [before, after] = [familyText(program), familyText(simplified)];
    expect(after === null, `${text}\n${printProgram(simplified)}`).toBe(before === null);
    expect(identityOf(genomeOf(simplified))).toMatch(/^[0-9a-f]{32}$/);
  }
});
