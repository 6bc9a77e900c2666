// Waits until things are quiet before something is done, but not for ever.

export class Pause {
  private timer = 0;
  private since = 0; // when it was first asked for; 0: it is not

  /** most is how long what was asked for waits at most, in milliseconds. */
  constructor(private readonly most: number, private readonly run: () => void) {}

  /** Runs it after this time, in milliseconds, unless it is asked for anew before. */
  after(time: number): void {
    const now = Date.now();
    this.since ||= now;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.since = 0;
      this.run();
    }, Math.max(0, Math.min(time, this.since + this.most - now)));
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.since = 0;
  }
}
