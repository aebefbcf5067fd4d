/** An opened value: counts down and is gone from the page when its time has run out. */

class HyReveal extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    const until = Date.parse(this.getAttribute("until") ?? "");
    const words = this.querySelector("[data-hy-left]");
    const tick = (): void => {
      const left = Math.floor((until - Date.now()) / 1000);
      if (!(left > 0)) {
        window.clearInterval(this.timer);
        this.textContent = "已遮回。";
      } else if (words) {
        words.textContent = `再过 ${Math.floor(left / 60)} 分 ${left % 60} 秒遮回；已记入日志`;
      }
    };
    tick();
    this.timer = window.setInterval(tick, 1000);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }
}

customElements.define("hy-reveal", HyReveal);

export {};
