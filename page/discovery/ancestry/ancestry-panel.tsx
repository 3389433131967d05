/** How a program came about, beside the text of the ancestor that is looked at. */
import { useMemo } from "preact/hooks";
import type { ProgramDetail } from "../../../src/dashboard/discovery-frame.ts";
import { stepOf } from "../../../src/report/discovery/ancestry-steps.ts";
import { signed, wholeText } from "../../../src/report/discovery/words.ts";
import { count } from "../../../src/report/format.ts";
import { pageLanguage } from "../page-language.ts";
import { ancestryItems } from "./ancestry-items.ts";
import { AncestryTree } from "./ancestry-tree.tsx";

/** What the panel shows; `step`: the child that is looked at, null for the program itself. */
interface AncestryPanelProps {
  readonly detail: ProgramDetail;
  readonly seedProgram: string;
  readonly step: number | null;
  readonly onStep: (child: number | null) => void;
}

/** The panel. */
export function AncestryPanel({ detail, seedProgram, step, onStep }: AncestryPanelProps) {
  const items = useMemo(() => {
    const steps = detail.line.map((child) => stepOf(child, detail.programs[child.identity] ?? null));
    return ancestryItems(steps, { language: pageLanguage, seedProgram });
  }, [detail]);
  const [first, last] = [detail.line[0]!, detail.line.at(-1)!];
  const edits = detail.line.reduce((sum, child) => sum + child.edits.length, 0);
  return (
    <section aria-labelledby="ancestry">
      <div class="panel-head">
        <div>
          <h2 id="ancestry">Ancestry</h2>
          <p class="lead">
            {count(edits, "edit")} from the seed program to child {wholeText(last.id)}; fitness{" "}
            {first.fitness.toFixed(4)} → {last.fitness.toFixed(4)} ({signed(last.fitness - first.fitness, 4)}). Arrow
            keys walk; the text of the program follows.
          </p>
        </div>
      </div>
      <AncestryTree
        items={items}
        picked={step ?? last.id}
        onPick={(child) => onStep(child === last.id ? null : child)}
      />
    </section>
  );
}
