/** A stretch of a message: words, or what stood between backticks. */
export type ProsePart = { readonly code: boolean; readonly text: string };

/** The parts of a message or a line of help. A backtick without a partner is one of the words. */
export function proseParts(message: string): ProsePart[] {
  const pieces = message.split("`");
  const parts: ProsePart[] = [];
  pieces.forEach((piece, i) => {
    const code = i % 2 === 1;
    if (code && (i === pieces.length - 1 || piece === "")) parts.push({ code: false, text: `\`${piece}` });
    else if (piece !== "") parts.push({ code, text: piece });
  });
  return parts;
}

/** A message without backticks, for a terminal without colours. */
export function unquotedProse(message: string): string {
  return message.replaceAll("`", "");
}

/** A message without markup: code in straight quotes, for what shows backticks badly. */
export function plainProse(message: string): string {
  return proseParts(message)
    .map((part) => (part.code ? `"${part.text}"` : part.text))
    .join("");
}
