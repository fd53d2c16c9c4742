/**
 * `browser/globals`: what a browser may load mentions neither `Deno` nor the global `process`. Not part of the
 * ordinary plugin, since it holds for some files only: `check_browser.ts` runs it over those.
 *
 * Cannot see: a global that is reached by a computed name. A bare `process` is left to the type check, because
 * it is also a good name for a process.
 */
const browserGlobals: Deno.lint.Rule = {
  create(ctx) {
    return {
      Identifier(node) {
        const { name, parent } = node;
        const property = parent?.type === "MemberExpression" && parent.property === node && !parent.computed;
        const names = parent?.type === "Property" || parent?.type === "TSPropertySignature";
        if (names && parent.key === node) return;
        const onGlobal = property && /\bglobalThis\b/.test(ctx.sourceCode.getText(parent.object));
        if (name === "Deno" && (!property || onGlobal) || name === "process" && onGlobal) {
          ctx.report({ node, message: `What a browser loads mentions no ${name}` });
        }
      },
    };
  },
};

const plugin: Deno.lint.Plugin = { name: "browser", rules: { globals: browserGlobals } };

export default plugin;
