/**
 * PyTorch: a `torch.optim.Optimizer` as its maintainers write them, with a plain and a multi-tensor path, parameter groups, and steps that
 * can be compiled or captured.
 *
 * Names of hyperparameters are PyTorch's (`betas`, `eps`, `weight_decay`). Norms are PyTorch's, without the scaling that keeps them in
 * float32 at extreme sizes; its cube root is a power.
 */

import type { Listing } from "../listing/listing.ts";
import { helperTexts } from "../numpy/helpers.ts";
import { classLines, type TorchFile } from "../pytorch/class-text.ts";
import { entriesLines } from "../pytorch/entries-text.ts";
import { foreachLines } from "../pytorch/foreach-text.ts";
import { torchHelpers } from "../pytorch/helpers.ts";
import { torchNames, torchReserved } from "../pytorch/names.ts";
import { torchPrinter } from "../pytorch/table.ts";
import { torchFrame } from "../pytorch/test-frame.ts";
import { stepLines, updateLines } from "../pytorch/update-text.ts";
import { defineTarget } from "../target.ts";
import { classNameOf } from "../text/identifiers.ts";
import { pythonIndex } from "../text/index-file.ts";
import { pythonWidth } from "../text/python.ts";
import { moduleHeading } from "../text/python-heading.ts";

/** PyTorch. */
export const pytorch = defineTarget({
  name: "pytorch",
  title: "PyTorch",
  extension: "py",
  about: "A torch.optim.Optimizer with parameter groups, foreach, maximize and capturable.",
  reserved: torchReserved,
  width: pythonWidth,
  print,
  index: pythonIndex((listing) => classNameOf(listing, torchReserved)),
  test: torchFrame,
});

function print(listing: Listing): string {
  const names = torchNames(listing);
  const className = classNameOf(listing, torchReserved);
  const file: TorchFile = { listing, className, ...names, write: torchPrinter(listing, names) };
  const body = [
    ...classLines(file),
    "",
    ...entriesLines(file),
    "",
    ...stepLines(file),
    "",
    "",
    ...updateLines(file),
    "",
    "",
    ...foreachLines(file),
  ];
  const called = Object.keys(torchHelpers).filter((name) => body.some((line) => line.includes(`${name}(`)));
  const helpers = helperTexts(torchHelpers, called).flatMap((text) => ["", "", ...text.split("\n")]);
  const imports = [...body, ...helpers].some((line) => /\bmath[.,]/.test(line)) ? ["import math"] : [];
  return [
    ...moduleHeading(listing),
    "",
    ...imports,
    "from collections.abc import Callable",
    "from typing import Any",
    "",
    "import torch",
    "from torch import Tensor",
    "from torch.optim.optimizer import Optimizer, ParamsT",
    "",
    "",
    ...body,
    ...helpers,
    "",
  ].join("\n");
}
