import { type Value, words } from "./data.ts";

// Digits behind the point, by ISO 4217, of the currencies that do not have two. It is the server's list, which a test compares: what a browser
// knows differs from it and from one browser to the next, and an amount would be shown a hundred times too large.
const digits: { [code: string]: number } = {
  ADP: 0, AFN: 0, ALL: 0, AMD: 0, BIF: 0, BYR: 0, CLP: 0, COP: 0, DJF: 0, ESP: 0, GNF: 0, GYD: 0, IDR: 0, IQD: 0,
  IRR: 0, ISK: 0, ITL: 0, JPY: 0, KMF: 0, KPW: 0, KRW: 0, LAK: 0, LBP: 0, LUF: 0, MGA: 0, MGF: 0, MMK: 0, MNT: 0,
  MRO: 0, MUR: 0, PKR: 0, PYG: 0, RSD: 0, RWF: 0, SLL: 0, SOS: 0, STD: 0, SYP: 0, TMM: 0, TRL: 0, TZS: 0, UGX: 0,
  UYI: 0, UZS: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0, YER: 0, ZMK: 0, ZWD: 0,
  BHD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4,
};

/** An amount in the smallest unit of a currency, as people write it: 12000 of USD are "120.00". */
export function written(minor: number, code: string): string {
  const behind = digits[code] ?? 2;
  const all = String(Math.abs(minor)).padStart(behind + 1, "0");
  const sign = minor < 0 ? "-" : "";
  return behind === 0 ? sign + all : `${sign}${all.slice(0, -behind)}.${all.slice(-behind)}`;
}

/** An amount as it stands in its field: what the server has made out is in minor units, what was typed is as it was typed. */
export function amountIn(currency: string, amount: Value | undefined): string {
  return typeof amount === "number" ? written(amount, currency) : words(amount);
}
