/** Where the project lives, for links in what it posts. */
export const HOME = "https://github.com/by-name-bot/by-name-bot";

/** Where the documentation can be read, where nobody names another place: without a slash at the end. */
export const DOCS = `${HOME}/blob/main/docs`;
