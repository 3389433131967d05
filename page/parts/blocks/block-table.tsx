/** A table of a report: its first column heads the rows, and what its columns are is said below it. */
import "../../styles/blocks.css";
import type { Cell, TableBlock } from "../../../src/report/document.ts";
import { provenanceLine } from "../../../src/report/markdown.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { WithCode } from "./block-text.tsx";

/** The table. */
export function BlockTable({ table }: { readonly table: TableBlock }) {
  const { id, title, columns, rows, caption, provenance } = table;
  return (
    <div class="block-table">
      <h3 id={`table-${id}`}>{title}</h3>
      <ScrollBox class="block-scroll" labelledBy={`table-${id}`}>
        <table aria-labelledby={`table-${id}`}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.title} scope="col" class={column.align} title={column.description}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, place) => (
                  <BlockCell
                    key={columns[place]!.title}
                    cell={cell}
                    align={columns[place]!.align}
                    heads={place === 0}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p class="hint">
        <WithCode text={caption} />
      </p>
      <details class="about-columns">
        <summary>What the columns say</summary>
        <dl>
          {columns.map((column) => (
            <div key={column.title}>
              <dt>{column.title}</dt>
              <dd>{column.description}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">{provenanceLine(provenance)}</p>
      </details>
    </div>
  );
}

/** Characters from which on a cell may take several lines. */
const longCell = 40;

interface BlockCellProps {
  readonly cell: Cell;
  readonly align: "left" | "right";
  readonly heads: boolean;
}

function BlockCell({ cell: { text, tone }, align, heads }: BlockCellProps) {
  const className = `${align} ${tone}${text.length > longCell ? " long" : ""}`;
  const [, figure, range] = /^(.+) (\[[^[\]]+\])$/.exec(text) ?? [];
  const shown =
    figure === undefined ? (
      text
    ) : (
      <>
        {figure} <span class="range">{range}</span>
      </>
    );
  return heads ? (
    <th scope="row" class={className}>
      {shown}
    </th>
  ) : (
    <td class={className}>{shown}</td>
  );
}
