/** Picked rows side by side. */
import "../../styles/compare.css";
import { useMemo } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { Swatch } from "../curves/swatch.tsx";
import { type PickedLine, pickedLines } from "../picked-lines.ts";
import type { Picks } from "../picks.ts";
import { type CompareRow, compareLines } from "./compare-rows.ts";

/** What the panel compares. */
interface ComparePanelProps {
  readonly rows: readonly TrialRow[];
  readonly picks: Picks;
  readonly onDrop: (key: string) => void;
}

/** The panel; nothing for fewer than two. */
export function ComparePanel({ rows, picks, onDrop }: ComparePanelProps) {
  const lines = useMemo(() => pickedLines(rows, picks), [rows, picks]);
  const found = useMemo(() => (lines.length < 2 ? null : compareLines(lines)), [lines]);
  if (found === null) return null;
  return (
    <section aria-labelledby="compared">
      <div class="panel-head">
        <div>
          <h2 id="compared">Compared</h2>
          <p class="lead">What differs among the {lines.length} picked rows</p>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to */}
      <section class="compare" tabIndex={0} aria-label="Picked rows side by side">
        <table>
          <thead>
            <tr>
              <td />
              {lines.map((line) => (
                <LineHead key={line.key} line={line} onDrop={() => onDrop(line.key)} />
              ))}
            </tr>
          </thead>
          <Rows title="Settings that differ" rows={found.settings} />
          <Rows title="Results" rows={found.results} />
        </table>
      </section>
      <p class="hint">{found.same.length === 0 ? "" : `The same in all: ${found.same.join(", ")}.`}</p>
    </section>
  );
}

function LineHead({ line, onDrop }: { readonly line: PickedLine; readonly onDrop: () => void }) {
  return (
    <th scope="col">
      <Swatch place={line.place} />
      <span>{line.name}</span>
      <button type="button" class="quiet" aria-label={`Compare no longer: ${line.name}`} onClick={onDrop}>
        ×
      </button>
    </th>
  );
}

function Rows({ title, rows }: { readonly title: string; readonly rows: readonly CompareRow[] }) {
  if (rows.length === 0) return null;
  return (
    <tbody aria-label={title}>
      {rows.map(({ title: name, texts }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {texts.map((text, at) => (
            <td key={at}>{text}</td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
