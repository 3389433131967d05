/** Changes of a text field as if they were typed, so that the browser's undo takes them back. */

/** Puts a text in the place of what is selected. */
export function typeText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  // Of all ways to change a text field, this one alone is known to undo.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** Puts a text in the place of all. */
export function typeAll(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  field.select();
  typeText(field, text);
  field.setSelectionRange(0, 0);
}
