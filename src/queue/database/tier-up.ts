import v8 from "node:v8";

/** The flags of V8 that decide whether WebAssembly is compiled again, better, once it has run often. */
const FLAGS = ["wasm-tier-up", "wasm-dynamic-tiering"];

let underWay = 0;

/**
 * Gives what `start` gives, and has V8 keep for good the quick code of the WebAssembly functions that first run
 * meanwhile. PostgreSQL's interpreter of expressions is one of them: for that function alone, the optimizing
 * compiler of Node 24 takes 600 MB and five seconds of a processor, at every start, and what it makes is no faster
 * for statements as short as ours. Flags hold for the whole process, so they are set back afterwards; a V8 that
 * does not know one writes so to standard error, and goes on.
 */
export async function withoutTierUp<T>(start: () => Promise<T>): Promise<T> {
  if (underWay++ === 0) for (const flag of FLAGS) v8.setFlagsFromString(`--no-${flag}`);
  try {
    return await start();
  } finally {
    if (--underWay === 0) for (const flag of FLAGS) v8.setFlagsFromString(`--${flag}`);
  }
}
