/**
 * Whether a file in a package directory, by its path in there, goes by one of these globs: `*` is any
 * part of a name, `?` any one character, all else itself. A glob without `/` is one of the name alone. A
 * `.nix` file never does.
 */
export function isCompanion(path: string, globs: readonly string[]): boolean {
  if (path.toLowerCase().endsWith(".nix")) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return globs.some((glob) => matches(glob, glob.includes("/") ? path : name));
}

/** Takes time proportional to the product of the lengths at worst, whatever the glob. */
function matches(glob: string, text: string): boolean {
  let [g, t] = [0, 0];
  let star = -1;
  let taken = 0;
  while (t < text.length) {
    if (g < glob.length && glob[g] === "*") {
      star = g++;
      taken = t;
    } else if (g < glob.length && (glob[g] === text[t] || (glob[g] === "?" && text[t] !== "/"))) {
      g++;
      t++;
    } else if (star >= 0 && text[taken] !== "/") {
      t = ++taken;
      g = star + 1;
    } else {
      return false;
    }
  }
  while (glob[g] === "*") g++;
  return g === glob.length;
}
