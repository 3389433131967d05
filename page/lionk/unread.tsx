/** What is said of a text in a field that cannot be read: the value stays what it was, and comes back when one leaves. */

/** `wanted`: what belongs there; `text`: the value as it stands. */
interface UnreadProps {
  readonly isRead: boolean;
  readonly wanted: string;
  readonly text: string;
}

/** The sentence; nothing where the text was read. */
export function Unread({ isRead, wanted, text }: UnreadProps) {
  return (
    <span class="unread" role="status">
      {isRead ? "" : `Not ${wanted}: it stays ${text === "" ? "empty" : text}.`}
    </span>
  );
}
