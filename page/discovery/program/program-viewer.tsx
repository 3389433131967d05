/** A program: its text, what changed in it, and its scores. */
import { useEffect, useMemo } from "preact/hooks";
import type { ProgramDetail } from "../../../src/dashboard/discovery-frame.ts";
import { lineDiff } from "../../../src/report/discovery/line-diff.ts";
import { signed, wholeText } from "../../../src/report/discovery/words.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { LineDiff } from "../../parts/line-diff.tsx";
import { Modes } from "../../parts/modes.tsx";
import { pageLanguage } from "../page-language.ts";
import type { Against } from "./picked-program.ts";
import { fetchProgram, programAt } from "./program-feed.ts";

const ways: Readonly<Record<Against, string>> = {
  parent: "Against its parent",
  seed: "Against the seed",
  nothing: "Text",
};

/** A program of a line. */
interface ProgramViewerProps {
  readonly id: string;
  readonly title: string;
  readonly detail: ProgramDetail;
  /** Index in the line of the ancestor that is shown. */
  readonly at: number;
  readonly against: Against;
  readonly onAgainst: (against: Against) => void;
}

/** The viewer. */
export function ProgramViewer({ id, title, detail, at, against, onAgainst }: ProgramViewerProps) {
  const { line, programs, search } = detail;
  const child = line[at]!;
  const text = programs[child.identity] ?? "";
  const before = beforeOf(detail, at, against);
  const family = useMemo(() => pageLanguage.familyOf(text), [text]);
  return (
    <section aria-labelledby="program">
      <div class="panel-head">
        <div>
          <h2 id="program">Program</h2>
          <p class="lead">{title}</p>
        </div>
        <div class="tools">
          <Modes label="What is shown" modes={ways} value={against} onPick={onAgainst} />
          <CopyButton text={text} />
        </div>
      </div>
      <dl class="facts">
        <Fact name="Fitness" value={child.fitness.toFixed(4)} />
        <Fact name="To the seed" value={signed(child.fitness - line[0]!.fitness, 4)} />
        <Fact name="Statements" value={String(child.length)} />
        <Fact name="Family" value={family ?? "none known"} />
        <Fact name="Child" value={wholeText(child.id)} />
        <Fact name="Identity" value={child.identity} />
      </dl>
      {before === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        // biome-ignore lint/a11y/useSemanticElements: it groups no fields
        <pre class="program" tabIndex={0} role="group" aria-label="Text of the program">
          {text}
        </pre>
      ) : (
        <LineDiff text={lineDiff(before, text)} label={ways[against]} />
      )}
      {against !== "nothing" && before === null && (
        <p class="hint">It is the seed program: there is nothing before it.</p>
      )}
      {before === text && <p class="hint">The text is the same.</p>}
      <Scores id={id} search={search} identity={child.identity} />
    </section>
  );
}

/** The text that a program is compared with; null where there is none. */
function beforeOf({ line, programs }: ProgramDetail, at: number, against: Against): string | null {
  const own = line[at]!.identity;
  const index = against === "seed" ? 0 : line.findLastIndex(({ identity }, i) => i < at && identity !== own);
  const other = against === "nothing" || line[0]!.identity === own ? undefined : line[index];
  return other === undefined ? null : (programs[other.identity] ?? null);
}

/** Scores of the evaluation, by task and seed. */
function Scores(place: { readonly id: string; readonly search: string; readonly identity: string }) {
  useEffect(() => void fetchProgram(place.id, place), [place.id, place.search, place.identity]);
  const known = programAt(place.id, place);
  if (known === "loading") return <p class="hint">Reading its scores …</p>;
  if (known === "missing") return <p class="hint">Its scores could not be read.</p>;
  const { scores, failure, status } = known.evaluation;
  return (
    <div class="scores">
      <h3>Scores on the proxy tasks</h3>
      {failure !== null && <p class="warning">{failure}</p>}
      {status === "stopped" && <p class="hint">Given up: a run of it fell behind its parent's.</p>}
      <ul class="score-list">
        {scores.map(({ task, seed, score, status: ended, stepsSurvived, validationLoss }) => (
          <li key={`${task} ${seed}`}>
            <span>
              {task} <span class="aside">seed {seed}</span>
            </span>
            <strong>{ended === "finished" ? score.toFixed(4) : ended}</strong>
            <span class="aside">
              {validationLoss === null ? `${wholeText(stepsSurvived)} steps` : `loss ${validationLoss.toFixed(3)}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
