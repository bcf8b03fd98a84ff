import { changeBetween } from "../../state/text.ts";

/** Brings a field to the text with as little change as can be, so that cursor and selection stay with their words. */
export function mirror(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const shown = text.replaceAll(/\r\n?/g, "\n");
  if (field.value === shown) return;
  const { start, end, words } = changeBetween(field.value, shown);
  field.setRangeText(words, start, end, "preserve");
}
