/**
 * Whether a name or path is what a glob stands for: `*` is any number of characters and `?` any one, but no
 * slash, all else itself. Takes time proportional to the product of the lengths at worst, whatever the glob.
 */
export function matchesPattern(text: string, glob: string): boolean {
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

/** A glob without the `/**` at its end, where all that is below is meant anyway. */
export function topOf(glob: string): string {
  return glob.endsWith(EVERYTHING) ? glob.slice(0, -EVERYTHING.length) : glob;
}

const EVERYTHING = "/**";
