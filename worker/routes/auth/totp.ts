import { OpenAPIHono } from "@hono/zod-openapi";
import {
	ConfirmByPassword,
	RecoveryCodes,
	TotpCode,
	TotpDisable,
	TotpProposal,
} from "../../../contracts/accounts.ts";
import { confirmTotp, proposeTotp, removeTotp, replaceRecoveryCodes } from "../../../store/second-factor.ts";
import { countAttempt } from "../../auth/attempts.ts";
import { audit } from "../../auth/audit.ts";
import { confirmPassword } from "../../auth/check-password.ts";
import { hashOfToken } from "../../auth/opaque-token.ts";
import { MIN_CHARS_ALONE } from "../../auth/password-policy.ts";
import { openTotpSecret, sealedTextsOf, totpSecretOf } from "../../auth/totp-secret.ts";
import { newRecoveryCodes, newTotpSecret, stepOfCode, totpUri } from "../../auth/totp.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { secondFactorLetter } from "../../mail/letters.ts";
import { letterheadOf, sendLetter } from "../../mail/send-letter.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { jsonBody } from "./json-body.ts";

const shared = { tags: ["accounts"] };

const propose = defineRoute(
	{ access: "signed-in", limit: null },
	{
		...shared,
		method: "post",
		path: "/totp",
		operationId: "proposeTotp",
		summary: "A secret for an authenticator app; it counts once a code of it is shown",
		request: jsonBody(ConfirmByPassword),
		responses: {
			200: answer(TotpProposal, "Shown once."),
			...refusals(400, 401, 403, 409, 415, 429, 503),
		},
	},
);

const confirm = defineRoute(
	{ access: "signed-in", limit: null },
	{
		...shared,
		method: "post",
		path: "/totp/confirm",
		operationId: "confirmTotp",
		summary: "Turns two-step sign-in on by a code of the app",
		request: jsonBody(TotpCode),
		responses: {
			200: answer(RecoveryCodes, "It is on. The codes for a lost phone are shown once."),
			...refusals(400, 401, 403, 409, 415, 429, 503),
		},
	},
);

const disable = defineRoute(
	{ access: "signed-in", limit: null },
	{
		...shared,
		method: "post",
		path: "/totp/disable",
		operationId: "disableTotp",
		summary: "Turns two-step sign-in off",
		request: jsonBody(TotpDisable),
		responses: { 204: { description: "It is off." }, ...refusals(400, 401, 403, 409, 415, 429, 503) },
	},
);

const renew = defineRoute(
	{ access: "signed-in", limit: null },
	{
		...shared,
		method: "post",
		path: "/totp/recovery-codes",
		operationId: "renewRecoveryCodes",
		summary: "New codes for a lost phone; earlier ones end",
		request: jsonBody(ConfirmByPassword),
		responses: {
			200: answer(RecoveryCodes, "Shown once."),
			...refusals(400, 401, 403, 409, 415, 429, 503),
		},
	},
);

export const totpRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(propose, async (c) => {
		const { user } = c.var.principal;
		if (user.totpConfirmedAtMs !== null) throw new AppError("conflict", "Two-step sign-in is on already.");
		await confirmPassword(c, c.req.valid("json").password);
		const secret = newTotpSecret();
		const sealed = await sealedTextsOf(c).seal(secret, totpSecretOf(user.id));
		await proposeTotp(c.var.services.database, user.id, sealed);
		return c.json({ secret, uri: totpUri(secret, user.email, (await letterheadOf(c)).siteName) }, 200);
	})
	.openapi(confirm, async (c) => {
		const { user } = c.var.principal;
		const nowMs = c.var.surroundings.nowMs();
		if (user.totpSecret === null || user.totpConfirmedAtMs !== null)
			throw new AppError("conflict", "There is no new secret to confirm: begin again.");
		await countAttempt(c, "second_factor", { email: user.email, userId: user.id });
		const step = await stepOfCode(await openTotpSecret(c, user), c.req.valid("json").code, nowMs);
		if (step === null)
			throw new AppError("invalid_credentials", "The code is not right: is the clock of your phone?");
		const recoveryCodes = newRecoveryCodes();
		const codeHashes = await Promise.all(recoveryCodes.map(hashOfToken));
		if (!(await confirmTotp(c.var.services.database, user.id, { codeHashes, step, nowMs })))
			throw new AppError("conflict", "Two-step sign-in is on already.");
		await audit(c, { action: "user.second_factor_on", target: { kind: "user", id: user.id } });
		sendLetter(c, secondFactorLetter(await letterheadOf(c), user.email, true));
		return c.json({ recoveryCodes }, 200);
	})
	.openapi(disable, async (c) => {
		const { user } = c.var.principal;
		await confirmPassword(c, c.req.valid("json").password);
		if (!user.isPasswordLong)
			throw new AppError(
				"conflict",
				`Your password is too short to stand alone: choose one of at least ${MIN_CHARS_ALONE} characters first.`,
			);
		await removeTotp(c.var.services.database, user.id);
		await audit(c, { action: "user.second_factor_off", target: { kind: "user", id: user.id } });
		sendLetter(c, secondFactorLetter(await letterheadOf(c), user.email, false));
		return c.body(null, 204);
	})
	.openapi(renew, async (c) => {
		const { user } = c.var.principal;
		if (user.totpConfirmedAtMs === null) throw new AppError("conflict", "Two-step sign-in is off.");
		await confirmPassword(c, c.req.valid("json").password);
		const recoveryCodes = newRecoveryCodes();
		await replaceRecoveryCodes(
			c.var.services.database,
			user.id,
			await Promise.all(recoveryCodes.map(hashOfToken)),
		);
		await audit(c, { action: "user.recovery_codes_renewed", target: { kind: "user", id: user.id } });
		return c.json({ recoveryCodes }, 200);
	});
