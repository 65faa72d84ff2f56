const KIB = 1024;
const MIB = 1024 * KIB;

/** The bytes that a configuration means: 4096 of `4 KiB`. */
export function bytesOf(size: string | number): number {
  if (typeof size === "number") return size;
  return Number.parseInt(size, 10) * (size.endsWith("MiB") ? MIB : KIB);
}

/** The size as a configuration may have it: `4 KiB` of 4096. */
export function shownSize(bytes: number): string {
  if (bytes % MIB === 0) return `${bytes / MIB} MiB`;
  return bytes % KIB === 0 ? `${bytes / KIB} KiB` : `${bytes} bytes`;
}
