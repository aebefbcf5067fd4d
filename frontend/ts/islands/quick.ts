/** 记一笔 from every page: the form's own page, put into a dialog. Esc closes it and keeps the draft in place. */

async function fill(dialog: HTMLDialogElement, url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("[data-hy-dialog]");
    if (!form) return false;
    dialog.querySelector(".hy-dialog-body")?.replaceChildren(form);
    dialog.dataset.url = url;
    return true;
  } catch {
    return false;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a[data-hy-quick]");
  const dialog = document.querySelector<HTMLDialogElement>("#hy-quick");
  if (!link || !dialog || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const url = new URL(link.href);
  url.searchParams.set("next", location.pathname + location.search);
  void (async () => {
    const kept = dialog.dataset.url === url.href;
    if (kept || (await fill(dialog, url.href))) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>("[autofocus], input:not([type=hidden])")?.focus();
    } else {
      location.assign(link.href);
    }
  })();
});
