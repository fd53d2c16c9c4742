import { renderToString } from "preact-render-to-string";
import { Layout, type PageAssets } from "./layout.tsx";

/** The page that asks for the token. */
export function signInPage(assets: PageAssets, options: { wrong?: boolean } = {}): string {
  const { wrong = false } = options;
  // Without the client: there is nothing to bring to life.
  const still: PageAssets = { ...assets, client: undefined };
  const document = renderToString(
    <Layout title="Sign in" path="/sign-in" assets={still}>
      <form class="sign-in" method="post" action="/sign-in">
        <h1>Sign in</h1>
        <p class="muted">This monitor can be reached from elsewhere, and so it asks for its token.</p>
        {wrong && <p class="result result-failed" role="alert">That is not the token.</p>}
        <label class="field">
          <span>Token</span>
          <input type="password" name="token" required autocomplete="current-password" autofocus />
        </label>
        <div class="dialog-actions">
          <button type="submit">Sign in</button>
        </div>
      </form>
    </Layout>,
  );
  return `<!doctype html>${document}`;
}
