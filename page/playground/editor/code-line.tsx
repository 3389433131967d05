/** A line of the layer behind the editor's field: drawn anew where it says something else. */
import { Component } from "preact";
import { piecesOf } from "./highlight.ts";

/** A line. `wrong`: columns of mistakes; `lens`: what is wrong, at its end; `dead`: nothing depends on it. */
interface CodeLineProps {
  readonly text: string;
  readonly wrong: string;
  readonly lens: string;
  readonly dead: boolean;
}

/** The line. */
export class CodeLine extends Component<CodeLineProps> {
  override shouldComponentUpdate(next: CodeLineProps): boolean {
    const { text, wrong, lens, dead } = this.props;
    return next.text !== text || next.wrong !== wrong || next.lens !== lens || next.dead !== dead;
  }

  override render({ text, wrong, lens, dead }: CodeLineProps) {
    const columns = wrong === "" ? [] : wrong.split(",").map(Number);
    return (
      <div class={dead ? "code-line dead" : "code-line"}>
        {piecesOf(text, columns).map((piece, at) => (
          <span key={at} class={piece.wrong ? `p-${piece.kind} mistaken` : `p-${piece.kind}`}>
            {piece.text}
          </span>
        ))}
        {lens !== "" && <span class="lens">{lens}</span>}
        {"\n"}
      </div>
    );
  }
}
