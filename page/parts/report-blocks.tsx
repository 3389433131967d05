/** Tables, paragraphs and texts of a report's document, as a page shows them. Figures of a report are drawn by the views themselves. */
import "../styles/report-blocks.css";
import type { Block } from "../../src/report/document.ts";
import { BlockTable } from "./blocks/block-table.tsx";
import { BlockText } from "./blocks/block-text.tsx";
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
      return <BlockTable table={block} />;
    case "text":
      return <BlockText {...block} />;
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
