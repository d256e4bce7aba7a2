/** What accounts need of the configuration: where mails go, which keys seal, who else may vouch for somebody. */
import { z } from "zod";
import { EncryptionKeySet } from "../store/sealed-texts.ts";

const HttpsUrl = z.url({ protocol: /^https$/, error: "must be an https URL" });
const From = z.string().min(3).max(320);

/**
 * The variable MAIL. `url` replaces the provider's own address, for its European one or a relay of the same shape. The
 * token is a secret of its own, MAIL_TOKEN.
 */
export const MailSettings = z.strictObject({
	provider: z.enum(["resend", "postmark", "sendgrid"]),
	/** `Care <care@shop.example>` */
	from: From,
	url: z.url({ protocol: /^https?$/ }).optional(),
});
export type MailSettings = z.infer<typeof MailSettings>;

/** The secret OIDC_PROVIDERS: who else may say who somebody is. */
export const OidcProviders = z
	.array(
		z.strictObject({
			/** Stands in addresses: `/api/auth/oidc/<id>/callback` is what the issuer must be told. */
			id: z.string().regex(/^[a-z0-9-]{1,32}$/, "1 to 32 characters of a-z 0-9 -"),
			/** On the button. */
			name: z.string().min(1).max(60),
			issuer: z.url({ protocol: /^https?$/ }),
			clientId: z.string().min(1).max(200),
			clientSecret: z.string().min(1).max(500),
		}),
	)
	.max(10)
	.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "two providers share an id");
export type OidcProvider = z.infer<typeof OidcProviders>[number];

/** The origin of our own pages as the world sees it: links in mails begin with it. */
export const PublicUrl = z
	.string()
	.refine(
		(text) => URL.canParse(text) && new URL(text).origin === text,
		"must be an origin such as https://care.shop.example, without a path",
	);

interface RawSettings {
	readonly ENVIRONMENT: "development" | "staging" | "production";
	readonly MAIL?: MailSettings | undefined;
	readonly MAIL_TOKEN?: string | undefined;
	readonly PUBLIC_URL?: string | undefined;
	readonly ENCRYPTION_KEYS?: EncryptionKeySet | undefined;
	readonly OIDC_PROVIDERS?: readonly OidcProvider[] | undefined;
}

/** How accounts are set up; null: there are none here. */
export interface AccountSettings {
	/** Null: into the mailbox of the embedded profile. */
	readonly mail: (MailSettings & { readonly token: string }) | null;
	readonly encryptionKeys: EncryptionKeySet | null;
	readonly oidcProviders: readonly OidcProvider[];
}

/** Outside development all of it must be there, or nothing: a missing part is named at the start and not at the first reset. */
export function accountSettings(
	env: RawSettings,
	context: Pick<z.RefinementCtx, "addIssue">,
): AccountSettings | null {
	const { MAIL: mail, MAIL_TOKEN: token, ENCRYPTION_KEYS: encryptionKeys = null } = env;
	const oidcProviders = env.OIDC_PROVIDERS ?? [];
	const isDevelopment = env.ENVIRONMENT === "development";
	if (mail === undefined) {
		if (isDevelopment) return { mail: null, encryptionKeys, oidcProviders };
		if (oidcProviders.length > 0)
			context.addIssue({ code: "custom", path: ["MAIL"], message: "is missing, and OIDC_PROVIDERS is set" });
		return null;
	}
	const needed = {
		MAIL_TOKEN: token,
		PUBLIC_URL: env.PUBLIC_URL,
		ENCRYPTION_KEYS: encryptionKeys ?? undefined,
	};
	for (const [name, value] of Object.entries(needed))
		if (value === undefined && (name === "MAIL_TOKEN" || !isDevelopment))
			context.addIssue({ code: "custom", path: [name], message: "is missing, and MAIL is set" });
	if (!isDevelopment && env.PUBLIC_URL !== undefined && !HttpsUrl.safeParse(env.PUBLIC_URL).success)
		context.addIssue({ code: "custom", path: ["PUBLIC_URL"], message: "must be an https URL" });
	return { mail: { ...mail, token: token ?? "" }, encryptionKeys, oidcProviders };
}
