/** The line of ancestors as a tree that one walks by keyboard; the ancestor that has the focus is the one that is shown. */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { signed, wholeText } from "../../../src/report/discovery/words.ts";
import { type AncestryItem, type ShownItem, shownItems, treeMove } from "./ancestry-items.ts";

/** What the tree shows and tells; `picked`: child of the item that is looked at. */
interface AncestryTreeProps {
  readonly items: readonly AncestryItem[];
  readonly picked: number;
  readonly onPick: (child: number) => void;
}

/** The tree. */
export function AncestryTree({ items, picked, onPick }: AncestryTreeProps) {
  const open = useSignal<ReadonlySet<number>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const holder = items.find(({ inside }) => inside.some(({ child }) => child === picked));
  const shown = useMemo(
    () => shownItems(items, holder === undefined ? open.value : new Set([...open.value, holder.child])),
    [items, open.value, holder],
  );
  const place = placeOf(shown, picked);
  const go = (at: number): void => {
    onPick(shown[at]!.item.child);
    list.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[at]?.focus();
  };
  const toggle = (child: number, isOpen: boolean): void => {
    const next = new Set(open.value);
    if (isOpen) next.add(child);
    else next.delete(child);
    open.value = next;
  };
  const pressed = (event: KeyboardEvent, at: number): void => {
    const move = treeMove(shown, at, event.key);
    if (move === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if ("focus" in move) go(move.focus);
    else if ("open" in move) toggle(move.open, true);
    else toggle(move.close, false);
  };
  return (
    <div class="ancestry" role="tree" aria-label="Ancestors, the seed first" ref={list}>
      {shown.map((one, at) => (
        <TreeItem
          key={`${one.level} ${one.item.child}`}
          one={one}
          isOpen={shown[at + 1]?.parent === one.item.child && one.level === 1}
          isPicked={at === place}
          onPick={() => go(at)}
          onToggle={(isOpen) => toggle(one.item.child, isOpen)}
          onKey={(event) => pressed(event, at)}
        />
      ))}
    </div>
  );
}

/** Of the picked item; the last one where it is not in the tree. An item and the last one inside it are of one child: the inner one is meant where it is seen. */
function placeOf(shown: readonly ShownItem[], picked: number): number {
  const at = shown.findLastIndex(({ item }) => item.child === picked);
  return at < 0 ? shown.length - 1 : at;
}

interface TreeItemProps {
  readonly one: ShownItem;
  readonly isOpen: boolean;
  readonly isPicked: boolean;
  readonly onPick: () => void;
  readonly onToggle: (isOpen: boolean) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function TreeItem({ one, isOpen, isPicked, onPick, onToggle, onKey }: TreeItemProps) {
  const { item, level, at, of } = one;
  const canOpen = item.inside.length > 0;
  return (
    <div
      role="treeitem"
      class={`${item.kind} level-${level}`}
      aria-level={level}
      aria-posinset={at}
      aria-setsize={of}
      aria-expanded={canOpen ? isOpen : undefined}
      aria-selected={isPicked}
      tabIndex={isPicked ? 0 : -1}
      onClick={() => {
        if (canOpen) onToggle(!isOpen);
        onPick();
      }}
      onKeyDown={onKey}
    >
      <span class="twist" aria-hidden="true">
        {canOpen ? (isOpen ? "▾" : "▸") : ""}
      </span>
      <span class="what">{item.text}</span>
      <span class="gain">{item.gain === null ? "" : signed(item.gain, 4)}</span>
      <span class="fitness" title={`child ${wholeText(item.child)}`}>
        {item.fitness.toFixed(4)}
      </span>
    </div>
  );
}
