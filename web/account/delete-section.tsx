import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Erasure } from "../../contracts/privacy.ts";
import { saveText } from "../api/save-file.ts";
import { useForm } from "../api/use-form.ts";
import { Button } from "../ui/button.tsx";
import { PasswordField } from "./fields.tsx";
import { Card, Problem, SubmitButton, TextLink, useWorld } from "./frame.tsx";
import { Section } from "./section.tsx";

/** Asks once more, by the password; the focus goes where one goes on. */
export function DeleteSection() {
	const { api, session } = useWorld();
	const [isAsked, setIsAsked] = useState(false);
	const asking = useRef<HTMLFormElement>(null);
	const first = useRef<HTMLButtonElement>(null);
	const form = useForm(
		({ password }) => session.withToken((token) => api.remove({ password }, token)),
		(erasure) => session.deleted(erasure),
	);
	const ask = (): void => {
		flushSync(() => setIsAsked(true));
		asking.current?.querySelector("input")?.focus();
		asking.current?.scrollIntoView({ block: "nearest" });
	};
	const keep = (): void => {
		flushSync(() => setIsAsked(false));
		first.current?.focus();
	};
	return (
		<Section
			title="Delete the account"
			lead="Your account and everything that you wrote are erased and can't be brought back. Orders stay without your name, as the law wants it; one that is on its way keeps your address until it has come."
		>
			{isAsked ? (
				<form ref={asking} onSubmit={form.submit} className="scroll-mb-6 space-y-4">
					<PasswordField errors={form.errors} label="Your password" />
					<Problem fault={form.problem} />
					<div className="flex flex-wrap gap-2">
						<SubmitButton isMain={false} look="danger" isSending={form.isSending}>
							Delete for ever
						</SubmitButton>
						<Button look="quiet" className="max-sm:w-full" onClick={keep}>
							Keep it
						</Button>
					</div>
				</form>
			) : (
				<Button ref={first} className="max-sm:w-full" onClick={ask}>
					Delete the account…
				</Button>
			)}
		</Section>
	);
}

/** What stands where the account was: that it is gone, and the proof of it. */
export function DeletedView({ erasure: { status, receipt } }: { erasure: Erasure }) {
	const words =
		status === "done"
			? "Everything that you wrote went with it, and this browser is signed out."
			: "Nobody can sign in to it any more. What you wrote is being erased; that goes on by itself.";
	return (
		<Card title="Your account is deleted" lead={words}>
			{receipt !== null && (
				<>
					<p className="mb-3 text-sm text-muted">
						The receipt proves it: it is signed by us and names what was deleted.
					</p>
					<Button look="solid" className="w-full" onClick={() => saveText("erasure-receipt.txt", receipt)}>
						Save the receipt
					</Button>
				</>
			)}
			<p className="mt-6 text-sm">
				<TextLink to="sign-up">Open another account</TextLink>
			</p>
		</Card>
	);
}
