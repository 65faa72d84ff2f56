/** Where the queue writes its log: the shape of a pino logger. A field `err` holds an error. */
export type QueueLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
