/** Which business hours count for a conversation: those of the site it came in by. Pure. */
import type { BusinessHours } from "./business-hours.ts";
import { DEFAULT_SITE_KEY } from "./sites.ts";

/** The hours of every site by its key; null: that site is always open. */
export type SiteHours = Readonly<Record<string, BusinessHours | null>>;

export function hoursBySite(
	sites: readonly { readonly key: string; readonly businessHours: BusinessHours | null }[],
): SiteHours {
	return Object.fromEntries(sites.map(({ key, businessHours }) => [key, businessHours]));
}

/** Null: always open. The conversations of a site that is gone go by the default one's hours. */
export function hoursOfSite(hours: SiteHours, siteKey: string): BusinessHours | null {
	return (Object.hasOwn(hours, siteKey) ? hours[siteKey] : hours[DEFAULT_SITE_KEY]) ?? null;
}
