/** What the evidence says so far: the report's verdict, its tests of pairs and its bounds, made again as trials end. */
import "../../styles/verdict.css";
import type { Block, Section } from "../../../src/report/document.ts";
import type { VerdictDocument } from "../../../src/report/verdict/verdict-document.ts";
import { BlockTable } from "../../parts/blocks/block-table.tsx";
import { BlockCode, BlockText } from "../../parts/blocks/block-text.tsx";
import { type Followed, useDocument } from "../documents.ts";
import { IntervalChart } from "./interval-chart.tsx";
import { VerdictSign } from "./verdict-sign.tsx";
import { ofText } from "./verdict-words.ts";

/** What the panel is of. `ended`: another text where another trial has ended. */
interface VerdictPanelProps {
  readonly id: string;
  readonly name: string;
  readonly ended: string;
}

/** The panel. */
export function VerdictPanel({ id, name, ended }: VerdictPanelProps) {
  const followed = useDocument<VerdictDocument>(id, "verdict", ended);
  const { document } = followed;
  return (
    <section aria-labelledby="verdict" aria-busy={document === null && followed.sentence === null}>
      <div class="panel-head">
        <h2 id="verdict">What was found</h2>
        {document !== null && <VerdictSign mark={document.mark} />}
      </div>
      <State followed={followed} />
      {document !== null && <Found document={document} name={name} />}
    </section>
  );
}

function State({ followed }: { readonly followed: Followed<VerdictDocument> & { again(): void } }) {
  const { document, fresh, sentence } = followed;
  if (sentence !== null)
    return (
      <div class="unmade" role="alert">
        <p>
          <strong>{document === null ? "There is no verdict." : "The verdict was not made again."}</strong> {sentence}
        </p>
        <button type="button" onClick={followed.again}>
          Try again
        </button>
      </div>
    );
  if (document === null) return <p class="say">The verdict is being made …</p>;
  return (
    <p class="say" role="status">
      {ofText(document, !fresh)}
    </p>
  );
}

function Found({ document, name }: { readonly document: VerdictDocument; readonly name: string }) {
  const section = (id: string): Section | undefined => document.sections.find((one) => one.id === id);
  const [verdict, comparison, summary] = ["verdict", "comparison", "summary"].map(section);
  const [bounds, objections, conditions] = ["bounds", "objections", "conditions"].map(section);
  const pairs = comparison?.blocks.find((block) => block.kind === "table");
  return (
    <div class="found">
      <Blocks of={verdict} />
      {comparison !== undefined && (
        <div class="pairs">
          <h3>{comparison.title}</h3>
          <Blocks of={unsaid(comparison, verdict)} />
          {document.pairs.length > 0 && <IntervalChart pairs={document.pairs} of={name} />}
          {pairs !== undefined && (
            <details class="folded">
              <summary>The pairs as a table</summary>
              <BlockTable table={pairs} />
            </details>
          )}
        </div>
      )}
      <Folded of={bounds} open />
      <Folded of={summary} title="Each optimizer at its best learning rate" />
      <Folded of={objections} />
      <Folded of={conditions} />
    </div>
  );
}

/** The texts of a section that another has not said. */
function unsaid(section: Section, other: Section | undefined): Section {
  const said = (other?.blocks ?? []).flatMap((block) => (block.kind === "text" ? [block.text] : []));
  const blocks = section.blocks.filter(
    (block) => block.kind === "text" && !said.some((text) => text.includes(block.text)),
  );
  return { ...section, blocks };
}

function Folded({
  of,
  title,
  open = false,
}: {
  readonly of: Section | undefined;
  readonly title?: string;
  readonly open?: boolean;
}) {
  if (of === undefined) return null;
  return (
    <details class="folded" open={open}>
      <summary>{title ?? of.title}</summary>
      <Blocks of={of} />
    </details>
  );
}

function Blocks({ of }: { readonly of: Section | undefined }) {
  return (
    <>
      {of?.blocks.map((block, at) => (
        <OneBlock key={at} block={block} />
      ))}
    </>
  );
}

/** Figures of the report are for its own page. */
function OneBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "text":
      return <BlockText {...block} />;
    case "table":
      return <BlockTable table={block} />;
    case "code":
      return <BlockCode {...block} />;
    case "chart":
    case "surfaces":
      return null;
  }
}
