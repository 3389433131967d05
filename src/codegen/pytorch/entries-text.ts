/** The method that finds parameters with gradients and makes their states. */
import { nodesOf } from "../listing/expression.ts";
import { atom } from "../target.ts";
import { pythonStatement } from "../text/python.ts";
import { hyperparameterLines, raiseLines, type TorchFile } from "./class-text.ts";

/** Lines of the method that makes missing states and counts the step. */
export function entriesLines({ listing, className, id, write }: TorchFile): string[] {
  const { states, scalars, usesStep } = listing;
  const indent = "            ";
  const read = new Set(
    [...states, ...scalars]
      .flatMap(({ start }) => nodesOf(start))
      .flatMap((node) => (node.kind === "name" ? [node.name] : [])),
  );
  const makes = [
    ...(usesStep ? [`state["step"] = torch.zeros((), dtype=torch.float32, device=device)`] : []),
    ...scalars.map(
      ({ name, start }) =>
        `state["${id(name)}"] = torch.full((), ${write(start).text}, dtype=${"dtype"}, device=device)`,
    ),
    ...states.map(({ name, start }) => {
      const zero = start.kind === "number" && start.value === 0;
      return `state["${id(name)}"] = ${zero ? "torch.zeros_like(param)" : `torch.full_like(param, ${write(start).text})`}`;
    }),
  ];
  const counts = usesStep || scalars.length > 0;
  return [
    "    def _entries(",
    "        self, group: dict[str, Any]",
    "    ) -> list[tuple[Tensor, Tensor, dict[str, Any]]]:",
    '        """Parameters with gradients and their states, made where missing."""',
    ...hyperparameterLines(listing, { id, only: read, indent: "        " }),
    "        entries = []",
    '        for param in group["params"]:',
    "            if param.grad is None:",
    "                continue",
    "            if param.grad.is_sparse:",
    ...raiseLines("RuntimeError", `"${className} does not support sparse gradients"`, `${indent}    `),
    "            if torch.is_complex(param):",
    ...raiseLines("RuntimeError", `"${className} does not support complex parameters"`, `${indent}    `),
    `${indent}state = self.state[param]`,
    ...(makes.length === 0
      ? []
      : [
          `${indent}if len(state) == 0:`,
          ...(counts ? [`${indent}    device = param.device if group["capturable"] else "cpu"`] : []),
          ...(scalars.length > 0
            ? [`${indent}    dtype = torch.float32 if group["capturable"] else torch.float64`]
            : []),
          ...makes.flatMap((line) => pythonStatement("", atom(line), `${indent}    `)),
        ]),
    ...(usesStep ? [`${indent}state["step"] += 1`] : []),
    `${indent}grad = -param.grad if group["maximize"] else param.grad`,
    `${indent}entries.append((param, grad, state))`,
    "        return entries",
  ];
}
