import { createServer } from "node:net";
import { codeOf } from "../../snapshot/system-error.ts";
import { SettingsError } from "../process/settings.ts";

/** The port itself or, of 0, one that nobody listens on. Probot takes 0 for its default. */
export async function portOrFree(host: string, port: number): Promise<number> {
  if (port !== 0) return port;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(0, host, resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("A server has no port.");
  return address.port;
}

/** What `listen` gives. Throws a SettingsError where the system does not let us listen there. */
export async function orCannotListen<T>(host: string, port: number, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const why = codeOf(error) === "EADDRINUSE" ? "somebody else does" : error.message;
    throw new SettingsError(`The server cannot listen on ${host}, port ${port}: ${why} (see HOST and PORT)`);
  }
}
