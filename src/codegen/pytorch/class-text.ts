/** The class of an optimizer in PyTorch: documentation, arguments and their ranges, states, step. */
import type { ListedHyperparameter, Listing } from "../listing/listing.ts";
import { escapeDocstring, pythonCall, pythonValue, shortNumber, wrapWords } from "../text/python.ts";
import { type TorchArgument, type TorchNames, torchArguments } from "./names.ts";
import type { TorchWriting } from "./statements.ts";

/** Everything that the text is made from. */
export interface TorchFile extends TorchWriting, TorchNames {
  readonly listing: Listing;
  readonly className: string;
}

/** Lines of the class up to its step. */
export function classLines(file: TorchFile): string[] {
  const args = torchArguments(file.listing, file);
  return [
    `class ${file.className}(Optimizer):`,
    ...docstringLines(file, args),
    "",
    ...initLines(file, args),
    "",
    ...setStateLines(file),
    ...(file.listing.scalars.length > 0 ? ["", ...loadLines(file)] : []),
  ];
}

function docstringLines({ listing, id }: TorchFile, args: readonly TorchArgument[]): string[] {
  const { title, summary, source, program, states, hyperparameters } = listing;
  const indent = "    ";
  const words = (text: string): string[] => wrapWords(text, { indent }).map(escapeDocstring);
  const argument = (text: string): string[] =>
    wrapWords(text, { indent: `${indent}    `, hanging: `${indent}        ` }).map(escapeDocstring);
  const kept = states.length === 0 ? "no tensor" : states.length === 1 ? "1 tensor" : `${states.length} tensors`;
  const rate = hyperparameters.find(({ name, tuned }) => name === "lr" && tuned !== undefined);
  const advice =
    rate === undefined
      ? []
      : words(
          `Look for lr over three powers of ten around ${shortNumber(rate.tuned!.centre ?? Number(rate.default))}.${decayAdvice(listing, id)}`,
        );
  return [
    ...words(`r"""${title}: ${summary}`),
    "",
    `${indent}One step of each parameter w with gradient g::`,
    "",
    ...program
      .trimEnd()
      .split("\n")
      .flatMap((line) => programLine(line)),
    "",
    ...words(`Keeps ${kept} of each parameter's size. Source: ${source}.`),
    ...(advice.length === 0 ? [] : ["", ...advice]),
    "",
    `${indent}Args:`,
    ...argument("params: parameters to optimize, or dicts that define parameter groups"),
    ...args.flatMap(({ name, of }) => argument(`${name}: ${of.map(({ about }) => about).join("; ")}`)),
    ...(listing.mask === "free"
      ? argument("decays: whether weight decay acts; False in groups that shall not decay")
      : []),
    ...argument("foreach: use the multi-tensor path; None: where all parameters are on CUDA"),
    ...argument("maximize: step up the gradient instead of down"),
    ...argument("capturable: whether steps may be captured in a CUDA graph"),
    `${indent}"""`,
  ];
}

/** A line of the program, folded where it is long. */
function programLine(line: string): string[] {
  const indent = " ".repeat(8 + (/^ */.exec(line)?.[0].length ?? 0));
  const [first, ...rest] = wrapWords(line.trim(), { indent, width: 84 });
  return [first!, ...rest.map((each) => `    ${each}`)].map(escapeDocstring);
}

function decayAdvice({ hyperparameters }: Listing, id: TorchFile["id"]): string {
  const decay = hyperparameters.find(({ tuned }) => tuned?.kind === "decay");
  if (decay === undefined) return "";
  return ` Weights shrink by lr ${id(decay.name)} a step: where lr becomes ten times smaller, ${id(decay.name)} shall become ten times larger.`;
}

function initLines({ listing }: TorchFile, args: readonly TorchArgument[]): string[] {
  const indent = "    ";
  const typed = args.map(({ name, of }) => {
    if (of.length > 1)
      return `${name}: tuple[float, float] = (${of.map((each) => pythonValue(each.default!)).join(", ")})`;
    const { kind, default: value, name: own } = of[0]!;
    const type = kind === "flag" ? "bool" : own === "lr" ? "float | Tensor" : "float";
    return value === null ? `${name}: ${type}` : `${name}: ${type} = ${pythonValue(value)}`;
  });
  const mask = listing.mask === "free" ? ["decays"] : [];
  const options = [
    ...mask.map((name) => `${name}: bool = True`),
    "foreach: bool | None = None",
    "maximize: bool = False",
    "capturable: bool = False",
  ];
  const names = [...args.map(({ name }) => name), ...mask, "foreach", "maximize", "capturable"];
  return [
    ...pythonCall("def __init__", ["self", "params: ParamsT", ...typed, "*", ...options], {
      tail: " -> None:",
      indent,
    }),
    ...args.flatMap(rangeLines),
    `${indent}    defaults = {`,
    ...names.map((name) => `${indent}        "${name}": ${name},`),
    `${indent}    }`,
    `${indent}    super().__init__(params, defaults)`,
  ];
}

/** Refuses values outside of the declared range; a rate of 0 is what schedules begin with. */
function rangeLines({ name, of }: TorchArgument): string[] {
  const indent = "        ";
  return of.flatMap((declared, i) => {
    const range = rangeText(declared, of.length > 1 ? `${name}[${i}]` : name);
    if (range === null) return [];
    const what = of.length > 1 ? `f"Invalid ${name} at index ${i}: {${name}[${i}]}"` : `f"Invalid ${name}: {${name}}"`;
    return [`${indent}if not ${range}:`, ...raiseLines("ValueError", what, `${indent}    `)];
  });
}

/** An error that is raised, on one line or more. */
export function raiseLines(error: string, message: string, indent: string): string[] {
  return pythonCall(`raise ${error}`, [message], { indent });
}

function rangeText({ kind, min, max, minOpen, maxOpen }: ListedHyperparameter, name: string): string | null {
  if (kind === "flag" || (min === undefined && max === undefined)) return null;
  const low = min === undefined ? "" : `${pythonValue(min)} ${minOpen && name !== "lr" ? "<" : "<="} `;
  const high = max === undefined ? "" : ` ${maxOpen ? "<" : "<="} ${pythonValue(max)}`;
  return `${low}${name}${high}`;
}

/** States that were saved by an older file lack options that are newer. */
function setStateLines({ listing }: TorchFile): string[] {
  const indent = "    ";
  return [
    `${indent}def __setstate__(self, state: dict[str, Any]) -> None:`,
    `${indent}    super().__setstate__(state)`,
    `${indent}    for group in self.param_groups:`,
    ...(listing.mask === "free" ? [`${indent}        group.setdefault("decays", True)`] : []),
    `${indent}        group.setdefault("foreach", None)`,
    `${indent}        group.setdefault("maximize", False)`,
    `${indent}        group.setdefault("capturable", False)`,
  ];
}

/** Loading rounds all states to the parameters' type; numbers of the step are no part of them. */
function loadLines({ listing, id }: TorchFile): string[] {
  const indent = "    ";
  const names = listing.scalars.map(({ name }) => `"${id(name)}"`);
  return [
    `${indent}def load_state_dict(self, state_dict: dict[str, Any]) -> None:`,
    `${indent}    """Loads states; numbers that all elements share keep their digits."""`,
    `${indent}    super().load_state_dict(state_dict)`,
    `${indent}    for group, saved in zip(self.param_groups, state_dict["param_groups"]):`,
    `${indent}        for param, index in zip(group["params"], saved["params"]):`,
    ...(names.length === 1
      ? [
          `${indent}            if index in state_dict["state"]:`,
          `${indent}                value = state_dict["state"][index][${names[0]}]`,
          `${indent}                self.state[param][${names[0]}] = value.clone()`,
        ]
      : [
          `${indent}            for name in (${names.join(", ")}):`,
          `${indent}                if index in state_dict["state"]:`,
          `${indent}                    value = state_dict["state"][index][name]`,
          `${indent}                    self.state[param][name] = value.clone()`,
        ]),
  ];
}

/** `beta1, beta2 = group["betas"]` and the like, for names in `only`. */
export function hyperparameterLines(
  listing: Listing,
  { id, only, indent }: { readonly id: TorchFile["id"]; readonly only: ReadonlySet<string>; readonly indent: string },
): string[] {
  return torchArguments(listing, { id, list: id }).flatMap(({ name, of }) => {
    if (!of.some((each) => only.has(each.name))) return [];
    return of.length > 1
      ? [`${indent}${of.map((each) => id(each.name)).join(", ")} = group["${name}"]`]
      : [`${indent}${name} = group["${name}"]`];
  });
}
