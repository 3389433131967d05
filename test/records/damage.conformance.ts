import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { engineNames, useEngine } from "../../src/records/sqlite/engine.ts";
import { byteDamages, faultsOf, valueDamages } from "./damage.ts";
import { discoveryStore, studyStore } from "./damaged-stores.ts";

/** How much is damaged: so many damages of bytes, drawn by a seed, and every `nth` damage of a value. */
export interface DamageSize {
  readonly bytes: number;
  readonly seed: number;
  readonly nth: number;
}

/** Damages stores of both kinds under every engine that there is. */
export function describeDamage({ bytes, seed, nth }: DamageSize): void {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-damage-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(engineNames())("with the engine %s", (engine) => {
    test.each([
      ["studies", studyStore],
      ["discoveries", discoveryStore],
    ] as const)("a damaged store of %s is read as it was written, or refused in one sentence", async (_, make) => {
      useEngine(engine);
      const store = await make(mkdtempSync(join(folder, engine)));
      const values = (await valueDamages(store.path)).filter((_, index) => index % nth === 5 % nth);
      expect(await faultsOf(store, [...byteDamages(store.path, bytes, seed), ...values])).toEqual([]);
    });
  });
}
