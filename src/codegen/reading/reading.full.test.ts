/** All optimizers, conventions and settings, 200 programs of the search, and 5,000 broken texts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { settingsOf } from "../example.conformance.ts";
import { listRequested } from "../listing/list-requested.ts";
import { randomPrograms } from "../random-programs.conformance.ts";
import { json } from "../targets/json.ts";
import { numpy } from "../targets/numpy.ts";
import { mutated, readsOrSays, roundTrips } from "./round-trip.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-reading-"));
afterAll(() => rmSync(folder, { recursive: true }));

const requests = optimizers.flatMap(({ name, conventions }) =>
  Object.entries(conventions).flatMap(([convention, { hyperparameters }]) =>
    settingsOf(hyperparameters).map((values) => ({ name, convention, hyperparameters: values }) as OptimizerRequest),
  ),
);

test.each(requests)("$name ($convention) $hyperparameters comes back as it was", (request) => {
  roundTrips(request, folder);
});

test.each(randomPrograms(200, folder))("the program $name of the search comes back as it was", (request) => {
  roundTrips(request, folder, { sameListing: false });
});

test("5,000 broken texts are read or refused in a sentence", () => {
  const sources = ["adamw", "muon", "nadam", "paper-discovered", "lionk-ky-fan"].map((name) => listRequested({ name }));
  const listing =
    "def train(w, g, m, v, lr):\n  m = interp(g, m, 0.9)\n  update = np.sign(m)\n  return update * lr, m, v\n";
  const texts = [...sources.map(numpy.print), json.print(sources[0]!), listing, listing.replace("np.", "")];
  const broken = Array.from({ length: 5000 }, (_, i) => mutated(texts[i % texts.length]!, i));
  const read = readsOrSays(broken);
  expect(read).toBeGreaterThan(500);
  expect(read).toBeLessThan(4500);
});
