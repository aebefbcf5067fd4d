import "./islands/form";
import "./islands/keys";
import "./islands/panel";
import "./islands/quick";
import "./islands/small";

/** Islands that most pages do without: fetched when their tag appears. */
const rare: Record<string, () => Promise<unknown>> = {
  "hy-combo": () => import("./islands/combo"),
  "hy-reveal": () => import("./islands/reveal"),
};

function wake(root: ParentNode): void {
  for (const [tag, load] of Object.entries(rare)) {
    if (root.querySelector(tag)) void load();
  }
}

// the root and not the body, which a form's answer may replace
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element) wake(node.parentElement ?? node);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
wake(document);
