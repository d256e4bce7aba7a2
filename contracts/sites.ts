/** A company's sites: where its chat stands, how it looks there, and when somebody is there. */
import { z } from "zod";
import { AllowedOrigin } from "./allowed-origin.ts";
import { SiteName, SiteStarters } from "./api.ts";
import { BusinessHours } from "./business-hours.ts";
import { SiteKey } from "./site-key.ts";

/** The site that is always there: it looks as the deployment is configured, where its own row does not say otherwise. */
export const DEFAULT_SITE_KEY = "default";
/** What it is called at the desk as long as it has no name of its own. */
export const DEFAULT_SITE_NAME = "Default site";

export const AccentColor = z.string().regex(/^#[0-9a-f]{6}$/, "is written #1f6feb, in small letters");
export const LauncherPosition = z.enum(["bottom-right", "bottom-left"]);
const Locale = z.string().max(35).refine(isLocale, "is not a language tag such as de or pt-BR");
const Origins = z
	.array(AllowedOrigin)
	.max(50)
	.refine((list) => new Set(list).size === list.length, "an origin stands there twice");

/** What can be said of a site beside its key. Null: as configured, or nothing. */
const look = {
	accentColor: AccentColor.nullable(),
	/** Said above the first message. */
	greeting: z.string().trim().min(1).max(300).nullable(),
	/** Null: those of the configuration. */
	starters: SiteStarters.nullable(),
	launcherPosition: LauncherPosition,
	/** The language of the page where the customer has not chosen one. */
	locale: Locale.nullable(),
	/** Pages that may chat with it, beside our own. */
	allowedOrigins: Origins,
	/** Null: always there. */
	businessHours: BusinessHours.nullable(),
};

export const NewSite = z.object({
	key: SiteKey,
	name: SiteName,
	accentColor: look.accentColor.default(null),
	greeting: look.greeting.default(null),
	starters: look.starters.default(null),
	launcherPosition: look.launcherPosition.default("bottom-right"),
	locale: look.locale.default(null),
	allowedOrigins: look.allowedOrigins.default([]),
	businessHours: look.businessHours.default(null),
});
export type NewSite = z.infer<typeof NewSite>;

/** What is left out stays. The key stays in any case: pages and tokens name it. */
export const ChangeSite = z
	.object({ name: SiteName.nullable(), ...look })
	.partial()
	.refine((change) => Object.keys(change).length > 0, "changes nothing");
export type ChangeSite = z.infer<typeof ChangeSite>;

export const DeskSite = z.object({
	id: z.uuid(),
	key: SiteKey,
	isDefault: z.boolean(),
	/** Null for the default site alone: as configured. */
	name: SiteName.nullable(),
	...look,
	createdAt: z.iso.datetime(),
	updatedAt: z.iso.datetime(),
});
export type DeskSite = z.infer<typeof DeskSite>;
export const DeskSiteList = z.object({ sites: z.array(DeskSite) });

function isLocale(tag: string): boolean {
	try {
		return /^[a-z]{2,3}\b/.test(tag) && Intl.getCanonicalLocales(tag)[0] === tag;
	} catch {
		return false; // it throws for what is no tag at all
	}
}
