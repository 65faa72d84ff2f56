/** The first items, shown, that together with the breaks between them need no more than the room. */
export function fitting<T>(items: readonly T[], room: number, show: (item: T) => string): string[] {
  const taken: string[] = [];
  let left = room;
  for (const item of items) {
    const text = show(item);
    left -= text.length + 2;
    if (left < 0) break;
    taken.push(text);
  }
  return taken;
}
