/** What a discovery is, how far it is, and what it has found. */
import { budgetText } from "../../src/cli/discovery/budget-text.ts";
import { phaseTitles } from "../../src/cli/discovery/text.ts";
import type { DiscoveryView } from "../../src/report/discovery/discovery-view.ts";
import { discoveryFacts } from "../../src/report/discovery/facts.ts";
import { discoveryHeadline } from "../../src/report/discovery/headline.ts";
import { discoveryWarnings } from "../../src/report/discovery/summary.ts";
import type { BudgetConfig } from "../../src/search/config.ts";
import { BackLink } from "../parts/back-link.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Bar, RunMark } from "../parts/marks.tsx";
import { RunControls } from "../parts/run-controls.tsx";
import { KeptNotes } from "../parts/run-notes.tsx";
import { stateSentences } from "../runs/run-list.ts";
import { progressText, restText } from "../runs/run-row.tsx";
import type { DiscoveryState } from "./discovery-state.ts";
import { shareSearched } from "./share-searched.ts";

/** The head of a discovery's view. */
export function DiscoveryHead(props: {
  readonly id: string;
  readonly state: DiscoveryState;
  readonly view: DiscoveryView;
}) {
  const { id, state, view } = props;
  const { summary, facts, pulse } = state;
  const { command, config } = facts.discovery;
  return (
    <section class="study-head">
      <BackLink />
      <div class="view-head">
        <h1>{summary.name}</h1>
        <a class="button" href={`/api/runs/${encodeURIComponent(id)}/report`} target="_blank" rel="noreferrer">
          Open the report ↗
        </a>
      </div>
      <div class="stand">
        <RunMark state={summary.state} />
        <Bar share={shareSearched(state)} label="Progress of the searches" />
        <span>{[phaseText(state), progressText(summary), restText(summary)].filter(Boolean).join(" · ")}</span>
      </div>
      {summary.state !== "running" && <p class="say">{pulse?.sentence ?? sentenceOf(summary.state)}</p>}
      <RunControls id={id} state={summary.state} />
      <KeptNotes id={id} name={summary.name} />
      <p class="finding">{discoveryHeadline(view)}</p>
      {discoveryWarnings(view).map((sentence) => (
        <p key={sentence} class="warning">
          {sentence}
        </p>
      ))}
      <dl class="facts">
        <Fact name="Budget" value={budgetOf(config)} />
        {discoveryFacts(view).map(({ name, value }) => (
          <Fact key={name} name={`${name[0]!.toUpperCase()}${name.slice(1)}`} value={value} />
        ))}
        <Fact name="Store" value={facts.location} />
      </dl>
      {command !== "" && (
        <p class="command">
          <code>{command}</code>
          <CopyButton text={command} />
        </p>
      )}
    </section>
  );
}

/** The phase after the searches that is under way: `larger tasks, 3 of 12`. */
function phaseText({ summary, pulse }: DiscoveryState): string {
  if (summary.state !== "running" && summary.state !== "stopping") return "";
  if (pulse?.phase == null) return "searching";
  const { phase, done, total } = pulse.phase;
  return `${phaseTitles[phase]}${total > 0 ? `, ${done} of ${total}` : ""}`;
}

function sentenceOf(state: DiscoveryState["summary"]["state"]): string {
  return state === "complete" ? "Every search has used its budget." : stateSentences[state];
}

/** Of a config that this version knows; empty for another's. */
function budgetOf(config: unknown): string {
  const { budget } = (config ?? {}) as { readonly budget?: Partial<BudgetConfig> };
  const none = { minutes: null, evaluations: null, programs: null, target: null };
  return budget === undefined ? "" : budgetText({ ...none, ...budget });
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
