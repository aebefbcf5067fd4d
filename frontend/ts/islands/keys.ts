/** Single keys: N 记一笔, / 找人, J K rows, Enter opens, ? lists them. Off inside fields and dialogs, and by a
 *  switch in 我的账号 (data-keys="off" on the body; WCAG 2.1.4). */

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

/** The first link of each row. */
function rows(): HTMLElement[] {
  return [...document.querySelectorAll(".hy-loop, .hy-table tbody tr, .hy-lines > li")]
    .map((row) => row.querySelector<HTMLElement>("a[href]"))
    .filter((link) => link !== null);
}

function move(by: number): void {
  const all = rows();
  const now = all.indexOf(document.activeElement as HTMLElement);
  const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function find(): void {
  const field = document.querySelector<HTMLInputElement>(".hy-find input");
  const link = document.querySelector<HTMLFormElement>(".hy-find");
  if (field?.offsetParent) field.focus();
  else if (link) location.assign(link.action);
}

const KEYS: Record<string, () => void> = {
  n: () => document.querySelector<HTMLElement>("[data-hy-quick]")?.click(),
  "/": find,
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

export {};
