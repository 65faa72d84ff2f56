/** The name of the bot's own check run. */
export const CHECK_NAME = "by-name";
