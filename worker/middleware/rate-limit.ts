import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { clientBucket } from "../limits/client-address.ts";
import type { LimitName } from "../limits/rules.ts";
import type { LimitDecision } from "../limits/window-counter.ts";

/** Counts by the client's address. @param meanwhile - begun while the count is waited for */
export function limitByAddress(name: LimitName, meanwhile?: (c: Context<HonoEnv>) => void) {
	return createMiddleware<HonoEnv>(async (c, next) => {
		const trusted = c.var.services.config.CLIENT_ADDRESS_HEADER;
		await takeLimit(c, name, clientBucket(c.req.raw.headers, trusted), () => meanwhile?.(c));
		await next();
	});
}

/** Counts by the user or the API key: stands after the access rule that names one. */
export function limitByPrincipal(name: LimitName) {
	return createMiddleware<HonoEnv>(async (c, next) => {
		const { kind, user, credentialId } = c.var.principal;
		await takeLimit(c, name, kind === "user" ? user.id : credentialId);
		await next();
	});
}

/** Counts by the visitor: stands after the access rule that names one. */
export function limitByVisitor(name: LimitName) {
	return createMiddleware<HonoEnv>(async (c, next) => {
		await takeLimit(c, name, c.var.visitorId);
		await next();
	});
}

/** Counts once more in a handler, by what only it knows. @throws AppError rate_limited */
export async function takeLimit(
	c: Context<HonoEnv>,
	name: LimitName,
	bucket: string,
	meanwhile?: () => void,
): Promise<void> {
	const decision = await c.var.services.limiter.take(name, bucket, meanwhile);
	const secondsLeft = Math.max(1, Math.ceil((decision.resetMs - c.var.surroundings.nowMs()) / 1_000));
	tell(c, name, decision, secondsLeft);
	if (decision.allowed) return;
	c.var.surroundings.log({ event: "limit.refused", requestId: c.var.requestId, limit: name });
	throw new AppError("rate_limited", `Too many requests. Try again in ${secondsLeft} s.`, {
		retryAfterSeconds: secondsLeft,
	});
}

/** The fields of draft-ietf-httpapi-ratelimit-headers. A route's own limit replaces what the address's said. */
function tell(c: Context<HonoEnv>, name: LimitName, decision: LimitDecision, secondsLeft: number): void {
	const { windowSeconds } = c.var.services.config.RATE_LIMITS[name];
	c.header("RateLimit-Policy", `"${name}";q=${decision.limit};w=${windowSeconds}`);
	c.header("RateLimit", `"${name}";r=${decision.remaining};t=${secondsLeft}`);
}
