/** One-line behaviours of buttons: close a dialog, print, show a password, keep the first-day note shut. */

const YEAR = 365 * 24 * 3600;

function peek(button: HTMLElement): void {
  const field = button.parentElement?.querySelector<HTMLInputElement>("input");
  if (!field) return;
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.textContent = shown ? "显示" : "遮住";
  button.setAttribute("aria-pressed", String(!shown));
}

const ACTS: Record<string, (button: HTMLElement) => void> = {
  "[data-hy-close]": (button) => button.closest("dialog")?.close(),
  "[data-hy-print]": () => window.print(),
  "[data-hy-peek]": peek,
};

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  for (const [selector, act] of Object.entries(ACTS)) {
    const button = event.target.closest<HTMLElement>(selector);
    if (button) act(button);
  }
});

// a menu that is left is shut; the note that was shut stays shut for this role
document.addEventListener("click", (event) => {
  const menu = document.querySelector<HTMLDetailsElement>(".hy-who[open]");
  if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener(
  "toggle",
  (event) => {
    const note = event.target;
    if (!(note instanceof HTMLDetailsElement) || !note.dataset.hySeen) return;
    const age = note.open ? 0 : YEAR;
    const secure = location.protocol === "https:" ? "; secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
    document.cookie = `hy_seen=${note.dataset.hySeen}; path=/; max-age=${age}; samesite=lax${secure}`;
  },
  true,
);

export {};
