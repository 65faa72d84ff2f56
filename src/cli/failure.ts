/**
 * Something that the user can fix: the command ends with status 2 and this sentence on standard error.
 * Without its full stop.
 */
export class Failure extends Error {
  override name = "Failure";
}
