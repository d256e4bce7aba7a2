import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";

/** A header that only a script of an allowed origin can send: a form or an image of a foreign page can't. */
export const PAGE_HEADER = "X-Care-Client";

/** Cookies of accounts, and how long a browser keeps each. `sameSite` is lax where an issuer sends the browser back. */
const COOKIES = {
	refresh: { name: "care_refresh", path: "/api/auth", sameSite: "Strict", maxAgeSeconds: 30 * 24 * 60 * 60 },
	device: { name: "care_device", path: "/api/auth", sameSite: "Strict", maxAgeSeconds: 180 * 24 * 60 * 60 },
	oidc: { name: "care_oidc", path: "/api/auth/oidc", sameSite: "Lax", maxAgeSeconds: 600 },
} as const;
type CookieName = keyof typeof COOKIES;

export function readCookie(c: Context<HonoEnv>, cookie: CookieName): string | undefined {
	return getCookie(c, nameOf(c, cookie));
}

export function writeCookie(c: Context<HonoEnv>, cookie: CookieName, value: string): void {
	const { path, sameSite, maxAgeSeconds } = COOKIES[cookie];
	setCookie(c, nameOf(c, cookie), value, {
		path,
		sameSite,
		httpOnly: true,
		secure: isSecure(c),
		maxAge: maxAgeSeconds,
	});
}

export function clearCookie(c: Context<HonoEnv>, cookie: CookieName): void {
	deleteCookie(c, nameOf(c, cookie), { path: COOKIES[cookie].path, secure: isSecure(c) });
}

/**
 * Stands before routes that go by a cookie: the request must come from a page of ours. SameSite=Strict keeps foreign
 * sites out already; this keeps out other origins of our own site, and browsers that don't know it.
 */
export const requireOwnPage = createMiddleware<HonoEnv>(async (c, next) => {
	const origin = c.req.header("Origin");
	const ours = [new URL(c.req.url).origin, c.var.services.config.PUBLIC_URL];
	if (origin === undefined || !ours.includes(origin) || c.req.header(PAGE_HEADER) === undefined)
		throw new AppError("forbidden", `This is for our own pages: it wants their Origin and ${PAGE_HEADER}.`);
	await next();
});

/** The prefix makes the browser refuse the cookie from anything but https. */
function nameOf(c: Context<HonoEnv>, cookie: CookieName): string {
	const { name } = COOKIES[cookie];
	return isSecure(c) ? `__Secure-${name}` : name;
}

/** Everywhere but on a developer's machine without TLS, where some browsers would drop such a cookie. */
function isSecure(c: Context<HonoEnv>): boolean {
	return c.var.services.config.ENVIRONMENT !== "development" || new URL(c.req.url).protocol === "https:";
}
