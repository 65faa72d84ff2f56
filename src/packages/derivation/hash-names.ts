/** `hash`, `sha256`, `vendorHash`, `cargoSha256`, `outputHash` and whatever ends like these, but not `outputHashMode`. */
const HASH = /^(?:hash|sha256|sha384|sha512)$|(?:Hash|Sha256|Sha384|Sha512)$/;

/** What `lib` has in the place of a hash that is not known yet. */
const FAKE = new Set(["fakeHash", "fakeSha256", "fakeSha512"]);

/** Whether `lib` has a fake hash of this name. */
export function isFakeHash(name: string): boolean {
  return FAKE.has(name);
}

/** A platform of Nix, under which a hash of its source may stand. */
const PLATFORM =
  /^(?:x86_64|aarch64|i686|armv5tel|armv6l|armv7l|powerpc64(?:le)?|riscv32|riscv64|loongarch64|s390x|mips64el|universal|any|all)-(?:linux|darwin|freebsd|openbsd|netbsd|windows|cygwin)$/;

/** Whether an attribute of this name is a hash. */
export function isHashName(name: string): boolean {
  return HASH.test(name);
}

/** Whether a name is that of a platform. */
export function isPlatform(name: string): boolean {
  return PLATFORM.test(name);
}

/** Whether an attribute of this name is a hash, or may be that of one platform. */
export function isHashAttribute(name: string): boolean {
  return isHashName(name) || isPlatform(name);
}
