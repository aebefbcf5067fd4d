/** Type-ahead: <hy-combo url="/find/list" name="people" many then="#id_note"><input …><div class="hy-combo-chosen">.
 *  The list is HTML from the server, <ul role="listbox"><li role="option" data-value="…" data-words="…">; other lines
 *  of it may hold links. Arrows choose, Enter takes, Esc closes, Backspace in an empty field takes the last one back
 *  (WAI-ARIA combobox). Chosen ones are tags with a hidden input each; `hy:chosen` tells the page.
 *  It imports nothing, so that the bundle stays one file and the page needs one journey less. */

const PAUSE = 120; // ms of stillness before asking
let made = 0;

class HyCombo extends HTMLElement {
  private field: HTMLInputElement | null = null;
  private list = document.createElement("div");
  private said = document.createElement("span");
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement>("input[type=search], input[type=text]");
    if (!field || this.field) return;
    this.field = field;
    this.list.className = "hy-combo-list";
    this.list.hidden = true;
    this.said.className = "hy-sr";
    this.said.setAttribute("role", "status");
    field.after(this.list, this.said);
    this.name(field);
    this.listen(field);
  }

  private name(field: HTMLInputElement): void {
    made += 1;
    this.list.id = `hy-combo-${made}`;
    const roles = {
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
    };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
  }

  private listen(field: HTMLInputElement): void {
    field.addEventListener("input", () => this.soon());
    field.addEventListener("focus", () => this.soon());
    field.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.close();
    });
    this.list.addEventListener("mousedown", (event) => {
      if (!(event.target instanceof Element && event.target.closest("a, button"))) event.preventDefault();
    });
    this.addEventListener("click", (event) => {
      if (!(event.target instanceof Element)) return;
      const option = event.target.closest<HTMLElement>("[role=option]");
      if (option) this.take(option);
      if (event.target.closest("[data-hy-drop]")) this.drop(event.target.closest(".hy-chosen"));
    });
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    this.asked += 1;
    const turn = this.asked;
    // posted: a name in an address would stand in logs and in the history
    const token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    try {
      const answer = await fetch(this.getAttribute("url") ?? "", {
        method: "POST",
        body: new URLSearchParams({ q: this.field?.value ?? "" }),
        headers: { "HX-Request": "true", "X-CSRFToken": token },
        credentials: "same-origin",
      });
      if (answer.ok && turn === this.asked) this.show(await answer.text());
    } catch {
      this.close(); // no line: the field stays a field
    }
  }

  private show(html: string): void {
    if (document.activeElement !== this.field) return;
    this.list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    const box = this.list.querySelector("[role=listbox]");
    if (box) {
      box.id = `${this.list.id}-box`;
      this.field?.setAttribute("aria-controls", box.id);
    }
    for (const [n, option] of this.options.entries()) option.id = `${this.list.id}-${n}`;
    this.list.hidden = false;
    this.field?.setAttribute("aria-expanded", "true");
    this.said.textContent = this.options.length ? `${this.options.length} 个，用上下键选` : "没有找到";
    this.mark(this.options[0]);
  }

  private get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private get marked(): HTMLElement | undefined {
    return this.options.find((option) => option.getAttribute("aria-selected") === "true");
  }

  private close(): void {
    this.list.hidden = true;
    this.asked += 1;
    this.field?.setAttribute("aria-expanded", "false");
    this.field?.removeAttribute("aria-activedescendant");
  }

  private mark(option: HTMLElement | undefined): void {
    for (const one of this.options) one.setAttribute("aria-selected", String(one === option));
    this.field?.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }

  private step(by: number): void {
    const all = this.options;
    const now = this.marked ? all.indexOf(this.marked) : -1;
    if (this.list.hidden) this.soon();
    else this.mark(all[Math.min(Math.max(now + by, 0), all.length - 1)]);
  }

  private key(event: KeyboardEvent): void {
    const shut = this.list.hidden;
    if (event.key === "ArrowDown") this.step(1);
    else if (event.key === "ArrowUp") this.step(-1);
    else if (event.key === "Escape" && !shut) this.close();
    else if (event.key === "Enter" && !event.ctrlKey && !shut && this.marked) this.take(this.marked);
    else if (event.key === "Backspace" && !this.field?.value && this.last) this.drop(this.last);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private take(option: HTMLElement): void {
    const { value = "", words = option.textContent ?? "" } = option.dataset;
    const box = this.querySelector(".hy-combo-chosen");
    if (!this.hasAttribute("many")) box?.replaceChildren();
    const had = [...this.querySelectorAll<HTMLInputElement>(".hy-combo-chosen input")];
    if (!had.some((input) => input.value === value)) box?.append(this.tag(value, words.trim()));
    if (this.field) this.field.value = "";
    this.close();
    this.tell({ ...option.dataset });
    const next = this.getAttribute("then");
    if (next) document.querySelector<HTMLElement>(next)?.focus();
  }

  private tag(value: string, words: string): HTMLElement {
    const tag = document.createElement("span");
    tag.className = "hy-chosen";
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: this.getAttribute("name") ?? "", value });
    const drop = document.createElement("button");
    Object.assign(drop, { type: "button", className: "hy-button hy-button--quiet", textContent: "去掉" });
    drop.dataset.hyDrop = "";
    drop.setAttribute("aria-label", `去掉${words}`);
    tag.append(words, input, drop);
    return tag;
  }

  private get last(): Element | null {
    return [...this.querySelectorAll(".hy-chosen")].at(-1) ?? null;
  }

  private drop(tag: Element | null): void {
    if (!tag) return;
    tag.remove();
    this.field?.focus();
    this.tell({});
  }

  private tell(detail: Record<string, string | undefined>): void {
    this.dispatchEvent(new CustomEvent("hy:chosen", { bubbles: true, detail }));
  }
}

customElements.define("hy-combo", HyCombo);

export {};
