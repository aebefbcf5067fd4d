/** A thin bar after 400 ms of waiting; until then nothing moves and the old content stays. */

const PATIENCE = 400;
let waiting = 0;
let timer = 0;

export function begin(): void {
  waiting += 1;
  if (waiting > 1) return;
  timer = window.setTimeout(() => document.documentElement.classList.add("hy-waiting"), PATIENCE);
}

export function end(): void {
  waiting = Math.max(0, waiting - 1);
  if (waiting > 0) return;
  window.clearTimeout(timer);
  document.documentElement.classList.remove("hy-waiting");
}
