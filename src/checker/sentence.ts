/** A clause with a capital letter and a full stop. Code in backticks keeps its case. */
export function sentence(clause: string): string {
  const text = clause.trim();
  if (text === "") return "";
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:…]$/.test(begun) ? begun : `${begun}.`;
}

/** A sentence without its full stop, to go on behind it. */
export function withoutStop(text: string): string {
  return text.endsWith(".") ? text.slice(0, -1) : text;
}
