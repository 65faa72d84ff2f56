import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { gitEnvironment, gitOptions } from "./git-process.ts";

export type PackedObject = { readonly type: "commit" | "tree" | "blob"; readonly contents: Buffer };

const typeNumbers = { commit: 1, tree: 2, blob: 3 } as const;

/** As git keeps contents. Speed counts here, and little memory for each of many objects. */
export function deflate(contents: Buffer): Buffer {
  // A copy, since what zlib returns holds on to the chunk that it wrote into.
  return Buffer.from(deflateSync(contents, { level: 1, memLevel: 1, windowBits: 9, chunkSize: 1024 }));
}

/** Writes many objects at once, as one pack: a file for each would take long. */
export async function writePack(directory: string, objects: readonly PackedObject[]): Promise<void> {
  const header = Buffer.alloc(12);
  header.write("PACK", "latin1");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  const parts: Buffer[] = [header];
  for (const { type, contents } of objects) {
    parts.push(entryHeader(typeNumbers[type], contents.length), deflate(contents));
  }
  const body = Buffer.concat(parts);
  const pack = Buffer.concat([body, createHash("sha1").update(body).digest()]);
  await new Promise<void>((resolve, reject) => {
    const child = spawn("git", [...gitOptions, "index-pack", "--stdin"], {
      cwd: directory,
      env: gitEnvironment(),
      stdio: ["pipe", "ignore", "pipe"],
    });
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => {
      complaints += chunk.toString("utf8");
    });
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`git index-pack failed: ${complaints}`));
    });
    child.stdin.end(pack);
  });
}

/** The type and size before an object: seven bits a byte, the first with four and the type. */
function entryHeader(type: number, size: number): Buffer {
  const bytes: number[] = [];
  let first = (type << 4) | (size & 15);
  let rest = Math.floor(size / 16);
  while (rest > 0) {
    bytes.push(first | 0x80);
    first = rest & 0x7f;
    rest = Math.floor(rest / 128);
  }
  bytes.push(first);
  return Buffer.from(bytes);
}
