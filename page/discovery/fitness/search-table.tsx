/** Searches in figures: the best of each, and how fast it goes. */
import type { DiscoveryPulseHead, SearchPace } from "../../../src/dashboard/discovery-frame.ts";
import type { SearchView } from "../../../src/report/discovery/search-view.ts";
import { durationText, shareText, signed, wholeText } from "../../../src/report/discovery/words.ts";
import { Framed } from "../../parts/framed.tsx";
import { lookOf, searchTitle } from "./fitness-lines.ts";

/** What the table shows and tells; `bold`: searches whose lines stand out. */
interface SearchTableProps {
  readonly searches: readonly SearchView[];
  readonly pulse: DiscoveryPulseHead | null;
  readonly bold: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  readonly onPick: (key: string) => void;
}

const columns = [
  ["Best fitness", "Of the best program so far, on the search's own seeds."],
  ["To the seed", "Best fitness less that of the seed program."],
  ["Evaluations", "Programs trained."],
  ["Programs", "Programs generated."],
  ["Programs/s", "Over the last seconds of the run."],
  ["Known", "Children by mutation whose program, up to equivalence, the search had seen: they cost nothing."],
  ["Invalid", "Mutations thrown away as invalid, of all mutations."],
  ["Diverged", "Evaluations whose loss was not finite, or far above that of a guess."],
  ["Given up", "Evaluations that fell behind their parent's."],
  ["Failed", "Evaluations that ended by a fault that struck twice."],
  ["Time", "Of searching, all runs together."],
] as const;

/** The table. */
export function SearchTable({ searches, pulse, bold, chosen, onPick }: SearchTableProps) {
  const isUnderWay = pulse?.state === "running" || pulse?.state === "stopping";
  return (
    <div class="report-table">
      <Framed label="Searches in figures">
        <table class="searches">
          <thead>
            <tr>
              <th scope="col">Search</th>
              {columns.map(([name, about]) => (
                <th key={name} scope="col" class="right" title={about}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {searches.map((search) => (
              <SearchRow
                key={search.key}
                search={search}
                pace={isUnderWay ? (pulse.searches.find(({ key }) => key === search.key) ?? null) : null}
                isBold={bold.has(search.key)}
                isChosen={chosen.has(search.key)}
                onPick={() => onPick(search.key)}
              />
            ))}
          </tbody>
        </table>
      </Framed>
    </div>
  );
}

interface SearchRowProps {
  readonly search: SearchView;
  readonly pace: SearchPace | null;
  readonly isBold: boolean;
  readonly isChosen: boolean;
  readonly onPick: () => void;
}

function SearchRow({ search, pace, isBold, isChosen, onPick }: SearchRowProps) {
  const { best, seedFitness, evaluations, children, total, record } = search;
  const { color, dash } = lookOf(search);
  const gain = best === null || seedFitness === null ? null : best.fitness - seedFitness;
  const outcome = (status: "diverged" | "stopped" | "failed"): string => partOf(total.outcomes[status], evaluations);
  return (
    <tr class={isBold ? "bold" : ""}>
      <th scope="row">
        <button type="button" aria-pressed={isChosen} onClick={onPick}>
          <svg class="swatch" viewBox="0 0 22 8" aria-hidden="true">
            <line x1="0" y1="4" x2="22" y2="4" stroke={color} stroke-width="2" stroke-dasharray={dash.join(" ")} />
          </svg>
          {searchTitle(search)}
          <span class="aside">
            {record.state === "ended" ? "ended" : pace === null ? "not ended" : shareText(pace.done)}
          </span>
        </button>
      </th>
      <td class="right">{best === null ? "–" : best.fitness.toFixed(4)}</td>
      <td class="right">{gain === null ? "–" : signed(gain, 4)}</td>
      <td class="right">{wholeText(evaluations)}</td>
      <td class="right">{wholeText(children)}</td>
      <td class="right">{pace === null || pace.ended !== null ? "–" : pace.childrenPerSecond.toFixed(1)}</td>
      <td class="right">{partOf(total.hits, total.mutations)}</td>
      <td class="right">{partOf(total.invalid, total.mutations + total.invalid)}</td>
      <td class="right">{outcome("diverged")}</td>
      <td class="right">{outcome("stopped")}</td>
      <td class={`right ${total.outcomes.failed > 0 ? "bad" : ""}`}>{wholeText(total.outcomes.failed)}</td>
      <td class="right">{durationText(record.seconds)}</td>
    </tr>
  );
}

function partOf(part: number, whole: number): string {
  return whole === 0 ? "–" : shareText(part / whole);
}
