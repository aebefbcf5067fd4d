/** Single keys: N 记一笔, / 找人, J K rows, Enter opens, ? lists them. Off inside fields, and by a switch (data-keys="off"). */

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".hy-loop-title, .hy-table tbody a:first-of-type")];
}

function move(by: number): void {
  const all = rows();
  const now = all.indexOf(document.activeElement as HTMLElement);
  all[Math.min(all.length - 1, Math.max(0, now + by))]?.focus();
}

const KEYS: Record<string, () => void> = {
  n: () => document.querySelector<HTMLElement>("[data-hy-quick]")?.click(),
  "/": () => {
    const find = document.querySelector<HTMLInputElement>(".hy-find input");
    if (find?.offsetParent) find.focus();
    else location.assign("/find");
  },
  j: () => move(1),
  k: () => move(-1),
  "?": () => document.querySelector<HTMLDialogElement>("#hy-keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
});

document.addEventListener("click", (event) => {
  const close = event.target instanceof Element && event.target.closest("[data-hy-close]");
  if (close) close.closest("dialog")?.close();
  const print = event.target instanceof Element && event.target.closest("[data-hy-print]");
  if (print) window.print();
});
