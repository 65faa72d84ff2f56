/** Whether a name is what a pattern stands for, in which `*` is any number of characters but no slash. */
export function matchesPattern(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return name === first;
  const last = rest.pop() ?? "";
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  // Between the ends each part is looked for at the first place where it can be: no other would do better.
  const segments = name.slice(first.length, name.length - last.length);
  let at = 0;
  for (const part of rest) {
    const found = segments.indexOf(part, at);
    if (found < 0 || segments.slice(at, found).includes("/")) return false;
    at = found + part.length;
  }
  return !segments.slice(at).includes("/");
}
