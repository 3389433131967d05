/** Texts of a report: paragraphs, warnings, and what may be copied. */
import "../../styles/blocks.css";
import type { CodeBlock, TextBlock } from "../../../src/report/document.ts";
import { CopyButton } from "../copy-button.tsx";
import { ScrollBox } from "../scroll-box.tsx";

/** Letters of code that stay on one line. */
const fewLetters = 24;

/** Text with what stands between backticks as code. */
export function WithCode({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/`([^`]+)`/).map((part, at) =>
        at % 2 === 1 ? (
          <code key={at} class={part.length <= fewLetters ? "flag" : ""}>
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}

/** A paragraph. A warning has a mark that is read without its colour. */
export function BlockText({ text, tone }: Pick<TextBlock, "text" | "tone">) {
  if (tone === "plain")
    return (
      <p>
        <WithCode text={text} />
      </p>
    );
  return (
    <p class="warning">
      <strong>Mind: </strong>
      <WithCode text={text} />
    </p>
  );
}

/** A command or a file, with a button that copies it. */
export function BlockCode({ title, text }: Pick<CodeBlock, "title" | "text">) {
  return (
    <div class="code-block">
      <div class="code-head">
        <span>{title}</span>
        <CopyButton text={text} label={title} />
      </div>
      <ScrollBox class="code-scroll" label={title}>
        <pre>
          <code>{text.trimEnd()}</code>
        </pre>
      </ScrollBox>
    </div>
  );
}
