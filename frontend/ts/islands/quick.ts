/** 记一笔 from every page: the form's own page, put into a dialog. Esc puts it away; its draft waits in this page,
 *  one for each address it was opened with, so that what was begun for one person is not found under another. */
import { FRAGMENT, parse, wake } from "../page";
import * as wait from "../wait";

const drafts = new Map<string, Element>();

async function form(url: string): Promise<Element | null> {
  const kept = drafts.get(url);
  if (kept) return kept;
  wait.begin();
  try {
    const answer = await fetch(url, { headers: FRAGMENT, credentials: "same-origin" });
    const fresh = answer.ok ? parse(await answer.text()).querySelector("[data-hy-dialog]") : null;
    if (fresh) drafts.set(url, fresh);
    return fresh;
  } catch {
    return null;
  } finally {
    wait.end();
  }
}

async function open(dialog: HTMLDialogElement, link: HTMLAnchorElement): Promise<void> {
  const url = new URL(link.href);
  url.searchParams.set("next", location.pathname + location.search);
  const found = await form(url.href);
  if (!found) return location.assign(link.href);
  const body = dialog.querySelector(".hy-dialog-body");
  if (!body?.contains(found)) {
    body?.replaceChildren(found);
    wake(found);
  }
  dialog.showModal();
  body?.querySelector<HTMLElement>("[autofocus], input:not([type=hidden]), textarea")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a[data-hy-quick]");
  const dialog = document.querySelector<HTMLDialogElement>("#hy-quick");
  if (!link || !dialog || dialog.open || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void open(dialog, link);
});
