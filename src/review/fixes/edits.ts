/** A replacement of the text from `start` up to `end`; an insertion where both are the same offset. */
export type PlacedEdit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * Puts an edit among edits of the same text that are sorted and do not overlap, and says whether it did:
 * it does not where it would overlap with one of them. Edits may touch. Insertions at one offset stay in
 * the order in which they came, before a replacement that begins there.
 */
export function addEdit(edits: PlacedEdit[], edit: PlacedEdit): boolean {
  const index = placeFor(edits, edit.start);
  const before = edits[index - 1];
  const after = edits[index];
  if (before !== undefined && before.end > edit.start) return false;
  if (after !== undefined && after.start < edit.end) return false;
  edits.splice(index, 0, edit);
  return true;
}

/** Takes an edit out again that `addEdit` put in. */
export function removeEdit(edits: PlacedEdit[], edit: PlacedEdit): void {
  const index = edits.indexOf(edit);
  if (index >= 0) edits.splice(index, 1);
}

/** The text with sorted edits that do not overlap made. All offsets are those of the text before. */
export function applyEdits(text: string, edits: readonly PlacedEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of edits) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return pieces.join("") + text.slice(at);
}

/** The index behind all edits that begin before an offset and all insertions at it. */
function placeFor(edits: readonly PlacedEdit[], offset: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const edit = edits[middle];
    if (edit !== undefined && (edit.start < offset || edit.end === offset)) low = middle + 1;
    else high = middle;
  }
  return low;
}
