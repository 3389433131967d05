/** Tables, paragraphs and texts of a report's document, as a page shows them. Figures of a report are drawn by the views themselves. */
import "../styles/report-blocks.css";
import type { Block, TableBlock } from "../../src/report/document.ts";
import { Framed } from "./framed.tsx";
import { LineDiff } from "./line-diff.tsx";

/** The blocks, in their order. */
export function ReportBlocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, at) => (
        <ReportBlock key={at} block={block} />
      ))}
    </>
  );
}

function ReportBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "table":
      return <ReportTable table={block} />;
    case "text":
      return <p class={block.tone === "warning" ? "warning" : "say"}>{block.text}</p>;
    case "code":
      return (
        <details class="code" open={block.open}>
          <summary>{block.title}</summary>
          {block.language === "diff" ? <LineDiff text={block.text} /> : <pre class="program">{block.text}</pre>}
        </details>
      );
    case "chart":
    case "surfaces":
      return null;
  }
}

/** A table with its caption and the meaning of its columns; on a narrow screen it scrolls by itself. */
export function ReportTable({ table }: { readonly table: TableBlock }) {
  const { title, columns, rows, caption, provenance } = table;
  return (
    <figure class="report-table">
      <figcaption>{title}</figcaption>
      <Framed label={title}>
        <table>
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
                {row.map(({ text, tone }, i) => (
                  <td key={columns[i]!.title} class={`${columns[i]!.align} ${tone}`}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Framed>
      <p class="hint">
        {caption} {provenance.interval === "" ? "" : `Interval: ${provenance.interval}.`}
      </p>
    </figure>
  );
}
