/** Fitness of the best so far, search by search, against the seed program and the baselines; and how fast searches go. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { DiscoveryPulseHead } from "../../../src/dashboard/discovery-frame.ts";
import type { DiscoveryView } from "../../../src/report/discovery/discovery-view.ts";
import { LinePlot } from "../../parts/line-plot.tsx";
import { Modes } from "../../parts/modes.tsx";
import { bestOfMethods, type FitnessUnit, fitnessLines } from "./fitness-lines.ts";
import { SearchTable } from "./search-table.tsx";

const units: Readonly<Record<FitnessUnit, string>> = { evaluations: "By evaluations", children: "By programs" };

/** The figure and the table of searches, whose rows make lines stand out. */
export function FitnessPanel({
  view,
  pulse,
}: {
  readonly view: DiscoveryView;
  readonly pulse: DiscoveryPulseHead | null;
}) {
  const unit = useSignal<FitnessUnit>("evaluations");
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const { searches } = view;
  const bold = chosen.value.size > 0 ? chosen.value : bestOfMethods(searches);
  const lines = useMemo(() => fitnessLines(searches, { unit: unit.value, bold }), [searches, unit.value, chosen.value]);
  const seed = searches.find(({ seedFitness }) => seedFitness !== null)?.seedFitness ?? null;
  const toggle = (key: string): void => {
    const next = new Set(chosen.value);
    if (!next.delete(key)) next.add(key);
    chosen.value = next;
  };
  const isBaselined = searches.some(({ method }) => method === "random");
  return (
    <section aria-labelledby="fitness">
      <div class="panel-head">
        <div>
          <h2 id="fitness">Fitness</h2>
          <p class="lead">
            The best so far of each search; the best search of each method stands out, or those that you pick. Dashed:
            the seed program.
            {isBaselined ? "" : " No random search was run, so nothing shows what selection adds."}
          </p>
        </div>
        <Modes label="Places" modes={units} value={unit.value} onPick={(one) => (unit.value = one)} />
      </div>
      {lines.length === 0 ? (
        <p class="nothing">Nothing has been evaluated yet.</p>
      ) : (
        <LinePlot
          title="Best fitness so far"
          of={view.discovery.name}
          x={{ title: unit.value === "evaluations" ? "evaluations" : "programs generated", whole: true }}
          y={{ title: "fitness" }}
          lines={lines}
          marks={seed === null ? [] : [{ axis: "y", value: seed, text: "seed program" }]}
          height={280}
          label={`Best fitness so far of ${lines.length} searches; the table below has the figures`}
        />
      )}
      <SearchTable searches={searches} pulse={pulse} bold={bold} chosen={chosen.value} onPick={toggle} />
    </section>
  );
}
