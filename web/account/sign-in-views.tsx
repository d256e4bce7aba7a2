import { useEffect, useState } from "react";
import type { SignInAnswer } from "../../contracts/accounts.ts";
import { TextField } from "../ui/text-field.tsx";
import { Card, Done, Problem, SubmitButton, TextLink, useWorld } from "./frame.tsx";
import { goTo } from "./place.ts";
import { useForm } from "./use-form.ts";

/** @param notice - what was done a moment ago, on another view */
export function SignInView({ notice }: { notice: string | null }) {
	const { api, session } = useWorld();
	const [challenge, setChallenge] = useState<string | null>(null);
	const form = useForm(api.signIn, async (answer: SignInAnswer) => {
		if (answer.status === "second_factor") return setChallenge(answer.challenge);
		await session.begin(answer);
		goTo("");
	});
	if (challenge !== null) return <SecondFactorView challenge={challenge} />;
	return (
		<Card title="Sign in">
			<form onSubmit={form.submit} className="space-y-4">
				{notice !== null && <Done>{notice}</Done>}
				<TextField
					label="E-mail"
					name="email"
					type="email"
					autoComplete="username"
					required
					error={form.errors["email"]}
				/>
				<TextField
					label="Password"
					name="password"
					type="password"
					autoComplete="current-password"
					required
					error={form.errors["password"]}
				/>
				<Problem fault={form.problem} />
				{form.problem?.code === "email_unverified" && (
					<p className="text-sm">
						<TextLink to="resend">Send the mail again</TextLink>
					</p>
				)}
				<SubmitButton isSending={form.isSending}>Sign in</SubmitButton>
			</form>
			<OtherWays />
			<div className="mt-6 flex flex-wrap justify-between gap-x-4 text-sm">
				<TextLink to="forgot">Forgot your password?</TextLink>
				<TextLink to="sign-up">Open an account</TextLink>
			</div>
		</Card>
	);
}

/** Identity providers, where there are some. */
function OtherWays() {
	const { api } = useWorld();
	const [providers, setProviders] = useState<readonly { id: string; name: string }[]>([]);
	useEffect(() => {
		void api.providers().then((answer) => setProviders(answer.ok ? answer.value.providers : []));
	}, [api]);
	return providers.map(({ id, name }) => (
		<a
			key={id}
			href={`/api/auth/oidc/${id}/start`}
			className="mt-3 flex min-h-9 w-full items-center justify-center rounded-md border border-edge bg-raised px-3 text-sm font-medium hover:bg-hover pointer-coarse:min-h-11"
		>
			Continue with {name}
		</a>
	));
}

export function SecondFactorView({ challenge }: { challenge: string }) {
	const { api, session } = useWorld();
	const form = useForm(
		({ code }) => api.secondFactor({ challenge, code }),
		async (answer) => {
			await session.begin(answer);
			goTo("");
		},
	);
	return (
		<Card
			title="One more step"
			lead="Type the six digits of your authenticator app, or one of your recovery codes."
		>
			<form onSubmit={form.submit} className="space-y-4">
				<TextField
					label="Code"
					name="code"
					autoComplete="one-time-code"
					inputMode="text"
					required
					// oxlint-disable-next-line jsx-a11y/no-autofocus -- the one field of the step that was just asked for
					autoFocus
					error={form.errors["code"]}
				/>
				<Problem fault={form.problem} />
				<SubmitButton isSending={form.isSending}>Sign in</SubmitButton>
			</form>
		</Card>
	);
}

export function ForgotView() {
	const { api } = useWorld();
	const [isSent, setIsSent] = useState(false);
	const form = useForm(api.askReset, () => setIsSent(true));
	return (
		<Card title="Choose a new password" lead="We send you a link by which you can choose one.">
			{isSent ? (
				<Done>
					If this address has an account, a mail is on its way. The link in it is good for half an hour.
				</Done>
			) : (
				<form onSubmit={form.submit} className="space-y-4">
					<TextField
						label="E-mail"
						name="email"
						type="email"
						autoComplete="username"
						required
						error={form.errors["email"]}
					/>
					<Problem fault={form.problem} />
					<SubmitButton isSending={form.isSending}>Send the link</SubmitButton>
				</form>
			)}
			<p className="mt-6 text-sm">
				<TextLink to="sign-in">Back to sign-in</TextLink>
			</p>
		</Card>
	);
}

export function ResetView({ token, onDone }: { token: string; onDone: (notice: string) => void }) {
	const { api } = useWorld();
	const form = useForm(
		({ password }) => api.reset({ token, password }),
		() => onDone("Your password is changed. Sign in with it."),
	);
	return (
		<Card title="Choose a new password" lead="All devices are signed out.">
			<form onSubmit={form.submit} className="space-y-4">
				<NewPasswordField label="New password" name="password" error={form.errors["password"]} />
				<Problem fault={form.problem} />
				<SubmitButton isSending={form.isSending}>Change the password</SubmitButton>
			</form>
		</Card>
	);
}

export function NewPasswordField({
	label,
	name,
	error,
}: {
	label: string;
	name: string;
	error: string | undefined;
}) {
	return (
		<TextField
			label={label}
			name={name}
			type="password"
			autoComplete="new-password"
			required
			hint="At least 15 characters: a few words that don't belong together do well. With two-step sign-in, 8."
			error={error}
		/>
	);
}
