/** The REST schemas of accounts: shared by the Worker's routes, the OpenAPI document and the pages. */
import { z } from "zod";
import { Permission, RoleName } from "./permissions.ts";

/** An address to write to. What is kept apart by it is its spelling in lower case. */
export const Email = z
	.string()
	.trim()
	.max(254)
	.pipe(z.email("is no e-mail address such as anna@example.com"));
const PersonName = z.string().trim().min(1, "is missing").max(100);
/** Far above what the policy takes, so that its own words are heard; low enough that nobody can make us hash a book. */
const PasswordText = z.string().min(1, "is missing").max(1_024);
/** A token out of a mail, a challenge, a state: 32 bytes in base64url. */
const OpaqueToken = z.string().regex(/^[\w-]{43}$/, "is no token of ours");
const SecondFactorCode = z.string().trim().min(6).max(20);
const Id = z.uuidv7();
const Instant = z.iso.datetime();

/** How long an invitation stays open. */
export const INVITATION_DAYS = 7;

/** The one who is signed in. */
export const Me = z.object({
	id: Id,
	email: z.string(),
	name: z.string(),
	roles: z.array(z.string()),
	permissions: z.array(Permission),
	hasPassword: z.boolean(),
	/** Whether sign-in asks for a code. */
	hasSecondFactor: z.boolean(),
	/** Recovery codes that are left. */
	recoveryCodes: z.int().nonnegative(),
});
export type Me = z.infer<typeof Me>;

/** What a sign-in, and each refresh, gives: the refresh token itself stays in a cookie that no script can read. */
export const SignedIn = z.object({
	status: z.literal("signed_in"),
	/** For the Authorization header, a quarter of an hour. */
	accessToken: z.string(),
	expiresAt: Instant,
});
export type SignedIn = z.infer<typeof SignedIn>;

/** The password was right, and a code is needed too. */
export const SecondFactorNeeded = z.object({ status: z.literal("second_factor"), challenge: OpaqueToken });

export const SignUp = z.object({ email: Email, name: PersonName, password: PasswordText });
/** The same whether or not somebody has this address. */
export const MailSent = z.object({ status: z.literal("check_mail") });
export const VerifyEmail = z.object({ token: OpaqueToken, password: PasswordText });
export const EmailOnly = z.object({ email: Email });
export const SignIn = z.object({ email: Email, password: PasswordText });
export const SignInAnswer = z.discriminatedUnion("status", [SignedIn, SecondFactorNeeded]);
export type SignInAnswer = z.infer<typeof SignInAnswer>;
/** `code`: six digits, or one of the recovery codes. */
export const SecondFactor = z.object({ challenge: OpaqueToken, code: SecondFactorCode });
export const ChangePassword = z.object({ current: PasswordText, next: PasswordText });
export const ResetPassword = z.object({ token: OpaqueToken, password: PasswordText });
export const ChangeMe = z.object({ name: PersonName });
export const ConfirmByPassword = z.object({ password: PasswordText });

export const SessionInfo = z.object({
	id: Id,
	isCurrent: z.boolean(),
	createdAt: Instant,
	lastUsedAt: Instant,
	/** As the browser named itself. */
	userAgent: z.string(),
	/** As the ingress saw it; IPv6 by its /64. */
	address: z.string(),
});
export const SessionList = z.object({ sessions: z.array(SessionInfo) });
export type SessionInfo = z.infer<typeof SessionInfo>;

/** A secret for an authenticator app; it counts once a code of it was shown. */
export const TotpProposal = z.object({ secret: z.string(), uri: z.string() });
export const TotpCode = z.object({ code: SecondFactorCode });
export const TotpDisable = z.object({ password: PasswordText });
/** Shown once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

/** Ways to sign in beside the password. */
export const Providers = z.object({ providers: z.array(z.object({ id: z.string(), name: z.string() })) });

/** A page of a list. */
export const PageQuery = z.object({
	cursor: z.string().max(64).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const UserQuery = PageQuery.extend({ search: z.string().trim().min(1).max(100).optional() });
export const User = z.object({
	id: Id,
	email: z.string(),
	name: z.string(),
	roles: z.array(z.string()),
	isVerified: z.boolean(),
	isDisabled: z.boolean(),
	hasSecondFactor: z.boolean(),
	createdAt: Instant,
	lastSignInAt: Instant.nullable(),
});
export type User = z.infer<typeof User>;
export const UserList = z.object({ users: z.array(User), nextCursor: z.string().nullable() });
export const ChangeUser = z
	.object({ roles: z.array(RoleName).max(20), isDisabled: z.boolean() })
	.partial()
	.refine((change) => Object.keys(change).length > 0, "changes nothing");

const Description = z.string().trim().max(200);
export const Role = z.object({
	name: z.string(),
	description: z.string(),
	permissions: z.array(Permission),
	/** Comes with the product and can't be changed. */
	isBuiltIn: z.boolean(),
});
export const RoleList = z.object({ roles: z.array(Role), permissions: z.array(Permission) });
export const NewRole = z.object({
	name: RoleName,
	description: Description.default(""),
	permissions: z.array(Permission).max(100),
});
export const ChangeRole = z.object({
	description: Description.default(""),
	permissions: z.array(Permission).max(100),
});

export const Invitation = z.object({
	id: Id,
	email: z.string(),
	roles: z.array(z.string()),
	invitedBy: z.string().nullable(),
	createdAt: Instant,
	expiresAt: Instant,
	acceptedAt: Instant.nullable(),
});
export const InvitationList = z.object({
	invitations: z.array(Invitation),
	nextCursor: z.string().nullable(),
});
/** Its link, shown this once to whoever made it: who opens it joins. */
export const MadeInvitation = Invitation.extend({
	link: z.url(),
	/** Whether a provider carries the mail with it; where none is set up the link is handed on by hand. */
	isMailed: z.boolean(),
});
export const NewInvitation = z.object({ email: Email, roles: z.array(RoleName).min(1).max(20) });
/** Who has no account yet gets one of this name and password; who has one shows its password. */
export const AcceptInvitation = z.object({ token: OpaqueToken, name: PersonName, password: PasswordText });
/** `email` is the address that was invited: whoever joined signs in with it. */
export const Joined = z.object({ status: z.literal("joined"), email: z.string() });

export const ApiKey = z.object({
	id: Id,
	name: z.string(),
	/** Begins the key; the rest is shown once, when it is made. */
	prefix: z.string(),
	scopes: z.array(Permission),
	ownerId: z.string(),
	createdAt: Instant,
	expiresAt: Instant,
	lastUsedAt: Instant.nullable(),
	revokedAt: Instant.nullable(),
});
export const ApiKeyList = z.object({ keys: z.array(ApiKey), nextCursor: z.string().nullable() });
export const NewApiKey = z.object({
	name: z.string().trim().min(1).max(100),
	scopes: z.array(Permission).min(1).max(100),
	expiresInDays: z.int().min(1).max(365),
});
export const MadeApiKey = ApiKey.extend({ key: z.string() });

/** GET /api/mailbox: what was sent, newest first. Only in development without a mail provider. */
export const Mailbox = z.object({
	mails: z.array(
		z.object({ id: z.string(), to: z.string(), subject: z.string(), text: z.string(), sentAt: Instant }),
	),
});
export type Mailbox = z.infer<typeof Mailbox>;
