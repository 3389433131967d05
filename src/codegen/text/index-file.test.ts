import { expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import { listRequested } from "../listing/list-requested.ts";
import { targets } from "../targets/index.ts";
import { functionNameOf } from "./identifiers.ts";

const listings = optimizers.map(({ name }) => listRequested({ name }));

test.each(targets.filter(({ index }) => index !== undefined))(
  "$name: the index of a folder imports from each file what it defines",
  ({ index, extension, print }) => {
    const modules = listings.map((listing) => ({ module: functionNameOf(listing.name), listing }));
    const lines = index!.text(modules).split("\n");
    for (const { module, listing } of modules) {
      const line = lines.find((each) => new RegExp(`[./ ]${module}\\b`).test(each) && /import|export/.test(each))!;
      const named = /import (\w+)$|\{ (\w+) \}/.exec(line)!.slice(1).find(Boolean);
      const defined = named === module && line.startsWith("from . import") ? "def init" : named;
      expect(print(listing), module).toMatch(new RegExp(`^(?:class |def |export class )?${defined}\\b`, "m"));
      expect(line).toMatch(extension === "py" ? /^from \./ : new RegExp(`"\\./${module}\\.${extension}";$`));
    }
  },
);

test("an index says where it comes from, and is in order", () => {
  const [pytorch] = targets;
  expect(
    pytorch!.index!.text(["lion", "adamw"].map((name) => ({ module: name, listing: listRequested({ name }) }))),
  ).toBe(
    `"""All optimizers of Lionlab's library that this folder has. Written by Lionlab; free to
use, change and share, without any condition (0BSD).
"""

from .adamw import AdamW
from .lion import Lion

__all__ = [
    "AdamW",
    "Lion",
]
`,
  );
});
