import type { IncomingHttpHeaders } from "node:http";
import { test } from "vitest";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";
import type { MailSettings } from "../account-settings.ts";
import { parseEnv } from "../env.ts";
import { GuardedRedis } from "../guarded-redis.ts";
import { connectRedis } from "../../store/redis.ts";
import { freshJwk } from "../testing/test-keys.ts";
import { createMailer } from "./mailer.ts";

const LETTER = { to: "anna@example.com", subject: "Hello · Shop", text: "The words of it." };
const from = "Care <care@shop.example>";

interface Received {
	readonly headers: IncomingHttpHeaders;
	readonly body: unknown;
}

/** A provider that keeps what it gets and answers with a status. */
async function recorder(status: number) {
	const received: Received[] = [];
	const server = await serveOnLoopback((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) });
			response.writeHead(status, { Location: "http://127.0.0.1:9/" }).end("{}");
		});
	});
	return { received, url: `${server.url}/send`, close: server.close };
}

const nobody = new GuardedRedis(
	connectRedis({ url: "http://127.0.0.1:9", token: "t" }),
	{ nowMs: Date.now, log: () => undefined },
	100,
);

test("[MA1] each provider gets a mail in its own shape, with its token", async ({ expect }) => {
	const expected: Record<MailSettings["provider"], Partial<Received>> = {
		resend: {
			headers: { authorization: "Bearer a secret" },
			body: { from, to: [LETTER.to], subject: LETTER.subject, text: LETTER.text },
		},
		postmark: {
			headers: { "x-postmark-server-token": "a secret" },
			body: {
				From: from,
				To: LETTER.to,
				Subject: LETTER.subject,
				TextBody: LETTER.text,
				TrackOpens: false,
				TrackLinks: "None",
			},
		},
		sendgrid: {
			headers: { authorization: "Bearer a secret" },
			body: {
				personalizations: [{ to: [{ email: LETTER.to }] }],
				from: { email: "care@shop.example", name: "Care" },
				subject: LETTER.subject,
				content: [{ type: "text/plain", value: LETTER.text }],
				tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
			},
		},
	};
	for (const provider of ["resend", "postmark", "sendgrid"] as const) {
		const { received, url, close } = await recorder(200);
		await createMailer({ provider, from, url, token: "a secret" }, nobody, Date.now).send(LETTER);
		expect(received, provider).toMatchObject([expected[provider]]);
		await close();
	}
});

test("[MA1] a refusal, a redirect and an absent provider are errors that don't say the mail's words", async ({
	expect,
}) => {
	for (const status of [302, 401, 422, 429, 500]) {
		const { received, url, close } = await recorder(status);
		const send = createMailer({ provider: "resend", from, url, token: "a secret" }, nobody, Date.now).send(
			LETTER,
		);
		await expect(send).rejects.toThrow(`the mail provider answered ${status}`);
		expect(received).toHaveLength(1);
		await close();
	}
	await expect(createMailer(null, nobody, Date.now).send(LETTER)).rejects.toThrow("the mailbox is away");
});

test("[US10][EN1] outside development MAIL wants its token, the public address and the keys, and https", async ({
	expect,
}) => {
	const base = {
		ENVIRONMENT: "production",
		DATABASE_URL: "postgresql://care:x@db.example/care",
		UPSTASH_REDIS_REST_URL: "https://redis.example",
		UPSTASH_REDIS_REST_TOKEN: "x",
		SIGNING_KEYS: JSON.stringify({ keys: [await freshJwk("a")] }),
	};
	const mail = { MAIL: JSON.stringify({ provider: "resend", from }) };
	const keys = { ENCRYPTION_KEYS: JSON.stringify({ keys: [{ id: "a", key: "A".repeat(43) }] }) };
	const fault = (more: Record<string, string>) => {
		try {
			parseEnv({ ...base, ...more });
			return "";
		} catch (error) {
			return error instanceof Error ? error.message : "";
		}
	};
	expect(parseEnv(base).accounts).toBeNull();
	expect(parseEnv({ ...base, ENVIRONMENT: "development" }).accounts).toMatchObject({ mail: null });
	for (const name of ["MAIL_TOKEN", "PUBLIC_URL", "ENCRYPTION_KEYS"])
		expect(fault(mail)).toContain(`${name}: is missing, and MAIL is set`);
	const whole = { ...mail, ...keys, MAIL_TOKEN: "hunter2", PUBLIC_URL: "https://care.example" };
	expect(fault(whole)).toBe("");
	for (const url of [
		"http://care.example",
		"https://care.example/",
		"https://care.example/path",
		"care.example",
	])
		expect(fault({ ...whole, PUBLIC_URL: url }), url).toContain("PUBLIC_URL");
	for (const bad of ['{"provider":"smtp","from":"a@b.example"}', "hunter2", '{"provider":"resend"}'])
		expect(fault({ ...whole, MAIL: bad })).toMatch(/MAIL/);
	expect(
		fault({
			...whole,
			OIDC_PROVIDERS:
				'[{"id":"Up Per","name":"n","issuer":"https://i.example","clientId":"c","clientSecret":"hunter2"}]',
		}),
	).toMatch(/OIDC_PROVIDERS/);
	expect(fault({ ...whole, OIDC_PROVIDERS: "hunter2", ENCRYPTION_KEYS: "hunter2" })).not.toContain("hunter2");
});
