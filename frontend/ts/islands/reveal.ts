/** An opened value: counts down and is gone from the page when its time has run out. */

class HyReveal extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.timer = window.setInterval(() => this.tick(), 1000);
    this.tick();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private tick(): void {
    const left = Math.floor((Date.parse(this.getAttribute("until") ?? "") - Date.now()) / 1000);
    const words = this.querySelector("[data-hy-left]");
    if (!(left > 0)) {
      window.clearInterval(this.timer);
      this.textContent = "时间到，已遮回。要再看，请刷新这一页，再写一次用途。";
    } else if (words) {
      words.textContent = `再过 ${Math.floor(left / 60)} 分 ${left % 60} 秒遮回；已记入日志`;
    }
  }
}

customElements.define("hy-reveal", HyReveal);

export {};
