import { createHash, type Hash } from "node:crypto";

/** How a repository names its objects (`git rev-parse --show-object-format`). */
export type ObjectFormat = "sha1" | "sha256";

/** The format of a hexadecimal object id, which its length tells. */
export function formatOfId(id: string): ObjectFormat {
  return id.length === 64 ? "sha256" : "sha1";
}

/** A hash that has taken in what git puts before the content of a blob of `size` bytes. */
export function blobHash(size: number, format: ObjectFormat): Hash {
  return createHash(format).update(`blob ${size}\0`);
}

/** The id that git gives a blob with this content. */
export function blobId(content: Uint8Array, format: ObjectFormat): string {
  return blobHash(content.length, format).update(content).digest("hex");
}
