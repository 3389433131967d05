/** Something that is on or off. */

/** The control: a button that stays pressed while it is on. */
export function Toggle(props: {
  readonly label: string;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
}) {
  const { label, on, onToggle } = props;
  return (
    <button type="button" class="toggle" aria-pressed={on} onClick={() => onToggle(!on)}>
      {label}
    </button>
  );
}
