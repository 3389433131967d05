/** A run in the list. */
import { formatRoughDuration } from "../../src/cli/progress/text.ts";
import type { ListedRun, RunNotes, RunSummary } from "../../src/dashboard/views.ts";
import { count, formatPercent, formatRate } from "../../src/report/format.ts";
import { Bar, RunMark } from "../parts/marks.tsx";
import { Notes } from "../parts/run-notes.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { runAddress } from "../route.ts";
import { shareDone } from "./run-list.ts";
import { RunVerdict } from "./run-verdict.tsx";

/** What a row shows and tells; `isPicked`: to be compared; undefined where it cannot be. */
interface RunRowProps {
  readonly run: ListedRun;
  readonly isPicked: boolean | undefined;
  readonly onPick: (id: string) => void;
  readonly onTag: (tag: string) => void;
  readonly onSaved: (id: string, notes: RunNotes) => void;
}

/** Its name and place, how far it is, the best of it, and what is kept on it. */
export function RunRow({ run, isPicked, onPick, onTag, onSaved }: RunRowProps) {
  const { name, kind, location, state } = run;
  return (
    <li class="run">
      <div class="who">
        <div class="title">
          {isPicked !== undefined && (
            <input
              type="checkbox"
              checked={isPicked}
              aria-label={`Compare ${name}`}
              title="Choose it, to be shown side by side with others"
              onChange={() => onPick(run.id)}
            />
          )}
          <a href={runAddress(run)}>{name}</a>
          <span class="kind">{kind}</span>
        </div>
        <div class="path">
          <bdi>{location}</bdi>
        </div>
        <Notes id={run.id} name={name} notes={run.notes} onTag={onTag} onSaved={(notes) => onSaved(run.id, notes)} />
      </div>
      <div class="how">
        <div class="line">
          <RunMark state={state} />
          <span class="count">{progressText(run)}</span>
        </div>
        <Bar
          share={shareDone(run)}
          failed={run.total === 0 ? 0 : run.failed / run.total}
          label={`Progress of ${name}`}
        />
        {hasVerdict(run) ? <RunVerdict run={run} /> : <div class="rest">{restText(run)}</div>}
      </div>
      <Best run={run} />
      <Sparkline values={run.curve} label={`How the best of ${name} grew`} />
    </li>
  );
}

/** A verdict costs some work: it is not made while a study is at work itself. */
function hasVerdict({ kind, state, done }: RunSummary): boolean {
  return kind === "study" && done > 0 && state !== "running" && state !== "stopping";
}

/** How far it is: `85 of 385 trials, 2 failed`. */
export function progressText({ kind, done, failed, total }: RunSummary): string {
  const [one, many] = kind === "study" ? ["trial", "trials"] : ["search", "searches"];
  const all = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${total === 1 ? one : many}`;
  return failed === 0 ? all : `${all}, ${failed} failed`;
}

/** What is left, and who works on it; empty for a run that nobody works on. */
export function restText({ secondsLeft, workers }: RunSummary): string {
  const left = secondsLeft === null ? [] : [`${formatRoughDuration(secondsLeft)} left`];
  return [...left, ...(workers === null ? [] : [count(workers, "worker")])].join(" · ");
}

function Best({ run: { kind, best, curve } }: { readonly run: RunSummary }) {
  if (kind === "discovery" && curve.length > 0) {
    return (
      <div class="best">
        <div class="figure">{Math.max(...curve).toFixed(4)}</div>
        <div class="of">best fitness</div>
      </div>
    );
  }
  if (best === null) return <div class="best none">no result yet</div>;
  return (
    <div class="best">
      <div class="figure">{formatPercent(best.validation)}</div>
      <div class="of">
        {best.label} · lr {formatRate(best.lr)}
      </div>
    </div>
  );
}
