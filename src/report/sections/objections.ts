/**
 * What a reviewer would object: why the comparison is weaker than it looks, and the command that helps where one does.
 */
import type { Block, Section } from "../document.ts";
import type { StudyView } from "../study-view.ts";

/** A paragraph for each objection, the weightiest first; none where nobody looked. */
export function objectionsSection({ warnings, command: base }: StudyView): Section | null {
  if (warnings === null) return null;
  const blocks = warnings.flatMap(({ sentence, command }): Block[] => [
    { kind: "text", tone: "warning", text: sentence },
    ...(command === undefined ? [] : [{ kind: "code", title: "What helps", language: "sh", text: command } as const]),
  ]);
  const added = warnings.flatMap(({ command }) => (command?.startsWith(`${base} `) ? command.slice(base.length) : []));
  const together: Block[] =
    added.length > 1
      ? [{ kind: "code", title: "All of it at once", language: "sh", text: `${base}${added.join("")}` }]
      : [];
  const none: Block = {
    kind: "text",
    tone: "plain",
    text: "Nothing of what is looked for: too few seeds for a claim, a best point at the border of its space, a special case ahead of the optimizer that contains it, unequal budgets, hyperparameters tuned for one and not for another, optimizers that diverged at the centres of their spaces.",
  };
  return {
    id: "objections",
    title: "What a reviewer would object",
    blocks: blocks.length > 0 ? [...blocks, ...together] : [none],
  };
}
