/** The hall of fame: a chart, a table, and what is picked of them. */
import { useMemo, useRef } from "preact/hooks";
import type { EvaluationCloud } from "../../../src/dashboard/discovery-frame.ts";
import { type DiscoveryView, searchesOf } from "../../../src/report/discovery/discovery-view.ts";
import type { FoundProgram } from "../../../src/report/discovery/search-sums.ts";
import { shareText, signed, wholeText } from "../../../src/report/discovery/words.ts";
import { count } from "../../../src/report/format.ts";
import { Downloads } from "../../parts/downloads.tsx";
import { Framed } from "../../parts/framed.tsx";
import { pageLanguage } from "../page-language.ts";
import { FameChart, type FameMark, fitnessRange } from "./fame-chart.tsx";
import { useCloud } from "./use-cloud.ts";

/** What the panel shows and tells. */
interface FamePanelProps {
  /** Names the run in addresses of the server. */
  readonly id: string;
  readonly view: DiscoveryView;
  readonly front: readonly FoundProgram[];
  /** Identity of the program that is looked at. */
  readonly picked: string | null;
  readonly onPick: (program: FoundProgram) => void;
}

/** The panel. */
export function FamePanel(props: FamePanelProps) {
  if (props.front.length > 0) return <Fame {...props} />;
  return (
    <section aria-labelledby="fame">
      <h2 id="fame">Hall of fame</h2>
      <p class="nothing">No program has scored yet.</p>
    </section>
  );
}

function Fame({ id, view, front, picked, onPick }: FamePanelProps) {
  const place = useRef<HTMLDivElement>(null);
  const marks = useMemo(() => marksOf(view), [view]);
  const families = useMemo(
    () => new Map(front.map(({ identity, program }) => [identity, pageLanguage.familyOf(program)])),
    [front],
  );
  const cloud = useCloud(id, fitnessRange(front, marks), {
    evaluations: view.searches.reduce((sum, { evaluations }) => sum + evaluations, 0),
    ended: view.searches.filter(({ record }) => record.state === "ended").length,
  });
  const csv = () => [
    ["statements", "fitness", "family", "identity", "program"],
    ...front.map(({ length, fitness, identity, program }) => [
      length,
      fitness,
      families.get(identity) ?? "",
      identity,
      program,
    ]),
  ];
  return (
    <section aria-labelledby="fame">
      <div class="panel-head">
        <div>
          <h2 id="fame">Hall of fame</h2>
          <p class="lead">
            {count(front.length, "program")}: no evaluated program is both as short and as good. One evaluation each, on
            seeds that the search selected by.
          </p>
        </div>
        <Downloads
          title="Hall of fame"
          of={view.discovery.name}
          csv={csv}
          picture={() => place.current?.querySelector(".fame-chart svg") ?? null}
        />
      </div>
      <div class="fame" ref={place}>
        <div>
          <FameChart front={front} marks={marks} cloud={cloud} picked={picked} onPick={onPick} />
          {cloud !== null && <p class="hint">{cloudText(cloud)}</p>}
        </div>
        <FameTable view={view} front={front} families={families} picked={picked} onPick={onPick} />
      </div>
    </section>
  );
}

function FameTable({
  view,
  front,
  families,
  picked,
  onPick,
}: Omit<FamePanelProps, "id"> & { readonly families: ReadonlyMap<string, string | null> }) {
  const seeds = new Map(view.searches.map((search) => [search.key, search]));
  return (
    <div class="report-table">
      <Framed label="Programs of the hall of fame">
        <table class="fame-table">
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col" class="right">
                Statements
              </th>
              <th scope="col" class="right">
                Fitness
              </th>
              <th scope="col" class="right">
                To the seed
              </th>
              <th scope="col">Family</th>
            </tr>
          </thead>
          <tbody>
            {front.map((program, at) => {
              const search = seeds.get(program.search);
              const gain = program.fitness - (search?.seedFitness ?? 0);
              return (
                <tr key={program.identity} class={program.identity === picked ? "bold" : ""}>
                  <th scope="row">
                    <button type="button" aria-pressed={program.identity === picked} onClick={() => onPick(program)}>
                      <span>Program {at + 1} </span>
                      <span class="aside">
                        seed {search?.seed ?? "–"}, evaluation {wholeText(program.number)}
                      </span>
                    </button>
                  </th>
                  <td class="right">{program.length}</td>
                  <td class="right">{program.fitness.toFixed(4)}</td>
                  <td class="right">{signed(gain, 4)}</td>
                  <td>{families.get(program.identity) ?? "–"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Framed>
    </div>
  );
}

function cloudText({ shown, total }: EvaluationCloud): string {
  const out = shareText(1 - shown / Math.max(1, total));
  return `Grey: ${wholeText(shown)} evaluated programs, gathered where they lie close, larger where there are more; ${out} of the ${wholeText(total)} evaluations lie outside the figure or scored nothing. Line: the front.`;
}

/** The seed program, and the best of random search. */
function marksOf(view: DiscoveryView): readonly FameMark[] {
  const seed = view.searches.find(({ seedFitness }) => seedFitness !== null)?.seedFitness;
  const random = searchesOf(view, "random").flatMap(({ best }) => best?.fitness ?? []);
  return [
    ...(seed === undefined || seed === null ? [] : [{ text: "seed program", fitness: seed }]),
    ...(random.length === 0 ? [] : [{ text: "best of random search", fitness: Math.max(...random) }]),
  ];
}
