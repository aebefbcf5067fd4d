/** htmx around the edges: the token, the waiting bar, and a plain word where a panel could not be fetched. */
import "htmx.org";
import { cookie, parse } from "../page";
import * as wait from "../wait";

interface Asked {
  sourceElement: Element;
  target?: Element;
  text?: string;
  request: { headers: Record<string, string>; method: string };
  response?: { status: number; headers: Headers };
}

const WORDS = {
  missed: "没有取到，可能是网断了。",
  again: "再取一次",
  away: "您离开得久，要重新登录。",
  signIn: "去登录",
};

const asked = (event: Event): Asked => (event as CustomEvent<{ ctx: Asked }>).detail.ctx;

document.addEventListener("htmx:config:request", (event) => {
  const { request } = asked(event);
  if (request.method.toUpperCase() !== "GET") request.headers["X-CSRFToken"] = cookie("csrftoken");
});
document.addEventListener("htmx:before:request", wait.begin);
document.addEventListener("htmx:finally:request", wait.end);

document.addEventListener("htmx:error", (event) => missed(asked(event)));
document.addEventListener("htmx:response:error", (event) => {
  const ctx = asked(event);
  const status = ctx.response?.status ?? 0;
  if (status === 422) return;
  const panel = ctx.sourceElement.closest(".hy-panel");
  if (status === 401) say(ctx, WORDS.away, link(WORDS.signIn, ctx.response?.headers.get("X-Sign-In") ?? "/"));
  else if (status === 409) say(ctx, parse(ctx.text ?? "").body.textContent?.trim() ?? "");
  else if (panel && (status === 403 || status === 404)) panel.remove();
  else missed(ctx);
});

function missed(ctx: Asked): void {
  const panel = ctx.sourceElement.matches(".hy-panel");
  say(ctx, WORDS.missed, ...(panel ? [again(ctx.sourceElement)] : []));
}

function again(panel: Element): HTMLButtonElement {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "hy-button", textContent: WORDS.again });
  button.addEventListener("click", () => panel.dispatchEvent(new Event("hy:again")));
  return button;
}

function link(words: string, url: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = url;
  made.target = "_blank";
  made.textContent = words;
  return made;
}

/** In the panel where it is one, else beside what was pressed. */
function say(ctx: Asked, words: string, ...more: Node[]): void {
  const bar = document.createElement("div");
  bar.className = "hy-said hy-bar hy-bar--late hy-row";
  bar.setAttribute("role", "alert");
  bar.append(words, ...more);
  const source = ctx.sourceElement;
  if (source.matches(".hy-panel")) {
    source.replaceChildren(bar);
  } else {
    const before = source.previousElementSibling;
    if (before?.matches(".hy-said")) before.remove();
    source.before(bar);
  }
}
