/** A form that loses nothing: a lost line, an error of the server or an expired session leaves what was typed in
 *  place and says how to go on. Without this island it is an ordinary form. Nothing is written to browser storage. */
import { attend, cookie, FRAGMENT, land, parse, wake } from "../page";
import * as wait from "../wait";

const WORDS = {
  offline: "没有交上：网断了。您写的还在，联网后再点一次",
  broken: "没有交上：那边暂时出了问题。您写的还在，过一会儿再点一次",
  busy: "没有交上：现在人太多。您写的还在，过一会儿再点一次",
  refused: "没有交上。您写的还在，请看一下再点一次",
  away: "没有交上：您离开得久，要重新登录。您写的还在，",
  signIn: "在新窗口登录",
  back: "，再回来点一次",
};

class HyForm extends HTMLElement {
  private busy = false;
  private ready = false;

  connectedCallback(): void {
    if (this.ready) return;
    this.ready = true;
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
    this.hush();
    const pressed = button ?? form.querySelector<HTMLElement>("button:not([type=button])");
    pressed?.setAttribute("aria-disabled", "true");
    wait.begin();
    try {
      await this.answer(await this.post(form, button), pressed);
    } catch {
      this.say(WORDS.offline, pressed);
    } finally {
      wait.end();
      this.busy = false;
      pressed?.removeAttribute("aria-disabled");
    }
  }

  private async post(form: HTMLFormElement, button: HTMLElement | null): Promise<Response> {
    const typed = new FormData(form, button);
    typed.set("csrfmiddlewaretoken", await token());
    const body = form.enctype === "multipart/form-data" ? typed : new URLSearchParams(plain(typed));
    const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    return fetch(action, { method: "POST", body, headers: FRAGMENT, credentials: "same-origin" });
  }

  private async answer(response: Response, pressed: HTMLElement | null): Promise<void> {
    const { status } = response;
    const to = response.headers.get("HX-Redirect");
    if (to) return go(to);
    if (status === 401) return this.signIn(response.headers.get("X-Sign-In") ?? "/", pressed);
    if (status === 429) return this.say(WORDS.busy, pressed);
    if (status >= 500) return this.say(WORDS.broken, pressed);
    const page = parse(await response.text());
    if (status === 422) return this.again(page);
    if (status >= 400) return this.refuse(page, pressed);
    land(page, response.url);
  }

  /** The same form with its errors: only it is taken from the page, so that the rest stays where it was. */
  private again(page: Document): void {
    const twins = [...page.querySelectorAll<HTMLElement>("hy-form")];
    const here = [...document.querySelectorAll("hy-form")].indexOf(this);
    const fresh = (this.id && page.getElementById(this.id)) || twins[here] || twins[0];
    if (fresh) {
      this.replaceChildren(...fresh.childNodes);
      wake(this);
      attend(this.querySelector<HTMLElement>(".hy-errors, [aria-invalid=true]"));
    } else {
      land(page, "");
    }
  }

  /** 409 is one sentence; 403 and 404 are pages, whose heading and sentence are said here. */
  private refuse(page: Document, pressed: HTMLElement | null): void {
    const parts = [...page.querySelectorAll("h1, .hy-lead")].map((part) => part.textContent?.trim() ?? "");
    const words = parts.length ? parts.join("。") : page.body.textContent?.trim();
    this.say(words || WORDS.refused, pressed);
  }

  private signIn(url: string, pressed: HTMLElement | null): void {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.textContent = WORDS.signIn;
    this.say(WORDS.away, pressed, link, WORDS.back);
  }

  private hush(): void {
    this.querySelector(".hy-said")?.remove();
  }

  /** One line beside the pressed button, read aloud when it appears. */
  private say(words: string, beside: HTMLElement | null, ...more: (Node | string)[]): void {
    this.hush();
    const name = beside?.textContent?.trim();
    const end = /[。！？]$/.test(words) || more.length ? "" : name ? `“${name}”。` : "。";
    const bar = document.createElement("div");
    bar.className = "hy-said hy-bar hy-bar--late";
    bar.setAttribute("role", "alert");
    bar.append(words + end, ...more, more.length ? "。" : "");
    const place = beside?.closest(".hy-save") ?? beside ?? this.querySelector("form");
    place?.before(bar);
    bar.scrollIntoView({ block: "nearest" });
  }
}

/** The token of this moment: signing in again in another tab has changed it, and a cleared cookie is fetched anew. */
async function token(): Promise<string> {
  if (!cookie("csrftoken")) await fetch(location.href, { credentials: "same-origin" });
  return cookie("csrftoken");
}

function plain(typed: FormData): [string, string][] {
  return [...typed].map(([name, value]) => [name, String(value)]);
}

function go(to: string): void {
  const here = new URL(location.href);
  const there = new URL(to, here);
  location.assign(there);
  if (there.pathname === here.pathname && there.search === here.search) location.reload();
}

customElements.define("hy-form", HyForm);
