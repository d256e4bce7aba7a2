import { useState } from "react";
import { Card, Done, Form, Problem, SubmitButton, TextLink, useWorld } from "./frame.tsx";
import { EmailField, NameField, NewPasswordField, PasswordField } from "./fields.tsx";
import { useForm } from "../api/use-form.ts";
import { goTo } from "./place.ts";

export function SignUpView() {
	const { api } = useWorld();
	const [sentTo, setSentTo] = useState<string | null>(null);
	const form = useForm(api.signUp, (_answer, { email }) => setSentTo(email ?? ""));
	if (sentTo !== null) return <CheckMail email={sentTo} />;
	return (
		<Card title="Open an account" lead="Your conversations are then with you on every device.">
			<Form form={form} submit="Open an account">
				<NameField errors={form.errors} />
				<EmailField errors={form.errors} />
				<NewPasswordField errors={form.errors} />
			</Form>
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
				<Form form={form} submit="Send it">
					<EmailField errors={form.errors} />
				</Form>
			) : (
				<Done>If {sentTo} waits to be confirmed, a mail is on its way.</Done>
			)}
		</Card>
	);
}

export function VerifyView({ token }: { token: string }) {
	const { api, session, arrive } = useWorld();
	const form = useForm(
		({ password }) => api.verify({ token, password }),
		async (answer) => {
			await session.begin(answer);
			arrive();
		},
	);
	return (
		<Card
			title="Confirm your address"
			lead="With the password that you chose: then we know that it was you who opened the account."
		>
			<Form form={form} submit="Confirm and sign in">
				<PasswordField errors={form.errors} />
			</Form>
			<div className="mt-6 flex flex-wrap justify-between gap-x-4 text-sm">
				<TextLink to="forgot">Forgot your password?</TextLink>
				<TextLink to="resend">Send the mail again</TextLink>
			</div>
		</Card>
	);
}

export function InvitationView({ token, onDone }: { token: string; onDone: (notice: string) => void }) {
	const { api, session, arrive, headFor } = useWorld();
	const form = useForm(
		({ name, password }) => api.acceptInvitation({ token, name, password }),
		async ({ email }, { password }) => {
			headFor("/app");
			const answer = await api.signIn({ email, password });
			if (!answer.ok) return onDone(`Welcome. Sign in with ${email} and your password.`);
			if (answer.value.status === "second_factor")
				return goTo(`second-factor?challenge=${answer.value.challenge}`);
			await session.begin(answer.value);
			arrive();
		},
	);
	return (
		<Card
			title="Join the team"
			lead="If you have an account with this address already, type its password: it gets the new rights."
		>
			<Form form={form} submit="Join">
				<NameField errors={form.errors} />
				<NewPasswordField errors={form.errors} />
			</Form>
		</Card>
	);
}
