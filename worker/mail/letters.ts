/** What we write to people, in plain words. Links carry their token behind `#`, which no server is told. */
import { INVITATION_DAYS } from "../../contracts/accounts.ts";
import type { Letter } from "./mailer.ts";

/** Who writes, and where our pages are. */
export interface Letterhead {
	readonly siteName: string;
	/** Origin of our pages. */
	readonly origin: string;
}

export const VERIFY_HOURS = 24;
export const RESET_MINUTES = 30;

function letter({ siteName }: Letterhead, to: string, subject: string, lines: readonly string[]): Letter {
	return { to, subject: `${subject} · ${siteName}`, text: `${lines.join("\n\n")}\n\n${siteName}\n` };
}

export function verifyLetter(head: Letterhead, to: string, token: string): Letter {
	return letter(head, to, "Confirm your e-mail address", [
		"Hello,",
		`somebody, hopefully you, opened an account at ${head.siteName} with this address. Confirm it here, with the password that you chose:`,
		`${head.origin}/account#/verify?token=${token}`,
		`The link is good for ${VERIFY_HOURS} hours. If it was not you, do nothing: without the password the link opens nothing.`,
	]);
}

/** To somebody who has an account and tries to open one: the page says the same to both. */
export function alreadyRegisteredLetter(head: Letterhead, to: string): Letter {
	return letter(head, to, "You have an account already", [
		"Hello,",
		`somebody tried to open an account at ${head.siteName} with this address, which has one. Sign in, or choose a new password:`,
		`${head.origin}/account#/sign-in`,
		"If it was not you, do nothing.",
	]);
}

export function resetLetter(head: Letterhead, to: string, token: string): Letter {
	return letter(head, to, "Choose a new password", [
		"Hello,",
		"here you can choose a new password:",
		`${head.origin}/account#/reset?token=${token}`,
		`The link is good once, for ${RESET_MINUTES} minutes. If you did not ask for it, do nothing: your password stays as it is.`,
	]);
}

export function passwordChangedLetter(head: Letterhead, to: string): Letter {
	return letter(head, to, "Your password was changed", [
		"Hello,",
		"the password of your account was changed, and all devices were signed out. If it was not you, choose a new one at once:",
		`${head.origin}/account#/forgot`,
	]);
}

export function secondFactorLetter(head: Letterhead, to: string, isOn: boolean): Letter {
	const what = isOn ? "turned on" : "turned off";
	return letter(head, to, `Two-step sign-in was ${what}`, [
		"Hello,",
		`two-step sign-in was ${what} for your account. If it was not you, choose a new password at once:`,
		`${head.origin}/account#/forgot`,
	]);
}

/** Where an invitation is accepted: the mail has it, and whoever invites is shown it once. */
export function invitationLink({ origin }: Pick<Letterhead, "origin">, token: string): string {
	return `${origin}/account#/invitation?token=${token}`;
}

export function invitationLetter(head: Letterhead, to: string, token: string): Letter {
	return letter(head, to, "You are invited", [
		"Hello,",
		`you are invited to join the team of ${head.siteName}. Accept here:`,
		invitationLink(head, token),
		`The link is good once, for ${INVITATION_DAYS} days.`,
	]);
}
