/** A Markdown link; an address that is none, or that could end the link early, is left out. */
export function linked(text: string, url: string | null): string {
  return url !== null && /^https?:\/\/[^\s<>()|\\`]+$/.test(url) ? `[${text}](${url})` : text;
}
