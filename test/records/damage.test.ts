import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { engineNames, useEngine } from "../../src/records/sqlite-engine.ts";
import { byteDamages, faultsOf, valueDamages } from "./damage.ts";
import { discoveryStore, studyStore } from "./damaged-stores.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-damage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(engineNames())("with the engine %s", (engine) => {
  test.each([
    ["studies", studyStore],
    ["discoveries", discoveryStore],
  ] as const)("a damaged store of %s is read as it was written, or refused in one sentence", async (_, make) => {
    useEngine(engine);
    const store = await make(mkdtempSync(join(folder, engine)));
    const values = (await valueDamages(store.path)).filter((_, index) => index % 16 === 5);
    const damages = [...byteDamages(store.path, 20, 1), ...values];
    expect(await faultsOf(store, damages)).toEqual([]);
  });
});
