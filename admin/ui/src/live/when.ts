// Says times as admin/internal/words does, in the practice's zone.

/** "today, 2:40 pm", "yesterday, 2:40 pm", "Tuesday, 2:40 pm", "3 November, 2:40 pm". at is in milliseconds since 1970. */
export function when(at: number, zone: string): string {
  const say = (options: Intl.DateTimeFormatOptions, time = at): string => new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(time);
  const clock = say({ hour: "numeric", minute: "2-digit" }).replace(/\s/, " ").toLowerCase();
  const midnight = (time: number): number => Date.parse(say({ year: "numeric", month: "2-digit", day: "2-digit" }, time) + " UTC");
  const days = Math.round((midnight(Date.now()) - midnight(at)) / 86_400_000);
  if (days <= 0) return `today, ${clock}`;
  if (days === 1) return `yesterday, ${clock}`;
  if (days < 7) return `${say({ weekday: "long" })}, ${clock}`;
  const year = say({ year: "numeric" });
  return `${say({ day: "numeric" })} ${say({ month: "long" })}${year === say({ year: "numeric" }, Date.now()) ? "" : ` ${year}`}, ${clock}`;
}
