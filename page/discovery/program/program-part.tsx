/** One program: its text, how it came about, and what it does. */
import { useEffect, useRef } from "preact/hooks";
import type { ProgramDetail } from "../../../src/dashboard/discovery-frame.ts";
import type { DiscoveryView } from "../../../src/report/discovery/discovery-view.ts";
import { AncestryPanel } from "../ancestry/ancestry-panel.tsx";
import { BehaviourPanel } from "../behaviour/behaviour-panel.tsx";
import { searchTitle } from "../fitness/fitness-lines.ts";
import type { Picked, ProgramPlace } from "./picked-program.ts";
import { fetchProgram, programAt } from "./program-feed.ts";
import { ProgramViewer } from "./program-viewer.tsx";

/** What is shown and told; `place`: the program. */
interface ProgramPartProps {
  readonly id: string;
  readonly view: DiscoveryView;
  readonly place: ProgramPlace;
  readonly picked: Picked;
  readonly onPick: (change: Partial<Picked>) => void;
}

/** The three parts of one program; while it is read, the one that was shown before stays. */
export function ProgramPart({ id, view, place, picked, onPick }: ProgramPartProps) {
  useEffect(() => void fetchProgram(id, place), [id, place.search, place.identity]);
  const known = programAt(id, place);
  const last = useRef<ProgramDetail | null>(null);
  if (typeof known !== "string") last.current = known;
  if (known === "missing") {
    return (
      <section>
        <h2>Program</h2>
        <p class="nothing">
          This program could not be read.{" "}
          <button type="button" onClick={() => void fetchProgram(id, place)}>
            Try again
          </button>
        </p>
      </section>
    );
  }
  const detail = last.current;
  const search = view.searches.find(({ key }) => key === detail?.search);
  if (detail === null || search === undefined) {
    return (
      <section aria-busy="true">
        <h2>Program</h2>
        <p class="nothing">Reading the program …</p>
      </section>
    );
  }
  const stepAt = detail.line.findIndex((child) => child.id === picked.step);
  const at = stepAt < 0 ? detail.line.length - 1 : stepAt;
  const isStep = at < detail.line.length - 1;
  const title = `${isStep ? "An ancestor of evaluation" : "Evaluation"} ${detail.evaluation.number} of ${searchTitle(search)}`;
  return (
    <>
      <div class="one-program">
        <ProgramViewer
          id={id}
          title={title}
          detail={detail}
          at={at}
          against={picked.against}
          onAgainst={(against) => onPick({ against })}
        />
        <AncestryPanel
          detail={detail}
          seedProgram={search.record.config.seedProgram}
          step={isStep ? detail.line[at]!.id : null}
          onStep={(step) => onPick({ step })}
        />
      </div>
      <BehaviourPanel program={detail.programs[detail.line[at]!.identity] ?? ""} of={view.discovery.name} />
    </>
  );
}
