/** A form that loses nothing: a lost line, an error of the server or an expired session leaves what was typed in
 *  place and says how to go on. Without this island it is an ordinary form. Nothing is written to browser storage. */

const WORDS = {
  sending: "正在交上……",
  offline: "没有交上：网断了。您写的还在，联网后再点一次。",
  broken: "没有交上：那边暂时出了问题。您写的还在，过一会儿再点一次。",
  busy: "没有交上：现在人太多。您写的还在，请过一会儿再点一次。",
  away: "没有交上：您离开得久，要重新登录。您写的还在：",
  signIn: "在新窗口登录，再回来点一次",
};

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

class HyForm extends HTMLElement {
  private busy = false;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => {
      const form = event.target;
      if (form instanceof HTMLFormElement && form.method === "post") {
        event.preventDefault();
        void this.send(form, event.submitter);
      }
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.querySelector("form")?.requestSubmit();
      }
    });
  }

  private async send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.say("");
    const pressed = button ?? form.querySelector<HTMLElement>("[type=submit]");
    pressed?.setAttribute("aria-disabled", "true");
    try {
      await this.answer(await this.post(form, button), pressed);
    } catch {
      this.say(WORDS.offline, pressed);
    } finally {
      this.busy = false;
      pressed?.removeAttribute("aria-disabled");
    }
  }

  private post(form: HTMLFormElement, button: HTMLElement | null): Promise<Response> {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) body.append(name, String(value));
    const token = cookie("csrftoken");
    if (token) body.set("csrfmiddlewaretoken", token);
    const headers = { "HX-Request": "true", "X-CSRFToken": token };
    const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    return fetch(action, { method: "POST", body, headers, credentials: "same-origin" });
  }

  private async answer(response: Response, pressed: HTMLElement | null): Promise<void> {
    const to = response.headers.get("HX-Redirect");
    if (to) return this.go(to);
    if (response.status === 401) return this.signIn(response.headers.get("X-Sign-In") ?? "/", pressed);
    if (response.status === 409) return void this.say((await response.text()).trim(), pressed, true);
    if (response.status === 429) return void this.say(WORDS.busy, pressed);
    if (response.status >= 500) return void this.say(WORDS.broken, pressed);
    this.swap(await response.text(), response.status);
  }

  private go(to: string): void {
    const here = new URL(location.href);
    const there = new URL(to, here);
    location.assign(there);
    if (there.pathname === here.pathname && there.search === here.search) location.reload();
  }

  /** The same page with its errors: only this form is taken from it, so that the rest stays where it was. */
  private swap(html: string, status: number): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = this.id ? page.getElementById(this.id) : page.querySelector("hy-form");
    if (status < 400 || status !== 422 || !fresh) {
      document.open();
      document.write(html);
      document.close();
      return;
    }
    this.replaceChildren(...fresh.childNodes);
    const first = this.querySelector<HTMLElement>(".hy-errors, [aria-invalid=true]");
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  }

  private signIn(url: string, pressed: HTMLElement | null): void {
    const bar = this.say(WORDS.away, pressed);
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.textContent = WORDS.signIn;
    bar?.append(link);
  }

  /** One line beside the pressed button, read aloud when it changes. */
  private say(words: string, beside: HTMLElement | null = null, html = false): HTMLElement | null {
    this.querySelector(".hy-said")?.remove();
    if (!words) return null;
    const bar = document.createElement("div");
    bar.className = "hy-said hy-bar hy-bar--late";
    bar.setAttribute("role", "alert");
    if (html) bar.append(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
    else bar.textContent = words;
    const place = beside?.closest(".hy-save") ?? beside ?? this.querySelector("form");
    place?.before(bar);
    return bar;
  }
}

customElements.define("hy-form", HyForm);
