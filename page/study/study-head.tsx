/** What a study is, and how far. */
import { formatPercent, formatRate } from "../../src/report/format.ts";
import { BackLink } from "../parts/back-link.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Bar, RunMark } from "../parts/marks.tsx";
import { RunControls } from "../parts/run-controls.tsx";
import { KeptNotes } from "../parts/run-notes.tsx";
import { addressOf } from "../route.ts";
import { shareDone, stateSentences } from "../runs/run-list.ts";
import { progressText, restText } from "../runs/run-row.tsx";
import type { StudyState } from "./study-state.ts";

/** The head of a study's view. */
export function StudyHead({ id, state }: { readonly id: string; readonly state: StudyState }) {
  const { summary, facts, pulse } = state;
  return (
    <section class="study-head">
      <BackLink />
      <div class="view-head">
        <h1>{summary.name}</h1>
        <div class="tools">
          <a class="button" href={addressOf({ view: "try", id })}>
            Try a model
          </a>
          <a class="button" href={`/api/runs/${encodeURIComponent(id)}/report`} target="_blank" rel="noreferrer">
            Open the report ↗
          </a>
        </div>
      </div>
      <div class="stand">
        <RunMark state={summary.state} />
        <Bar
          share={shareDone(summary)}
          failed={summary.total === 0 ? 0 : summary.failed / summary.total}
          label="Progress of the study"
        />
        <span>{[progressText(summary), restText(summary)].filter(Boolean).join(" · ")}</span>
      </div>
      {summary.state !== "running" && <p class="say">{pulse?.sentence ?? stateSentences[summary.state]}</p>}
      <RunControls id={id} state={summary.state} />
      <KeptNotes id={id} name={summary.name} />
      <dl class="facts">
        <Best state={state} />
        {facts !== null && <Fact name="Data" value={facts.data} />}
        {facts !== null && <Fact name="Model" value={facts.model} />}
        <Fact name="Store" value={summary.location} />
      </dl>
      {facts !== null && facts.command !== "" && (
        <p class="command">
          <code>{facts.command}</code>
          <CopyButton text={facts.command} />
        </p>
      )}
    </section>
  );
}

function Best({ state: { summary } }: { readonly state: StudyState }) {
  const { best } = summary;
  if (best === null) return null;
  return (
    <div>
      <dt>Best by validation</dt>
      <dd>
        <strong class="good">{formatPercent(best.validation)}</strong> {best.label} · lr {formatRate(best.lr)}
      </dd>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
