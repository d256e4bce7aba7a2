import { useState } from "react";
import { TextField } from "../ui/text-field.tsx";
import { Card, Done, Problem, SubmitButton, TextLink, useWorld } from "./frame.tsx";
import { goTo } from "./place.ts";
import { NewPasswordField } from "./sign-in-views.tsx";
import { useForm } from "./use-form.ts";

export function SignUpView() {
	const { api } = useWorld();
	const [sentTo, setSentTo] = useState<string | null>(null);
	const form = useForm(api.signUp, (_answer, { email }) => setSentTo(email ?? ""));
	if (sentTo !== null) return <CheckMail email={sentTo} />;
	return (
		<Card title="Open an account" lead="Your conversations are then with you on every device.">
			<form onSubmit={form.submit} className="space-y-4">
				<TextField
					label="Name"
					name="name"
					autoComplete="name"
					required
					maxLength={100}
					error={form.errors["name"]}
				/>
				<TextField
					label="E-mail"
					name="email"
					type="email"
					autoComplete="username"
					required
					error={form.errors["email"]}
				/>
				<NewPasswordField label="Password" name="password" error={form.errors["password"]} />
				<Problem fault={form.problem} />
				<SubmitButton isSending={form.isSending}>Open an account</SubmitButton>
			</form>
			<p className="mt-6 text-sm">
				Have one already? <TextLink to="sign-in">Sign in</TextLink>
			</p>
		</Card>
	);
}

function CheckMail({ email }: { email: string }) {
	const { api } = useWorld();
	const form = useForm(
		() => api.resend({ email }),
		() => undefined,
	);
	return (
		<Card title="Look into your mail">
			<p className="text-sm break-words">
				We have written to <strong>{email}</strong>. Open the link in the mail, on this or any other device,
				within a day.
			</p>
			<form onSubmit={form.submit} className="mt-6 space-y-3">
				<Problem fault={form.problem} />
				<SubmitButton isSending={form.isSending}>Send it again</SubmitButton>
			</form>
		</Card>
	);
}

export function ResendView() {
	const { api } = useWorld();
	const [sentTo, setSentTo] = useState<string | null>(null);
	const form = useForm(api.resend, (_answer, { email }) => setSentTo(email ?? ""));
	return (
		<Card title="Send the mail again">
			{sentTo === null ? (
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
					<SubmitButton isSending={form.isSending}>Send it</SubmitButton>
				</form>
			) : (
				<Done>If {sentTo} waits to be confirmed, a mail is on its way.</Done>
			)}
		</Card>
	);
}

export function VerifyView({ token }: { token: string }) {
	const { api, session } = useWorld();
	const form = useForm(
		({ password }) => api.verify({ token, password }),
		async (answer) => {
			await session.begin(answer);
			goTo("");
		},
	);
	return (
		<Card
			title="Confirm your address"
			lead="With the password that you chose: then we know that it was you who opened the account."
		>
			<form onSubmit={form.submit} className="space-y-4">
				<TextField
					label="Password"
					name="password"
					type="password"
					autoComplete="current-password"
					required
					error={form.errors["password"]}
				/>
				<Problem fault={form.problem} />
				<SubmitButton isSending={form.isSending}>Confirm and sign in</SubmitButton>
			</form>
			<div className="mt-6 flex flex-wrap justify-between gap-x-4 text-sm">
				<TextLink to="forgot">Forgot your password?</TextLink>
				<TextLink to="resend">Send the mail again</TextLink>
			</div>
		</Card>
	);
}

export function InvitationView({ token, onDone }: { token: string; onDone: (notice: string) => void }) {
	const { api } = useWorld();
	const form = useForm(
		({ name, password }) => api.acceptInvitation({ token, name, password }),
		() => onDone("Welcome. Sign in with your password."),
	);
	return (
		<Card
			title="Join the team"
			lead="If you have an account with this address already, type its password: it gets the new rights."
		>
			<form onSubmit={form.submit} className="space-y-4">
				<TextField
					label="Name"
					name="name"
					autoComplete="name"
					required
					maxLength={100}
					error={form.errors["name"]}
				/>
				<NewPasswordField label="Password" name="password" error={form.errors["password"]} />
				<Problem fault={form.problem} />
				<SubmitButton isSending={form.isSending}>Join</SubmitButton>
			</form>
		</Card>
	);
}
