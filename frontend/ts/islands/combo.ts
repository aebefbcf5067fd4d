/** Type-ahead: <hy-combo url="/find/list" name="people" many><input …></hy-combo>. The list is HTML from the server:
 *  <li role="option" data-value="…" data-words="…">. Arrows choose, Enter takes, Esc closes (WAI-ARIA combobox). */

class HyCombo extends HTMLElement {
  private field!: HTMLInputElement;
  private list!: HTMLElement;
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement>("input[type=search], input[type=text]");
    if (!field || this.list) return;
    this.field = field;
    this.list = document.createElement("div");
    this.list.className = "hy-combo-list";
    this.list.id = `${field.id || "combo"}-list`;
    this.list.hidden = true;
    field.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
    }))
      field.setAttribute(name, value);
    field.addEventListener("input", () => this.soon(field.value));
    field.addEventListener("focus", () => this.soon(field.value));
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      const option = event.target instanceof Element && event.target.closest<HTMLElement>("[role=option]");
      if (option) {
        event.preventDefault();
        this.take(option);
      }
    });
    this.addEventListener("click", (event) => {
      const drop = event.target instanceof Element && event.target.closest("[data-hy-drop]");
      if (drop) drop.closest(".hy-tag")?.remove();
    });
  }

  private soon(text: string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(text), 120);
  }

  private async ask(text: string): Promise<void> {
    const turn = ++this.asked;
    const url = new URL(this.getAttribute("url") ?? "", location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || turn !== this.asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.list.replaceChildren(...page.body.childNodes);
      this.options.forEach((option, n) => {
        option.id = `${this.list.id}-${n}`;
      });
      this.open();
    } catch {
      this.close(); // no line: the field stays a field
    }
  }

  private get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private get chosen(): HTMLElement | undefined {
    return this.options.find((option) => option.getAttribute("aria-selected") === "true");
  }

  private open(): void {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.mark(this.options[0]);
  }

  private close(): void {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  private mark(option: HTMLElement | undefined): void {
    for (const one of this.options) one.setAttribute("aria-selected", String(one === option));
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
  }

  private key(event: KeyboardEvent): void {
    const all = this.options;
    const now = this.chosen ? all.indexOf(this.chosen) : -1;
    if (event.key === "ArrowDown") this.mark(all[Math.min(now + 1, all.length - 1)]);
    else if (event.key === "ArrowUp") this.mark(all[Math.max(now - 1, 0)]);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (event.key === "Enter" && !event.ctrlKey && this.chosen && !this.list.hidden)
      this.take(this.chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private take(option: HTMLElement): void {
    const { value = "", words = option.textContent ?? "" } = option.dataset;
    const name = this.getAttribute("name") ?? "";
    const box = this.querySelector(".hy-combo-chosen");
    if (!this.hasAttribute("many")) box?.replaceChildren();
    const tag = document.createElement("span");
    tag.className = "hy-tag";
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.dataset.hyDrop = "";
    drop.className = "hy-button hy-button--quiet";
    drop.textContent = "去掉";
    drop.setAttribute("aria-label", `去掉${words.trim()}`);
    tag.append(words.trim(), input, drop);
    box?.append(tag);
    this.field.value = "";
    this.close();
    this.dispatchEvent(new CustomEvent("hy:chosen", { bubbles: true, detail: { ...option.dataset } }));
    const next = this.getAttribute("then");
    if (next) document.querySelector<HTMLElement>(next)?.focus();
  }
}

customElements.define("hy-combo", HyCombo);

export {};
