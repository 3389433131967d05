/** The points of one surface as a table, for who hears the page, and where there is no 3-D. */
import { useSignal } from "@preact/signals";
import { formatPercent, formatRate } from "../../../src/report/format.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import type { MeasuredSurface } from "./surface-rows.ts";

/** Epochs that are shown at most; of more, every second, third and so on. */
const mostRows = 120;

/** The table of one optimizer, which a list chooses. */
export function SurfaceTable({ surfaces }: { readonly surfaces: readonly MeasuredSurface[] }) {
  const chosen = useSignal(0);
  const at = Math.min(chosen.value, surfaces.length - 1);
  const { label, grid } = surfaces[at]!;
  const every = Math.ceil(grid.epochs.length / mostRows);
  return (
    <>
      <label class="choice">
        Optimizer
        <select value={at} onChange={(event) => (chosen.value = Number(event.currentTarget.value))}>
          {surfaces.map((surface, place) => (
            <option key={surface.label} value={place}>
              {surface.label}
            </option>
          ))}
        </select>
      </label>
      <ScrollBox class="block-scroll surface-table" label={`Validation accuracy of ${label}`}>
        <table aria-label={`Validation accuracy of ${label} by epoch and learning rate`}>
          <thead>
            <tr>
              <th scope="col">Epoch</th>
              {grid.rates.map((rate) => (
                <th key={rate} scope="col" class="right">
                  {formatRate(rate)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.epochs.map(
              (epoch, i) =>
                i % every === 0 && (
                  <tr key={epoch}>
                    <th scope="row">{epoch}</th>
                    {grid.rates.map((rate, j) => (
                      <td key={rate} class="right">
                        {formatPercent(grid.z[i]![j]!)}
                      </td>
                    ))}
                  </tr>
                ),
            )}
          </tbody>
        </table>
      </ScrollBox>
      {every > 1 && <p class="hint">Every {every}th epoch; the CSV has all.</p>}
    </>
  );
}
