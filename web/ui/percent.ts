const whole = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 0 });

/** A share as the reports write it, without its fractions. @param share - in [0, 1] */
export const percent = (share: number): string => whole.format(share);
