import { useEffect, useState } from "react";
import type { SignInAnswer } from "../../contracts/accounts.ts";
import { TextField } from "../ui/text-field.tsx";
import { Card, Done, Form, TextLink, useWorld } from "./frame.tsx";
import { EmailField, NewPasswordField, PasswordField } from "./fields.tsx";
import { useForm } from "../api/use-form.ts";

/** @param notice - what was done a moment ago, on another view */
export function SignInView({ notice }: { notice: string | null }) {
	const { api, session, arrive } = useWorld();
	const [challenge, setChallenge] = useState<string | null>(null);
	const form = useForm(api.signIn, async (answer: SignInAnswer) => {
		if (answer.status === "second_factor") return setChallenge(answer.challenge);
		await session.begin(answer);
		arrive();
	});
	if (challenge !== null) return <SecondFactorView challenge={challenge} />;
	return (
		<Card title="Sign in">
			<Form
				form={form}
				submit="Sign in"
				note={
					form.problem?.code === "email_unverified" && (
						<p className="text-sm">
							<TextLink to="resend">Send the mail again</TextLink>
						</p>
					)
				}
			>
				{notice !== null && <Done>{notice}</Done>}
				<EmailField errors={form.errors} />
				<PasswordField errors={form.errors} />
			</Form>
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
	const { api, session, arrive } = useWorld();
	const form = useForm(
		({ code }) => api.secondFactor({ challenge, code }),
		async (answer) => {
			await session.begin(answer);
			arrive();
		},
	);
	return (
		<Card
			title="One more step"
			lead="Type the six digits of your authenticator app, or one of your recovery codes."
		>
			<Form form={form} submit="Sign in">
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
			</Form>
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
				<Form form={form} submit="Send the link">
					<EmailField errors={form.errors} />
				</Form>
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
			<Form form={form} submit="Change the password">
				<NewPasswordField errors={form.errors} label="New password" />
			</Form>
		</Card>
	);
}
