/** What islands do with HTML from the server: read it, and put it where the old page was. */
import htmx from "htmx.org";

export function parse(html: string): Document {
  return new DOMParser().parseFromString(html, "text/html");
}

/** A fragment as the server's own guard knows it: no redirect to follow, 401 instead of the sign-in page. */
export const FRAGMENT = { "HX-Request": "true" };

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** The whole answer of a form that did not redirect: its page stands where this one stood, heading first. */
export function land(page: Document, url: string): void {
  document.title = page.title;
  document.body.replaceWith(page.body);
  if (url && url !== location.href) history.replaceState(null, "", url);
  htmx.process(document.body);
  window.scrollTo(0, 0);
  attend(document.querySelector<HTMLElement>("h1"));
}

/** Where reading goes on after a swap. */
export function attend(place: HTMLElement | null): void {
  if (!place) return;
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus();
}

export function wake(fresh: Element): void {
  htmx.process(fresh);
}
