import { isUtf8 } from "node:buffer";

/**
 * The string that stands for the bytes of a file name or path: UTF-8, and every byte that is not part of
 * valid UTF-8 as a lone low surrogate U+DC80 + byte - 0x80 (PEP 383 calls this `surrogateescape`).
 * `encodeName` gives back the same bytes.
 */
export function decodeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString("utf8");
  let text = "";
  let at = 0;
  while (at < buffer.length) {
    const length = sequenceLength(buffer, at);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + buffer.readUInt8(at));
      at += 1;
    } else {
      text += buffer.toString("utf8", at, at + length);
      at += length;
    }
  }
  return text;
}

/** The bytes that `decodeName` read: the inverse for every string it can return. */
export function encodeName(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name, "utf8");
  const pieces: Buffer[] = [];
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) pieces.push(Buffer.from([code - 0xdc00]));
    else if (code >= 0xd800 && code <= 0xdfff) pieces.push(Buffer.from(threeBytes(code)));
    else pieces.push(Buffer.from(character, "utf8"));
  }
  return Buffer.concat(pieces);
}

/** Whether a name can be that of an entry of a directory: no other path is spelled so. */
export function isEntryName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !name.includes("/");
}

/**
 * Whether a path from anywhere may be handed to the file system below a root: names between single
 * slashes, none of them `.` or `..`, no NUL, and spelled as `decodeName` spells it. The root `""` is normal.
 */
export function isNormalPath(path: string): boolean {
  if (path === "") return true;
  if (path.includes("\0")) return false;
  if (!path.isWellFormed() && decodeName(encodeName(path)) !== path) return false;
  return path.split("/").every(isEntryName);
}

/** The length of the valid UTF-8 sequence that starts at `at`, or 0 if none does. */
function sequenceLength(buffer: Buffer, at: number): number {
  const first = buffer.readUInt8(at);
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > buffer.length) return 0;
  return isUtf8(buffer.subarray(at, at + length)) ? length : 0;
}

/** A lone surrogate that `decodeName` never makes: as UTF-8 would, had it a place for it. */
function threeBytes(code: number): number[] {
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}
