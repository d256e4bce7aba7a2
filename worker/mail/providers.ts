import type { MailSettings } from "../account-settings.ts";
import type { Letter } from "./mailer.ts";

/** How one provider wants a mail by HTTP. */
interface ProviderShape {
	readonly url: string;
	readonly headers: (token: string) => Readonly<Record<string, string>>;
	readonly body: (from: string, letter: Letter) => object;
}

/** `Care <care@shop.example>` as name and address. */
function sender(from: string): { readonly email: string; readonly name?: string } {
	const [, before = "", email] = /^([^<>]*)<([^<>]+)>\s*$/.exec(from) ?? [];
	const name = before.trim();
	return email === undefined ? { email: from } : name === "" ? { email } : { email, name };
}

export const PROVIDERS: Readonly<Record<MailSettings["provider"], ProviderShape>> = {
	/** https://resend.com/docs/api-reference/emails/send-email; other services have taken over this shape. */
	resend: {
		url: "https://api.resend.com/emails",
		headers: (token) => ({ Authorization: `Bearer ${token}` }),
		body: (from, { to, subject, text }) => ({ from, to: [to], subject, text }),
	},
	/** https://postmarkapp.com/developer/api/email-api */
	postmark: {
		url: "https://api.postmarkapp.com/email",
		headers: (token) => ({ "X-Postmark-Server-Token": token }),
		body: (from, { to, subject, text }) => ({
			From: from,
			To: to,
			Subject: subject,
			TextBody: text,
			TrackOpens: false,
			TrackLinks: "None",
		}),
	},
	/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
	sendgrid: {
		url: "https://api.sendgrid.com/v3/mail/send",
		headers: (token) => ({ Authorization: `Bearer ${token}` }),
		body: (from, { to, subject, text }) => ({
			personalizations: [{ to: [{ email: to }] }],
			from: sender(from),
			subject,
			content: [{ type: "text/plain", value: text }],
			// a rewritten link would show its token to a third party
			tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
		}),
	},
};
