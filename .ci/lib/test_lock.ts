/**
 * What tests need (a browser, a DOM) has a lock file of its own: `deno task` installs all that the root's names before
 * it runs any task, and a newcomer who only starts the program must not wait for a browser.
 */
export const TEST_LOCK = "--lock=.ci/tests.lock";
